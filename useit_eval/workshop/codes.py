"""Codes that a person can read out and type: four words of a list, and the long token that a picture carries."""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from importlib import resources

WORDS_IN_A_CODE = 4
LONGEST = 120


@functools.cache
def words() -> tuple[str, ...]:
    """Return the list of words: short, plain, British, none a letter away from another, none that begins another.

    More than 1,024, so that four of them are one of 2**40 and more. Written for this package.
    """
    text = resources.files("useit_eval.workshop").joinpath("words.txt").read_text("utf-8")
    return tuple(text.split())


def make_code() -> str:
    """Return a new code of four words, drawn from the system's source of chance."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS_IN_A_CODE))


def make_token() -> str:
    """Return a new token of 192 bits, for a link that nobody types."""
    return secrets.token_urlsafe(24)


def tidy_code(typed: str) -> str:
    """Return a code as it is kept: lower case, single blanks, whatever stood between the words.

    Example:
        >>> tidy_code(" Apple-river, LAMP  moss.")
        'apple river lamp moss'
    """
    return " ".join(re.findall(r"[a-z]+", typed[:LONGEST].lower()))


def digest(secret: str) -> str:
    """Return what is kept of a secret that need not be shown again."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def find(given: str, held: Sequence[str]) -> int | None:
    """Return the place of a secret among those held, or None; it takes as long whichever it is, or if it is none."""
    wanted, found = digest(given).encode(), None
    for place, secret in enumerate(held):
        if hmac.compare_digest(wanted, digest(secret).encode()):
            found = place
    return found
