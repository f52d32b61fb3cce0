"""E-mails (.eml): subject, sender and date as the first lines, then the message; attachments are named, never read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats import encodings

_HEADERS = ("Subject", "From", "Date")
MOST_PARTS = 500
_WORDS = ("text/plain", "text/html")
MOST_HEADER = 10_000
_LONG = re.compile(rb"(?i)(?:\A|\n)content-[a-z-]{1,30}:(?:[^\n]|\n[ \t]){%d}" % MOST_HEADER)
_AGAIN = "Save it again from the mail program, as .eml."


def read_mail(raw: bytes, *, where: str) -> Draft:
    """Return an e-mail's text: lines for subject, sender and date, a blank line, and the message with what it quotes.

    The plain form of the message is taken, and the web form where there is no other. Attachments and attached e-mails
    are listed by name among the changes. Raises InputRefused for what is no e-mail, for encrypted messages, and for
    more than 500 parts.
    """
    message = _parsed(raw, where)
    if not any(message.get(name) for name in (*_HEADERS, "Received", "Message-ID")):
        raise InputRefused("it is no e-mail: subject, sender and date are missing", where, _AGAIN)
    parts = list(_parts(message, where))
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        raise InputRefused("the e-mail is encrypted", where, "Open it in the mail program and save its text.")
    drafts = [_draft(part, where) for part in _chosen(message)]
    head = "".join(f"{name}: {_header(message, name)}\n" for name in _HEADERS if message.get(name))
    body = "\n\n".join(draft.text.strip("\n") for draft in drafts)
    attached = [_name(part) for part in parts if _is_attached(part) or part.get_content_type() not in _WORDS]
    noun = "attachment" if len(attached) == 1 else "attachments"
    changes = [f"{noun} left out: {', '.join(attached[:20])}"] if attached else []
    changes += [change for draft in drafts for change in draft.changes]
    doubts = tuple(doubt for draft in drafts for doubt in draft.doubts)
    return encodings.tidy(f"{head}\n{body}\n" if body else head, where=where, changes=tuple(changes), doubts=doubts)


def _parsed(raw: bytes, where: str) -> Message:
    if _LONG.search(raw):  # the library takes time by the square of its length
        raise InputRefused(f"a line at the head of a part is longer than {MOST_HEADER:,} bytes", where, _AGAIN)
    try:
        return message_from_bytes(raw, policy=policy.compat32)
    except (RecursionError, MessageError, ValueError, LookupError):
        raise InputRefused("the e-mail is damaged, or nested too deep", where, _AGAIN) from None


def _parts(message: Message, where: str) -> Iterator[Message]:
    """Yield the parts that hold no parts themselves, in order; an attached e-mail is one part."""
    waiting, seen = [message], 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS:
            raise InputRefused(f"the e-mail has more than {MOST_PARTS} parts", where, _AGAIN)
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting[:0] = inner
        else:
            yield part


def _is_attached(part: Message) -> bool:
    named = part.get_filename() is not None
    return named or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"


def _chosen(part: Message) -> list[Message]:
    """Return the parts to read, in order: all that stand beside one another, and of two forms of the same the plain."""
    inner = part.get_payload()
    if part.get_content_maintype() != "multipart" or not isinstance(inner, list):
        return [part] if part.get_content_type() in _WORDS and not _is_attached(part) else []
    found = [chosen for each in inner if (chosen := _chosen(each))]
    if part.get_content_subtype() != "alternative":
        return [each for chosen in found for each in chosen]
    plain = (chosen for chosen in found if any(_is_plain(each) for each in chosen))
    return next(plain, found[-1] if found else [])


def _is_plain(part: Message) -> bool:
    return part.get_content_type() == "text/plain" and bool((part.get_payload(decode=True) or b"").strip())


def _draft(part: Message, where: str) -> Draft:
    raw = part.get_payload(decode=True)
    raw = raw if isinstance(raw, bytes) else b""
    named = part.get_content_charset()
    encoding = (encodings.as_browsers_do(named, raw) or _unusual(named, raw)) if named else None
    decoded = encodings.read_plain(raw, where=where, encoding=encoding)
    if part.get_content_type() == "text/html":
        from useit_eval.sources.formats import web

        page = web.read_page(decoded.text, where=where)
        return Draft(page.text, changes=page.changes, doubts=(*decoded.doubts, *page.doubts))
    said = tuple(change for change in decoded.changes if not change.startswith(("read as", "line ends")))
    return Draft(decoded.text, changes=said, doubts=decoded.doubts)


def _unusual(named: str, raw: bytes) -> str | None:
    """Return an encoding that pages never bear and e-mails may: UTF-7, and UTF-16 or UTF-32 packed as base64."""
    try:
        known = codecs.lookup(named).name
        raw.decode(known)
    except (LookupError, UnicodeError):
        return None
    return known if known.startswith(("utf-7", "utf-16", "utf-32")) else None


def _name(part: Message) -> str:
    name = part.get_filename() or part.get_content_type()
    clean = "".join(sign for sign in _words(name) if sign.isprintable())
    return clean[:100]


def _header(message: Message, name: str) -> str:
    return " ".join(_words(_raw_header(message, name)[:MOST_HEADER]).split())


def _raw_header(message: Message, name: str) -> str:
    """Return a header as the file has it; letters that it writes without saying how are UTF-8."""
    value = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _words(value: str) -> str:
    """Return a header's words, decoded where it says how; what cannot be decoded stands as U+FFFD."""
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        return value
    return "".join(_piece(words, charset) for words, charset in pieces)


def _piece(words: bytes | str, charset: str | None) -> str:
    if isinstance(words, str):
        return words.encode("utf-8", "replace").decode("utf-8", "replace")
    if charset is None:  # as the library hands back what stands beside encoded words
        return words.decode("raw-unicode-escape", "replace")
    found = encodings.as_browsers_do(charset, words)
    return words.decode(found or "utf-8", "replace")
