"""The words of rich text (.rtf): which stand for a sign, which open a group without text, which say how letters are."""

from __future__ import annotations

import codecs
import re

TOKENS = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\\Z"
)
"""A control word and its number; a byte in hexadecimal; a control sign; a brace; plain bytes."""
SIGNS = {
    **dict.fromkeys((b"par", b"sect", b"page", b"line", b"column", b"softline", b"softpage"), "\n"),
    **{
        b"tab": "\t",
        b"cell": "\t",
        b"nestcell": "\t",
        b"emspace": "\u2003",
        b"enspace": "\u2002",
        b"qmspace": "\u2005",
    },
    **{b"emdash": "—", b"endash": "–", b"bullet": "•"},
    **{b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"},
    **{b"zwj": "\u200d", b"zwnj": "\u200c", b"ltrmark": "\u200e", b"rtlmark": "\u200f"},
}
ESCAPED = {
    **{b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad"},
    **{b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n", b"\t": "\t"},
}
PASSED = frozenset(
    b"fonttbl colortbl stylesheet info listtable listoverridetable revtbl rsidtbl generator pict object objdata fldinst "
    b"datafield themedata colorschememapping latentstyles datastore xmlnstbl filetbl template author operator title "
    b"subject keywords comment doccomm company category manager header headerl headerr headerf footer footerl footerr "
    b"footerf bkmkstart bkmkend atnid atnauthor atndate atnref atrfstart atrfend pntext pntxta pntxtb listtext listname "
    b"leveltext levelnumbers sp sn sv shprslt nonshppict xe tc rxe txe ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn "
    b"ffname fldtype formfield private nonesttables annotation".split()
)
"""Groups that hold no words of the text; groups marked with a star are passed by too, but for ``STARRED_TEXT``."""
STARRED_TEXT = frozenset((b"shpinst", b"shptxt", b"footnote", b"nesttableprops", b"field", b"fldrslt"))
LEFT_OUT = {b"v": "hidden", b"deleted": "deleted", b"mvf": "deleted"}
ASIDES = {b"footnote": "note", b"shptxt": "box"}
TOLD = {
    "deleted": ("deletion", "by tracked changes left out: the text is as if all changes were accepted"),
    "added": ("insertion", "by tracked changes taken in: the text is as if all changes were accepted"),
    "hidden": ("stretch of hidden text", "left out"),
    "comment": ("comment", "left out"),
    "note": ("note", "put as [note 1: ...] at the end of its paragraph"),
    "box": ("text box", "put after the paragraph it belongs to"),
    "head": ("header or footer", "left out"),
    "listed": ("paragraph of a list", "without its automatic number or bullet"),
}
CHARSETS = {
    **{0: "cp1252", 2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5"},
    **{161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251"},
    **{222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850"},
}
_PAGES = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}


def codepage(word: bytes, number: int | None) -> str:
    """Return the encoding that ``\\ansicpg1250``, ``\\mac``, ``\\pc`` or ``\\pca`` names; cp1252 for unknown numbers.

    Example:
        >>> codepage(b"ansicpg", 1250)
        'cp1250'
    """
    if word in _PAGES:
        return _PAGES[word]
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
