"""Characters that nobody sees and that turn or hide what stands beside them, found and named.

Marks that languages need are no fault: the joiners of Persian and Indian scripts, the marks that show a direction
without forcing it, the soft hyphen; and those that make the flags of nations.
"""

from __future__ import annotations

import re
import unicodedata

TURNS_OR_HIDES = r"\u200b\u2060-\u2064\u202a-\u202e\u2066-\u206f\ufff9-\ufffb"
"""Direction overrides, embeddings and isolates and blanks of no width, for a class of a regular expression."""
TAGS = "".join(rf"(?<!\U0001f3f4.{{{many}}})" for many in range(6)) + r"[\U000e0000-\U000e007f]"
"""Tags, for an alternative of a regular expression; the six behind a black flag make it Scotland's, Wales' or England's."""
IN_CELLS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{TURNS_OR_HIDES}]|{TAGS}")
"""The same and control characters; a cell may hold tabs and line ends."""
_TURNING = re.compile(f"[{TURNS_OR_HIDES}]|{TAGS}")
NEXT = "Delete it and type the place anew."


def named(sign: str) -> str:
    """Return what is wrong with a character, its number and, where it has one, its name.

    Example:
        >>> named("\\u202e"), named("\\x07")
        ('a character that cannot be seen (U+202E, right-to-left override)', 'a character that cannot be seen (U+0007)')
    """
    name = unicodedata.name(sign, "").lower()
    return f"a character that cannot be seen (U+{ord(sign):04X}{f', {name}' if name else ''})"


def escaped(written: str) -> str:
    """Return YAML in which such characters, which are then in double quotes, are written so that a person sees them.

    Example:
        >>> escaped('"a\\u202eb"')
        '"a\\\\u202Eb"'
    """
    return _TURNING.sub(lambda found: f"\\{'u' if found[0] <= chr(0xFFFF) else 'U000'}{ord(found[0]):04X}", written)
