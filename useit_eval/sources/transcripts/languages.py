"""How a transcript says in which language a turn was spoken, and whether the words are a translation or interpretation.

The mark stands in square brackets after the label, its parts divided by commas::

    Interviewee [ur]: ...
    Interviewee [en, translated by R02 from 12]: ...
    Interviewee [en, interpreted by F01 from Urdu]: ...

A language is a BCP 47 tag (``ur``, ``pa-Arab``) or its English name. ``from 12`` names the original by the number of its
turn in the same text; ``from Urdu`` the language it was put from. What people write of their own accord is read too:
``[in Urdu]``, ``[speaks Urdu]``, ``(translated)``, ``[via interpreter]``. Names of languages are those of Unicode CLDR.
"""

from __future__ import annotations

import dataclasses
import functools
import re

_TAG = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-(?:[a-z]{2}|\d{3}))?\Z", re.I)
_SPOKEN = re.compile(
    r"(?:(?:spoken|speaks|speaking|talks|talking|answers|answering|said|says|responds)\s+(?:in\s+)?|in\s+)(.+)\Z", re.I
)
_RENDERED = re.compile(
    r"(?P<how>translat(?:ed|ion)|(?:interpreted|interpretation)|(?:(?:via|through|by|with)\s+)?(?:an?\s+|the\s+)?interpreter)"
    r"\b(?P<rest>.*)\Z",
    re.I,
)
_NUMBER = re.compile(r"(?:turn|no\.?|number|#)?\s*(\d{1,7})\Z", re.I)
_ALIASES = {
    **{"panjabi": "pa", "farsi": "fa", "dari": "prs", "bengali": "bn", "sylheti": "syl", "mandarin": "zh"},
    **{"potwari": "phr", "mirpuri": "phr", "pahari": "phr", "patois": "jam", "kurdish": "ku", "sorani": "ckb"},
    **{"kurmanji": "kmr", "castilian": "es", "flemish": "nl", "moldovan": "ro", "filipino": "fil", "tagalog": "tl"},
}


@dataclasses.dataclass(frozen=True)
class Mark:
    """What a mark says of a turn; ``put_from`` is the language it was translated or interpreted from."""

    language: str | None = None
    rendering: str = "original"
    translated_by: str | None = None
    translated_from: int | None = None
    put_from: str | None = None


def language_tag(word: str) -> str | None:
    """Return the BCP 47 tag of a language's tag or English name, None when it is neither.

    Example:
        >>> language_tag("Urdu"), language_tag("PA-arab"), language_tag("laughs")
        ('ur', 'pa-Arab', None)
    """
    return _named(word) or _tagged(word)


def language_name(tag: str) -> str:
    """Return the English name of a BCP 47 tag, and the tag itself where it has none.

    Example:
        >>> language_name("ur"), language_name("pa-Arab")
        ('Urdu', 'Punjabi')
    """
    return _names().get(tag.split("-")[0].lower(), tag)


@functools.lru_cache(maxsize=1024)
def read_mark(mark: str, *, tags: bool = True) -> Mark | None:
    """Return what the words of a mark (without brackets) say, None when they are not understood as a whole.

    With ``tags`` false, a bare tag such as ``so`` or ``no`` is not taken for a language: in running words it is English.

    Example:
        >>> read_mark("en, translated by R02 from 12")
        Mark(language='en', rendering='translated', translated_by='R02', translated_from=12, put_from=None)
        >>> read_mark("laughs") is None
        True
    """
    found = Mark()
    for part in _parts(mark):
        found = _with_part(found, part, tags)
        if found is None:
            return None
    return None if found == Mark() else found


def speaks_of_language(words: str) -> bool:
    """Return whether words in brackets name a language or a translation, so that not understanding them is worth telling.

    Example:
        >>> speaks_of_language("partly Urdu, she translates"), speaks_of_language("laughs")
        (True, False)
    """
    if re.search(r"translat|interpret", words, re.I):
        return True
    return any(word[:1].isupper() and _named(word) for word in re.findall(r"[^\W\d_]{3,}", words))


def _parts(mark: str) -> list[str]:
    """Divide at commas; ``by R02`` and ``from 12`` belong to the translation before them."""
    parts: list[str] = []
    for part in re.split(r"[,;/]", mark[:200]):
        part = " ".join(part.split())
        if parts and re.match(r"(?:by|from|of)\b(?!\s+(?:an?\s+|the\s+)?interpreter)", part, re.I):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def _with_part(found: Mark, part: str, tags: bool) -> Mark | None:
    rendered = _RENDERED.match(part)
    if rendered:
        return _with_rendering(found, rendered) if found.rendering == "original" else None
    spoken = _SPOKEN.match(part)
    word = spoken.group(1) if spoken else part
    language = _named(word) or (_tagged(word) if tags or spoken else None)
    if language is None:
        rest = re.match(r"(\S+)\s+(.+)\Z", part)
        language = language_tag(rest.group(1)) if rest and _RENDERED.match(rest.group(2)) else None
        return _with_part(dataclasses.replace(found, language=language), rest.group(2), tags) if language else None
    return dataclasses.replace(found, language=language) if found.language is None else None


def _with_rendering(found: Mark, rendered: re.Match[str]) -> Mark | None:
    rendering = "translated" if rendered["how"].lower().startswith("transl") else "interpreted"
    said: dict[str, object] = {}
    pieces = re.split(r"\b(by|from|of)\b", rendered["rest"], flags=re.I)
    if pieces[0].strip():  # "via interpreter F01"
        pieces = ["", "by", *pieces]
    for word, value in zip(pieces[1::2], pieces[2::2], strict=True):
        read = _said(word.lower(), value.strip(" :"))
        if read is None or read[0] in said:
            return None
        said[read[0]] = read[1]
    return dataclasses.replace(found, rendering=rendering, **said)


def _said(word: str, value: str) -> tuple[str, object] | None:
    if word == "by":
        return ("translated_by", value) if 0 < len(value) <= 60 else None
    number = _NUMBER.match(value)
    if number:
        return "translated_from", int(number.group(1))
    language = language_tag(value.removeprefix("the ").removesuffix(" original"))
    return ("put_from", language) if language else None


def _tagged(word: str) -> str | None:
    match = _TAG.match(word.strip())
    if not match or match.group(1).lower() not in _names():
        return None
    script, region = match.group(2) or "", match.group(3) or ""
    return match.group(1).lower() + script.title() + region.upper()


def _named(word: str) -> str | None:
    return _tags().get(" ".join(word.casefold().split()))


@functools.cache
def _names() -> dict[str, str]:
    from babel import Locale

    names = {code: name for code, name in Locale("en").languages.items() if code.isalpha()}
    return {"phr": "Pahari-Potwari", "syl": "Sylheti", "prs": "Dari", "kmr": "Kurmanji", **names}


@functools.cache
def _tags() -> dict[str, str]:
    return {name.casefold(): code for code, name in _names().items()} | _ALIASES
