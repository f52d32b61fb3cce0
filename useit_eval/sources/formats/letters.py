"""How plausible a text is that one-byte encodings give: each sign is judged by the two that stand beside it.

Bytes above 127 mean different signs in cp1252, mac_roman or cp1250, and no rule of the format says which. What decides
is sense: an opening quotation mark opens a word, a pound sign stands at a number, a capital does not follow a small
letter, and the letters of one text belong to one alphabet. Where two encodings make equal sense nobody guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# Letters beyond a to z of languages that files from the field are written in; English by its loan words and names.
_SMALL = {
    "English": "éèêëàâáäåçïîíóôöøúûüñæœß",
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüß",
    "Spanish": "áéíóúüñ",
    "Portuguese": "áâãàçéêíóôõúü",
    "Italian": "àèéìíòóùú",
    "Nordic": "åäöøæéü",
    "Icelandic": "áéíóúýþæöð",
    "Polish": "ąćęłńóśźż",
    "Czech and Slovak": "áčďéěíňóřšťúůýžäľĺôŕ",
    "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîșțşţ",
    "South Slavic": "čćđšž",
    "Baltic": "āčēģīķļņšūžąęėįų",
    "Turkish": "çğıöşüâîû",
    "Russian": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "Hebrew": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "Arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىپچژگ",
}
_ALPHABETS = {name: frozenset(small + small.upper()) for name, small in _SMALL.items()}
_ENGLISH = re.compile(rb"\b(the|and|of|to|is|was|that|it|you|in|for|we|they|have)\b", re.I)
_WORDS = re.compile(rb"[A-Za-z]+")
_ALONE = frozenset("àéèíóÀÉÈÍÓáÁ")
_OPENING, _CLOSING = frozenset("“‘«„‚‹¿¡"), frozenset("”’»›")
_MONEY, _AFTER_DIGIT = frozenset("£€¥¢"), frozenset("°ºª²³½¼¾µ×±")
_ANYWHERE, _MARKS = frozenset("…\u00a0\u00ad"), frozenset("•·§©®™†‡")
_PLACES = re.compile(rb"(?s)(?<![\x80-\xff])(.?)([\x80-\xff]+)(?=(.?))")
MOST_PLACES = 20_000


def places(raw: bytes) -> Counter[tuple[bytes, bytes, bytes]]:
    """Return the runs of bytes above 127, each with the byte before and after it, and how often each is met."""
    found: Counter[tuple[bytes, bytes, bytes]] = Counter()
    for number, place in enumerate(_PLACES.finditer(raw)):
        if number >= MOST_PLACES:
            break
        found[place.groups()] += 1
    return found


def is_english(raw: bytes) -> bool:
    """Return whether the words in plain letters are those of English: one in ten a small word, three different ones."""
    head = raw[:200_000]
    small = [word.lower() for word in _ENGLISH.findall(head)]
    return len(set(small)) >= 3 and len(small) * 10 >= len(_WORDS.findall(head))


def plausibility(met: Counter[tuple[bytes, bytes, bytes]], encoding: str, *, english: bool) -> float:
    """Return the share of signs that make sense in an encoding, in the language where most do; 0 if bytes are undefined.

    ``english`` allows only the letters of English loan words and names.
    """
    known, sense, letters = 0, 0, Counter[str]()
    for (before, run, after), times in met.items():
        try:
            text = (before + run + after).decode(encoding)
        except UnicodeDecodeError:
            return 0.0
        start, end = len(before), len(text) - len(after)
        for at in range(start, end):
            known += times
            sign = text[at]
            around = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
            if sign.isalpha() and sign not in _AFTER_DIGIT:
                letters[sign] += times if _letter_fits(sign, *around) else 0
            elif _sign_fits(sign, *around):
                sense += times
    allowed = ("English",) if english else tuple(_ALPHABETS)
    best = max(sum(times for sign, times in letters.items() if sign in _ALPHABETS[name]) for name in allowed)
    if 2 * sum(times for sign, times in letters.items() if sign.isupper()) > max(best, 8):
        best //= 2  # prose is not in capitals: koi8_r read as cp1251 is
    return (sense + best) / known if known else 1.0


def _letter_fits(sign: str, before: str, after: str) -> bool:
    if not before.isalpha() and not after.isalpha():
        return sign in _ALONE or _script(sign) != "LATIN"
    if any(other.isalpha() and _script(other) != _script(sign) for other in (before, after)):
        return False
    return not (sign.isupper() and before.islower())


def _sign_fits(sign: str, before: str, after: str) -> bool:
    if sign in _OPENING:
        return (before.isspace() or before in "([-—–\"'“‘") and not after.isspace()
    if sign in _CLOSING:
        return not before.isspace() or after.isalnum()
    if sign in _MONEY:
        return after.isdigit() or before.isdigit() or (before.isspace() and after.isspace())
    if sign in _AFTER_DIGIT:
        return not before.isalpha() or (sign in "²³" and not after.isalpha())
    if sign in "–—":
        return before.isspace() == after.isspace() or not before.isspace()
    if sign in _MARKS:
        return before.isascii() and after.isascii() and not (before.isalpha() and after.isalpha())
    return sign in _ANYWHERE


def _script(sign: str) -> str:
    return unicodedata.name(sign, "?").split(" ", 1)[0]
