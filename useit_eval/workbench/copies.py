"""The same talk in another file: told, because one interview in two files must not count as two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from useit_eval.store import lookups

if TYPE_CHECKING:
    from useit_eval.sources.texts import SourceImport
    from useit_eval.store.database import Store

# Runs that begin with a long word: few enough to compare at once, and the same however lines are broken.
_RUN = re.compile(r"\w{8,}(?:\W+\w+){3}")
_WORD = re.compile(r"\w+")
_FEWEST_RUNS = 10
_ALIKE = 0.6
_LENGTHS = 0.8  # a text shorter than this part of the other is no copy of it
Runs = frozenset[str]


def runs_of(text: str) -> Runs:
    """Return the runs of four words that begin with a long one, by which two texts are compared.

    Example:
        >>> sorted(runs_of("She was introduced to the ward; everything went well at last."))
        ['everything went well at', 'introduced to the ward']
    """
    return frozenset(" ".join(_WORD.findall(found.group())).casefold() for found in _RUN.finditer(text))


def is_copy(one: Runs, other: Runs) -> bool:
    """Return whether two texts have most of their runs in common; never so of texts with fewer than ten."""
    fewer = min(len(one), len(other))
    return fewer >= _FEWEST_RUNS and len(one & other) >= _ALIKE * fewer


class Copies:
    """The runs of the texts that a study holds, worked out when first asked for."""

    def __init__(self, store: Store) -> None:
        self._store, self._runs = store, dict[str, Runs]()

    def label_of(self, found: SourceImport, lengths: Mapping[str, tuple[str, int]]) -> str | None:
        """Return the label of a source whose words are nearly those of a file, or None.

        ``lengths`` gives label and characters of each source by its id; texts of quite another length are not looked at.
        """
        near = {id: label for id, (label, size) in lengths.items() if _near(size, found.characters)}
        if not near:
            return None
        self._read([id for id in near if id not in self._runs])
        mine = runs_of(found.text)
        return next((label for id, label in near.items() if is_copy(mine, self._runs[id])), None)

    def keep(self, source_id: str, text: str) -> None:
        """Remember a text that has just come in."""
        self._runs[source_id] = runs_of(text)

    def _read(self, ids: list[str]) -> None:
        held = lookups.texts_now(self._store, ids) if ids else {}
        self._runs.update({id: runs_of(held.get(id, "")) for id in ids})


def _near(one: int, other: int) -> bool:
    return min(one, other) >= _LENGTHS * max(one, other) > 0
