"""Sensitivity the long way: every theory measured and rated again under every change. The oracle of the short way."""

from __future__ import annotations

from typing import Any

import pandas as pd

from useit_eval.judgement import profile_theories, propose, read_rules
from useit_eval.judgement.changes import Change, changes_of
from useit_eval.judgement.variation import COLUMNS


def vary_in_full(bearing: pd.DataFrame, theories: pd.DataFrame, rubric: Any) -> pd.DataFrame:
    """Return what `vary_ratings` returns, by proposing everything anew for each change."""
    rules = read_rules(rubric)
    standing = propose(profile_theories(bearing, theories), rules)
    moved = [_moved(change, standing, bearing, theories, rules) for change in changes_of(bearing, rules)]
    return pd.concat(moved, ignore_index=True) if moved else pd.DataFrame(columns=list(COLUMNS))


def _moved(change: Change, standing: pd.DataFrame, bearing: pd.DataFrame, theories: pd.DataFrame, rules: Any) -> pd.DataFrame:
    kept = bearing[bearing[change.column] != change.value] if change.column else bearing
    other = propose(profile_theories(kept, theories), change.rules or rules)
    beside = standing[["theory_id", "rating"]].assign(changed=other["rating"].to_numpy(), change=change.says, kind=change.kind)
    return beside.loc[beside["rating"] != beside["changed"], list(COLUMNS)]
