"""Plain text in any common encoding: what the bytes say is taken, what they leave open is asked, nothing is garbled.

A byte order mark or valid UTF-8 decides. UTF-16 and UTF-32 without a mark show by their NUL bytes. One-byte encodings
are tried against each other (``letters``): where only one makes sense it is taken and the guess is told, where several
do, or none, the file is refused with the candidates, and ``encoding=`` (``--encoding``) settles it.
"""

from __future__ import annotations

import codecs
import re

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats import letters

_MARKS = (  # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_ONE_BYTE = (
    *("cp1252", "mac_roman", "iso8859_15", "cp850", "cp437", "cp1250", "iso8859_2", "mac_latin2", "cp1257", "cp1254"),
    *("cp1251", "koi8_r", "koi8_u", "iso8859_5", "mac_cyrillic", "cp866", "cp1253", "iso8859_7"),
    *("cp1256", "iso8859_6", "cp1255", "iso8859_8"),
)
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
_SURE, _POSSIBLE = 0.95, 0.6
_ENOUGH = 3  # bytes above 127; in fewer anything makes sense, but for a text that is plainly English
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAIN = re.compile(rb"[\x00\t\n\r -~]*")
_SHIFTED = re.compile(r"(?<![\w+])(?=[a-z]*\+)[A-Za-z]*\+A[A-P][A-Za-z0-9+/]{1,6}-")  # UTF-7 of letters up to U+00FF
_ESCAPES = re.compile(rb"\x1b[$(][@-J]")
# UTF-8 that was once read as cp1252 or latin-1 and saved again: an accented capital A and a sign no word has.
_GARBLED = re.compile("â€[™œ\x9d“”˜¦]|Ã[©¨ª«¡¢¤§®¯±²³´¶¹º»¼\xad]|Â[£°§ \xa0]")


def read_plain(raw: bytes, *, where: str, encoding: str | None = None) -> Draft:
    """Return the text of a plain text file, LF line ends, no BOM; all else as it stands.

    ``encoding`` says how the bytes are to be read when they do not decide it. Raises InputRefused for bytes that are
    no text, or whose encoding is open (the candidates are named); UsageError for an unknown ``encoding``.

    Example:
        >>> read_plain("Zoë’s café".encode("cp1252"), where="x.txt").text
        'Zoë’s café'
    """
    if encoding is not None:
        text, doubts = _as_asked(raw, encoding, where), ()
        changes = (f"read as {encoding}, as asked",)
    else:
        text, name, doubts = _decided(raw, where)
        changes = () if name == "utf-8" else (f"read as {name} and kept as Unicode",)
    return tidy(text, where=where, changes=changes, doubts=doubts)


def tidy(text: str, *, where: str, changes: tuple[str, ...] = (), doubts: tuple[str, ...] = ()) -> Draft:
    """Return a decoded text as a draft: without byte order mark, LF line ends, and what to look at told."""
    if text.startswith("\ufeff"):
        text, changes = text.lstrip("\ufeff"), (*changes, "the byte order mark at the start was left out")
    if "\r" in text:
        text, changes = text.replace("\r\n", "\n").replace("\r", "\n"), (*changes, "line ends were made LF")
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls * 50 > len(text):
        raise InputRefused(
            "the file holds NUL bytes or control codes, so it is not plain text",
            where,
            "Export it as plain text (UTF-8).",
        )
    if controls:
        doubts = (*doubts, f"{controls} control codes stand in the text; they are kept")
    return Draft(text, changes=changes, doubts=(*doubts, *_traces(text)))


def as_browsers_do(name: str, raw: bytes) -> str | None:
    """Return the encoding that a page or e-mail means by a name, None when it is unknown or the bytes disprove it.

    Bytes that are valid UTF-8 are that, whatever encoding of one byte a letter is named.

    Example:
        >>> as_browsers_do("ISO-8859-1", b"caf\\xe9"), as_browsers_do("utf-8", b"caf\\xe9")
        ('cp1252', None)
    """
    try:
        known = codecs.lookup(name)
    except LookupError:
        return None
    found = _MEANT.get(known.name, known.name)
    if not known._is_text_encoding or found.startswith(
        ("utf-16", "utf-32", "utf-7", "punycode", "idna", "unicode", "raw")
    ):
        return None  # a name written in plain letters cannot be true of these, and the others are no texts
    if found in _ONE_BYTE and not raw.isascii() and _tried(raw, "utf-8") is not None:
        return "utf-8"  # every byte fits some letter of these; that all fit UTF-8 is no chance
    return found if _tried(raw, found) is not None else None


def _traces(text: str) -> tuple[str, ...]:
    """Return doubts about letters that were lost or garbled before the file came here."""
    found = []
    if lost := text.count("\ufffd"):
        found.append(
            f"{lost} replacement characters (U+FFFD) stand for letters that were lost before the file came here"
        )
    marked = any(sign in text for sign in ("â€", "Ã", "Â"))  # far quicker than the pattern
    if marked and (garbled := len(_GARBLED.findall(text))):
        found.append(f"{garbled} places look as if the text had been saved in a wrong encoding before it came here")
    if "+A" in text and (shifted := len(_SHIFTED.findall(text))):
        found.append(f"{shifted} places look like letters written in UTF-7; if they are, add it with --encoding utf-7")
    return tuple(found)


def _as_asked(raw: bytes, encoding: str, where: str) -> str:
    try:
        known = codecs.lookup(encoding)
        text = raw.decode(encoding) if known._is_text_encoding else None
    except LookupError:
        text = None
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise InputRefused(
            f"the bytes are no {encoding} (byte {at})", where, "Leave --encoding out, or name another."
        ) from None
    if text is None:
        raise UsageError(f"{encoding!r} is not an encoding", where, "Common ones: utf-8, cp1252, mac_roman, utf-16.")
    return text


def _decided(raw: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the text, the name of its encoding, and doubts where it was guessed."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _marked(raw, name, where), name, ()
    if b"\x00" in raw:
        return _wide(raw, where)
    if _ESCAPES.search(raw):
        raise _open(("iso2022_jp", "iso2022_kr"), where)
    try:
        return raw.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _one_byte(raw, where)


def _marked(raw: bytes, name: str, where: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        what = f"the file begins as {name}, but byte {error.start} is none"
        raise InputRefused(
            what, where, "It may be cut off: save it again, as UTF-8, in the program it came from."
        ) from None


def _wide(raw: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    if raw.count(b"\x00") * 20 < len(raw) and _PLAIN.fullmatch(raw[:20_000]):
        what = "the file holds NUL bytes, so it is not plain text"  # read as pairs, its words would be Chinese
        raise InputRefused(what, where, "Export it as plain text (UTF-8).")
    texts = {name: text for name in _WIDE if (text := _tried(raw, name)) is not None and _is_prose(text)}
    # Read the wrong way round, the letters of one script are strewn over many blocks of Unicode.
    blocks = sorted((len({ord(sign) >> 8 for sign in text[:20_000]}), name) for name, text in texts.items())
    if len(blocks) == 1 or (blocks and blocks[0][0] * 2 <= blocks[1][0]):
        name = blocks[0][1]
        return (
            texts[name],
            name,
            (f"the file does not name its encoding; it was read as {name}, which alone makes sense",),
        )
    if texts:
        raise _open(tuple(texts), where)
    raise InputRefused("the file holds NUL bytes, so it is not plain text", where, "Export it as plain text (UTF-8).")


def _tried(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_prose(text: str) -> bool:
    """Return whether a text decoded from UTF-16 or UTF-32 makes sense: no NUL, and blanks or line ends between words."""
    head = text[:20_000]
    odd = sum(not (sign.isprintable() or sign.isspace()) for sign in head)
    blanks = sum(sign in " \n\r" for sign in head)
    return "\x00" not in text and odd * 100 <= len(head) and (blanks * 40 >= len(head) or len(head) < 40)


def _one_byte(raw: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    met, english = letters.places(raw), letters.is_english(raw)
    scores = {name: letters.plausibility(met, name, english=english) for name in _ONE_BYTE}
    sure = [name for name in _ONE_BYTE if scores[name] >= _SURE]
    texts: dict[str, str] = {}  # encodings that give the same words are one, by the name of the first
    for name in sure:
        text = _tried(raw, name)
        if text is not None and text not in texts.values():
            texts[name] = text
    signs = sum(len(run) * times for (_, run, _), times in met.items())
    if len(texts) == 1 and (english or signs >= _ENOUGH):
        name, text = texts.popitem()
        return (
            text,
            name,
            (
                f"the file does not name its encoding; it was read as {name}, the one in which its signs make sense: look at accents, quotation marks and pounds",
            ),
        )
    possible = tuple(texts) or tuple(
        sorted((n for n in _ONE_BYTE if scores[n] >= _POSSIBLE), key=lambda n: -scores[n])[:4]
    )
    raise _open(possible or _foreign(raw), where)


def _foreign(raw: bytes) -> tuple[str, ...]:
    """Return candidates for encodings of several bytes a letter, by charset-normalizer: asked for, never taken."""
    from charset_normalizer import from_bytes

    return tuple(match.encoding for match in from_bytes(raw[:20_000]))[:4]


def _open(candidates: tuple[str, ...], where: str) -> InputRefused:
    candidates = tuple(sorted(candidates, key=lambda name: name != "cp1252"))[:6]
    named = ", ".join(candidates) or "none of the common ones fits"
    first = candidates[0] if candidates else "NAME"
    return InputRefused(
        f"the text is not UTF-8, and its bytes do not decide its encoding (candidates: {named})",
        where,
        f"Name it with --encoding {first}, or save the file as UTF-8 and add that.",
    )


def decoded(raw: bytes, *, where: str, encoding: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of bytes with its line ends as they are, the name of the encoding, and doubts where it was guessed.

    For tables, in whose cells a line end may be of another kind than at the end of a row. No byte order mark is kept.
    Raises as `read_plain` does.
    """
    if encoding is not None:
        return _as_asked(raw, encoding, where).removeprefix("\ufeff"), encoding, ()
    text, name, doubts = _decided(raw, where)
    return text.removeprefix("\ufeff"), name, doubts
