"""Rich text (.rtf): groups, code pages and Unicode by the format's rules; hidden and deleted text never as speech.

The library for the format (striprtf) prints hidden text and tracked deletions as if they had been said, and drops
notes without a word, so that the walk is our own; tests hold the two against each other on plain documents.
"""

from __future__ import annotations

import copy
import dataclasses
from collections import Counter

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats import rtf_words
from useit_eval.sources.formats.encodings import tidy
from useit_eval.sources.formats.word_told import plural

MOST_GROUPS = 5_000
MOST_IN_ALL = 2_000_000
_SAVE = "Open it in a word processor and save it again."


@dataclasses.dataclass(slots=True)
class _State:
    """What holds within a group and ends with it."""

    passed: bool = False
    left_out: str | None = None
    aside: str | None = None
    fonts: bool = False
    skip: int = 1
    font: int | None = None


def read_rtf(raw: bytes, *, where: str) -> Draft:
    """Return the text of a rich text document, by the rules of ``read_docx``; what is left out is told.

    Raises InputRefused for what is no rich text and for groups nested more than 5,000 deep or more than
    2,000,000 of them.
    """
    if not raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise InputRefused("it is no rich text, or a damaged one", where, _SAVE)
    if (groups := raw.count(b"{")) > MOST_IN_ALL:
        raise InputRefused(f"it has {groups:,} groups; the limit is {MOST_IN_ALL:,}", where, _SAVE)
    walk = _Walk(raw, where)
    text = walk.read()
    told = rtf_words.TOLD.items()
    changes = tuple(f"{plural(walk.met[key], noun)} {rest}" for key, (noun, rest) in told if walk.met[key])
    return tidy(text, where=where, changes=changes, doubts=walk.doubts())


class _Walk:
    """One pass over the tokens of a document; what is met on the way is counted."""

    def __init__(self, raw: bytes, where: str) -> None:
        self.met: Counter[str] = Counter()
        self._raw, self._where = raw, where
        self._state, self._stack = _State(), list[_State]()
        self._made: list[str] = []
        self._aside: list[str] = []
        self._notes: list[str] = []
        self._boxes: list[str] = []
        self._bytes = bytearray()
        self._surrogate = 0
        self._codepage, self._fonts = "cp1252", dict[int, str]()
        self._usual = -1  # the font that holds where none is named
        self._defined: int | None = None  # the font that the font table is defining
        self._left = 0  # signs still to pass by after \u
        self._starred = False
        self._gone: str | None = None  # why the last words were left out, to count stretches

    def read(self) -> str:
        """Return the text of the outermost group, ending in a line end."""
        at, match = 0, rtf_words.TOKENS.match
        while token := match(self._raw, at):
            at = token.end()
            word, number, byte, sign, brace, plain = token.groups()
            if plain is not None:
                self._take(plain)
            elif word == b"u" and not self._starred and not self._left:
                if self._bytes:
                    self._flush()
                self._unicode(int(number or 0))
            elif word is not None:
                at += self._obey(word, None if number is None else int(number))
            elif byte is not None:
                self._take_byte(int(byte, 16))
            elif sign is not None:
                self._escape(sign)
            elif brace is not None and not self._nest(brace):
                self.met["behind"] += bool(self._raw[at:].strip(b"}\x00\r\n\t \x1a"))
                break
        self._flush()
        self._settle()
        text = "".join(self._made)
        return text if text.endswith("\n") or not text else text + "\n"

    def doubts(self) -> tuple[str, ...]:
        """Return what a person should look at."""
        found = []
        if lost := self.met["undecodable"]:
            found.append(f"{plural(lost, 'sign')} could not be read in the code page that the file names (U+FFFD)")
        if self.met["symbol"]:
            found.append(f"{plural(self.met['symbol'], 'stretch of text')} in a symbol font may read as other letters")
        if self.met["behind"]:
            found.append("something stands after the end of the document and was left out: look at the end of the file")
        if self._stack:
            found.append("the file ends before all its groups are closed: it may be cut off")
        return tuple(found)

    def _nest(self, brace: bytes) -> bool:
        """Open or close a group; return False at the end of the outermost."""
        self._flush()
        self._left, self._starred = 0, False
        if brace == b"{":
            if len(self._stack) >= MOST_GROUPS:
                raise InputRefused(f"its groups are nested more than {MOST_GROUPS:,} deep", self._where, _SAVE)
            self._stack.append(self._state)
            self._state = copy.copy(self._state)
            return True
        if self._stack:
            was, self._state = self._state, self._stack.pop()
            if was.aside and not self._state.aside:
                self._end_aside(was.aside)
        return bool(self._stack)

    def _end_aside(self, kind: str) -> None:
        words, self._aside = "".join(self._aside).strip(), []
        if not words:
            return
        self.met[kind] += 1
        if kind == "note":
            self._notes.append(f" [note {self.met['note']}: {words}]")
        else:
            self._boxes.append(f"\n{words}")

    def _settle(self) -> None:
        """Put the notes and boxes of the paragraph that ends here."""
        if self._notes or self._boxes:
            self._made += [*self._notes, *self._boxes]
            self._notes, self._boxes = [], []

    def _obey(self, word: bytes, number: int | None) -> int:
        """Do what a control word says; return how many bytes of data follow it."""
        self._flush()
        if self._left:
            self._left -= 1
            return 0
        if self._starred:
            self._starred = False
            self._state.passed = self._state.passed or word not in rtf_words.STARRED_TEXT
            self.met["comment"] += word == b"annotation"
        if word == b"bin":
            return max(number or 0, 0)
        if word in rtf_words.PASSED:
            self._pass_by(word)
        elif word in rtf_words.SIGNS:
            self._write(rtf_words.SIGNS[word])
        else:
            self._set(word, number)
        return 0

    def _pass_by(self, word: bytes) -> None:
        if not self._state.passed:
            self.met["head"] += word.startswith((b"header", b"footer"))
            self.met["listed"] += word in (b"listtext", b"pntext")
        self._state.passed, self._state.fonts = True, word == b"fonttbl"

    def _set(self, word: bytes, number: int | None) -> None:
        state, on = self._state, number != 0
        if word in rtf_words.LEFT_OUT:
            why = rtf_words.LEFT_OUT[word]
            if on:
                state.left_out = why if state.left_out is None or why == "deleted" else state.left_out
            elif state.left_out == why:
                state.left_out = None
        elif word == b"u":
            self._unicode(number or 0)
        elif word == b"uc":
            state.skip = max(number or 0, 0)
        elif word in rtf_words.ASIDES:
            state.aside = state.aside or rtf_words.ASIDES[word]
        elif word == b"revised":
            self.met["added"] += on and not state.passed
        elif word in (b"row", b"nestrow"):
            self._end_row()
        else:
            self._set_letters(word, number)

    def _set_letters(self, word: bytes, number: int | None) -> None:
        state = self._state
        if word == b"f" and state.fonts:
            self._defined = number
        elif word == b"f":
            state.font = number
            self.met["symbol"] += not state.passed and self._fonts.get(number or 0) == "symbol"
        elif word == b"fcharset" and state.fonts and self._defined is not None:
            self._fonts[self._defined] = rtf_words.CHARSETS.get(number or 0, "")
        elif word == b"plain":
            state.font = None
            state.left_out = None if state.left_out == "hidden" else state.left_out
        elif word == b"deff":
            self._usual = number or 0
        elif word in (b"ansicpg", b"mac", b"pc", b"pca"):
            self._codepage = rtf_words.codepage(word, number)

    def _take(self, plain: bytes) -> None:
        if self._left:
            passed = min(self._left, len(plain))
            self._left -= passed
            plain = plain[passed:]
        if not self._state.passed:
            self._bytes += plain

    def _take_byte(self, byte: int) -> None:
        if self._left:
            self._left -= 1
        elif not self._state.passed:
            self._bytes.append(byte)

    def _escape(self, sign: bytes) -> None:
        self._flush()
        if self._left:
            self._left -= 1
        elif sign == b"*":
            self._starred = True
        elif sign in rtf_words.ESCAPED:
            self._write(rtf_words.ESCAPED[sign])

    def _unicode(self, number: int) -> None:
        code, self._left = number % 0x10000, self._state.skip
        if 0xD800 <= code < 0xDC00:
            self._surrogate = code
            return
        if 0xDC00 <= code < 0xE000 and self._surrogate:
            code = 0x10000 + ((self._surrogate - 0xD800) << 10) + code - 0xDC00
            self._surrogate = 0
        self._write(self._sound(chr(code)))

    def _flush(self) -> None:
        if not self._bytes:
            return
        raw, self._bytes = bytes(self._bytes), bytearray()
        named = self._fonts.get(self._state.font if self._state.font is not None else self._usual)
        name = named if named and named != "symbol" else self._codepage
        self._write(self._sound(raw.decode(name, "replace")))

    def _sound(self, text: str) -> str:
        """Return the text with what is no letter of Unicode as U+FFFD, counted."""
        if text.isascii() and "\x00" not in text:
            return text
        sound = "".join("\ufffd" if sign == "\x00" or "\ud800" <= sign <= "\udfff" else sign for sign in text)
        self.met["undecodable"] += sound.count("\ufffd") * (not self._state.passed)
        return sound

    def _write(self, text: str) -> None:
        state = self._state
        if self._surrogate and not state.passed:  # half a sign whose other half never came
            self._surrogate, text = 0, "\ufffd" + text
            self.met["undecodable"] += 1
        if state.passed:
            return
        if state.left_out:
            self.met[state.left_out] += state.left_out != self._gone
            self._gone = state.left_out
            return
        self._gone = None
        if state.aside:
            self._aside.append(text)
            return
        if text in ("\n", "\t"):
            self._settle()
        self._made.append(text)

    def _end_row(self) -> None:
        """End a table's row, of which the last cell has left a TAB."""
        made = self._aside if self._state.aside else self._made
        if made and made[-1] == "\t":
            made.pop()
        made.append("\n")
