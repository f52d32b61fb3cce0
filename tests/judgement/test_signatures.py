"""Signed ratings stand beside the proposal, and nobody signs nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.evidence.rows import make_bearing, make_theories
from tests.judgement.rubrics import RUBRIC
from useit_eval.ground.errors import InputRefused
from useit_eval.judgement import (
    check_signature,
    profile_theories,
    propose,
    signed_ratings,
    tell_ratings,
    tell_signatures,
)

THEORIES = make_theories({"theory_id": "N1", "version": 2}, {"theory_id": "N2"})
PROPOSED = pd.DataFrame({"theory_id": ["N1", "N2"], "rating": ["emerging", "supported"]})


def _signed(*rows: str) -> pd.DataFrame:
    """Rows such as "N1 2 supported Ada: because", recorded a day apart."""
    made = []
    for number, row in enumerate(rows, start=1):
        said, _, reason = row.partition(": ")
        theory, version, rating, rater = said.split(maxsplit=3)
        made.append({
            "theory_id": theory, "theory_version": int(version), "rating": rating, "rater": rater, "reason": reason,
            "recorded_at": f"2026-11-{number:02}T09:00:00Z",
        })  # fmt: skip
    columns = ["theory_id", "theory_version", "rating", "rater", "reason", "recorded_at"]
    return pd.DataFrame(made, columns=columns)


def _tell(*rows: str) -> dict:
    return {finding.theory: finding for finding in tell_signatures(_signed(*rows), PROPOSED, THEORIES)}


def _text(finding) -> str:
    return " ".join(sentence.text for sentence in finding.sentences)


@pytest.mark.parametrize(("given", "told"), [
    ({"rater": ""}, "signed by nobody"), ({"rater": " - "}, "signed by nobody"), ({"rater": "Nobody"}, "signed by nobody"),
    ({"rater": None}, "signed by nobody"), ({"reason": "  "}, "without a reason"), ({"reason": "..."}, "without a reason"),
    ({"rating": "suported"}, "'suported' is not one of the rubric's. Closest: 'supported'"), ({"rating": ""}, "no rating is given"),
])  # fmt: skip
def test_a_rating_by_nobody_without_a_reason_or_of_another_word_is_refused_with_its_place(given, told):
    row = {"rating": "supported", "reason": "Three tell it.", "rater": "Ada", **given}
    with pytest.raises(InputRefused) as caught:
        check_signature("N1", 2, **row, where="signatures.xlsx, row 4")
    assert str(caught.value).startswith("signatures.xlsx, row 4: ") and told in str(caught.value)


@pytest.mark.parametrize(("theory", "version", "told"), [
    ("N9", 1, "'N9' is not a theory. Closest: 'N"), ("N1", "first", "'first' is not a version"), ("N1", 1, "N1 stands at version 2, the signature is for version 1"),
])  # fmt: skip
def test_only_the_current_version_of_a_known_theory_is_signed(theory, version, told):
    with pytest.raises(InputRefused, match=told):
        check_signature(theory, version, rating="supported", reason="So.", rater="Ada", theories=THEORIES)


def test_a_signature_comes_back_trimmed_and_whole():
    row = check_signature("N1", 2, rating="supported", reason=" Three\n tell it. ", rater=" Ada  B ", theories=THEORIES)
    assert row == {
        "theory_id": "N1", "theory_version": 2, "rating": "supported", "reason": "Three tell it.", "rater": "Ada B"
    }  # fmt: skip


def test_a_rater_who_signs_again_counts_once_and_the_last_word_stands():
    rows = signed_ratings(_signed("N1 2 emerging Ada: first", "N1 2 supported ada: second"), THEORIES)
    assert rows[["rating", "reason"]].to_numpy().tolist() == [["supported", "second"]]


def test_nobody_has_signed_is_said():
    told = _tell()["N1"]
    assert "Nobody has signed" in _text(told) and told.data["signed"] == 0 and told.data["raters_agree"] is None


def test_one_rater_is_told_with_the_reason_in_full_and_the_second_is_missed():
    told = _tell("N1 2 supported Ada: I read all five. Two saw it.")["N1"]
    assert "Ada signs for version 2 on 1 November 2026: supported. I read all five. Two saw it." in _text(told)
    assert "One person has signed; a second has not. It is rated other than the rubric, which proposes emerging." in _text(told)
    assert told.data == {"signed": 1, "earlier": 0, "raters_agree": None, "agrees_with_proposal": False}


def test_two_raters_who_agree_with_each_other_and_the_rubric():
    told = _tell("N1 2 emerging Ada: a", "N1 2 emerging Ben: b")["N1"]
    assert "The 2 raters agree. They rate it as the rubric proposes." in _text(told)
    assert told.data["raters_agree"] is True and told.data["agrees_with_proposal"] is True


def test_two_raters_who_differ_are_both_kept_beside_the_proposal():
    told = _tell("N1 2 emerging Ada: a", "N1 2 contested Ben: b")["N1"]
    assert "The raters differ: Ada says emerging and Ben says contested." in _text(told)
    assert "The rubric proposes emerging. All of them are kept." in _text(told)
    assert told.data["raters_agree"] is False and told.data["agrees_with_proposal"] is False


def test_a_signature_on_an_older_version_is_shown_as_such_and_does_not_count():
    told = _tell("N1 1 supported Ada: before")["N1"]
    assert "Ada signed version 1 as supported; the theory now stands at version 2" in _text(told)
    assert (told.data["signed"], told.data["earlier"]) == (0, 1)


def test_the_proposal_and_the_rows_given_are_left_as_they_were():
    signed, proposed = _signed("N1 2 contested Ada: a"), PROPOSED.copy()
    before = signed.copy()
    tell_signatures(signed, proposed, THEORIES)
    assert signed.equals(before) and proposed.equals(PROPOSED)


def test_the_signature_of_a_theory_that_is_gone_is_left_out():
    assert signed_ratings(_signed("X1 1 supported Ada: a"), THEORIES).empty


def test_what_somebody_signed_is_not_called_unsigned_and_an_earlier_version_is_no_signature():
    bearing = make_bearing(("S1 c:poor r:course o:job",), ("N2 C001 supports",))
    profiles = profile_theories(bearing, THEORIES)
    ratings = propose(profiles, RUBRIC)

    def told(*rows: str) -> dict:
        """Return each rating's first sentence and each ladder's legend, by key."""
        found = tell_ratings(ratings, profiles, bearing, THEORIES, strands={"north": "North"}, signed=_signed(*rows))
        return {one.key: one.figure.legend if one.figure else one.sentences[0].text for one in found}

    for rows in ((), ("N1 1 emerging Ada: because",)):
        assert all(words.startswith("Proposed by rubric, not signed") for words in told(*rows).values())
    after = told("N1 2 emerging Ada: because")
    assert after["judgement.rating.N1"].startswith("Proposed by rubric: ")
    assert after["judgement.rating.N2"].startswith("Proposed by rubric, not signed: ")
    assert after["judgement.ladder"].startswith("Proposed by rubric. ")
