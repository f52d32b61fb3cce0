"""One comparison of cases as it was asked for, with readers' words for its sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from useit_eval.evidence.qca.solutions import Expected
from useit_eval.evidence.qca.truth_table import TruthTable
from useit_eval.evidence.qca.wording import named
from useit_eval.ground.findings import Sentence


@dataclass(frozen=True)
class Asked:
    """One comparison as asked for: the calibrated cases' table, words for its sets, and what the sentences stand on."""

    table: TruthTable
    names: Mapping[str, str]
    expected: Expected
    ids: tuple[str, ...]
    anchors: Mapping[str, object] = field(default_factory=dict)
    halves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """Return the outcome in readers' words."""
        return named(self.table.outcome, self.names)

    def say(self, told: str) -> Sentence:
        """Return a sentence that stands on the comparison's labels."""
        return Sentence(told, self.ids, explains=not self.ids)
