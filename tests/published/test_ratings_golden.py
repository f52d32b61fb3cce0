"""The shipped rubric proposes the rating agreed for each of the golden profiles, and every rating occurs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from useit_eval.codebook import load_rubric
from useit_eval.ground import terms
from useit_eval.judgement import MEASURES, propose

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = pd.read_csv(Path(__file__).with_name("ratings_golden.csv"), comment="#").fillna({"gate": ""})


def _profiles() -> pd.DataFrame:
    given = GOLDEN.drop(columns=["base", "rating", "gate"]).rename(columns={"profile": "theory_id"})
    both = given["supporting_claims"] + given["refuting_unexplained"]
    shares = {
        "share_observed": given["observed_claims"] / given["supporting_claims"],
        "share_against": given["refuting_unexplained"] / both,
    }
    return given.assign(**shares).reindex(columns=["theory_id", *MEASURES], fill_value=0)


RATED = propose(_profiles(), load_rubric(ROOT / "codebooks" / "useit" / "rubric.yaml", measures=MEASURES)).set_index(
    "theory_id"
)


@pytest.mark.parametrize("row", GOLDEN.to_dict("records"), ids=lambda row: row["profile"])
def test_each_profile_gets_its_base_rating_its_rating_and_its_gate(row):
    rated = RATED.loc[row["profile"]]
    assert (rated["base_rating"], rated["rating"], rated["gate"]) == (row["base"], row["rating"], row["gate"])


def test_there_are_twenty_profiles_or_more_and_every_rating_and_gate_occurs():
    assert len(GOLDEN) >= 20
    assert set(GOLDEN["rating"]) == set(terms.RATINGS)
    rubric = load_rubric(ROOT / "codebooks" / "useit" / "rubric.yaml")
    assert {gate.id for gate in rubric.gates} <= set(GOLDEN["gate"])
