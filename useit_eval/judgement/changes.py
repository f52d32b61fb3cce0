"""The changes under which ratings are proposed again: something left out, or a bar or a gate of the rubric moved."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.wording import number, plain
from useit_eval.judgement.rules import Rule, Rules

_LEFT_OUT = (
    ("source", "without source {}"),
    ("voice", "without voice {}"),
    ("coder", "without the claims linked by {}"),
)
_SHOWN = "without claims made after the theory was shown"


@dataclasses.dataclass(frozen=True)
class Change:
    """One change: rows left out where ``column`` holds ``value``, or other ``rules`` in which those at ``places`` differ.

    ``kind`` is source, voice, theory_shown, coder, bar or gate; ``says`` tells a reader; ``places`` count over `Rules.every`.
    """

    says: str
    kind: str
    column: str = ""
    value: str = ""
    rules: Rules | None = None
    places: tuple[int, ...] = ()


def changes_of(bearing: pd.DataFrame, rules: Rules) -> list[Change]:
    """Return every change tried: without each source, voice, coder and what was said after the theory was shown, each bar
    that a rule names a step lower and higher (one, or a tenth for a share), and each gate's cap a step lower and higher
    and the gate off. ``bearing`` as from `evidence.bear`. Without a voice: its claims and the figures stay as they are.
    """
    return [*_without(bearing), *_bars(rules), *_gates(rules)]


def _without(bearing: pd.DataFrame) -> Iterator[Change]:
    for column, says in _LEFT_OUT:
        named = sorted(set(bearing[column]) - {""}) if column in bearing else []
        for value in named:
            yield Change(says.format(plain(value) if column == "coder" else value), column, column, value)
    if (bearing["elicitation"] == "theory_shown").any():
        yield Change(_SHOWN, "theory_shown", "elicitation", "theory_shown")


def _bars(rules: Rules) -> Iterator[Change]:
    for name, value in rules.thresholds.items():
        places = tuple(at for at, rule in enumerate(rules.every) if any(need.threshold == name for need in rule.needs))
        step = 0.1 if 0 < value < 1 else 1
        for word, other in (("lower", max(0, value - step)), ("higher", value + step)):
            if other != value and places:
                says = f"with the bar “{plain(name)}” {word}: {number(round(other, 2))}, not {number(value)}"
                yield Change(says, "bar", rules=_with_bar(rules, name, other), places=places)


def _with_bar(rules: Rules, name: str, bound: float) -> Rules:
    def moved(rule: Rule) -> Rule:
        """Return a rule with the bar moved in each need that names it."""
        needs = (dataclasses.replace(n, bound=float(bound)) if n.threshold == name else n for n in rule.needs)
        return dataclasses.replace(rule, needs=tuple(needs))

    groups = {group: tuple(map(moved, getattr(rules, group))) for group in ("conditions", "gates", "beside")}
    return dataclasses.replace(rules, thresholds={**rules.thresholds, name: bound}, **groups)


def _gates(rules: Rules) -> Iterator[Change]:
    """Give each gate a cap a step lower, a step higher, and none at all: a cap at the top of the ladder lowers nothing."""
    for at, gate in enumerate(rules.gates):
        step = terms.LADDER.index(gate.rating)
        caps = {"off": len(terms.LADDER) - 1, "lower": step - 1, "higher": step + 1}
        for word, cap in caps.items():
            if cap < 0 or cap == step or (word == "higher" and cap == caps["off"]):
                continue
            told = f", {plain(terms.LADDER[cap])}, not {plain(gate.rating)}" if word != "off" else ""
            says = f"with the gate “{plain(gate.id)}” {'off' if word == 'off' else f'capping a step {word}'}{told}"
            other = dataclasses.replace(gate, rating=terms.LADDER[cap])
            gates = (*rules.gates[:at], other, *rules.gates[at + 1 :])
            yield Change(
                says, "gate", rules=dataclasses.replace(rules, gates=gates), places=(len(rules.conditions) + at,)
            )
