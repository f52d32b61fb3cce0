"""A theory and its rivals side by side."""

from __future__ import annotations

import types

import pandas as pd

from tests.evidence.rows import make_bearing, make_theories
from useit_eval.judgement import tell_rivals
from useit_eval.judgement.rivals import for_rivals

WHOLE = "c:poor r:course o:job"
RIVALS = (
    types.SimpleNamespace(id="N1.R1", text="Friends do it.", state="kept", reason="One brought twenty."),
    types.SimpleNamespace(id="N1.R2", text="Money does it.", state="open", reason=None),
)
THEORY = types.SimpleNamespace(
    id="N1", strand="north", title="Courses help", plain="Courses help people.", current=types.SimpleNamespace(rivals=RIVALS)
)
THEORIES = types.SimpleNamespace(theories=(THEORY,), frame=lambda: make_theories({"theory_id": "N1"}))
RATED = pd.DataFrame({"theory_id": ["N1"], "rating": ["contested"]})


def _bearing() -> pd.DataFrame:
    made = make_bearing((f"S1 {WHOLE}", f"S2 {WHOLE}", f"S3 {WHOLE}"), ("N1 C001 supports", "N1 C002 refutes", "N1 C003 refines"))
    reasons = ["Course and job.", "A friend did it. Speaks for the rival N1.R1.", "Again. Speaks for the rival N1.R1."]
    return made.assign(reason=reasons)


def test_what_speaks_for_a_rival_is_read_from_the_reason_of_the_bearing():
    assert for_rivals(_bearing()) == {"N1.R1": ("C002", "C003")}


def test_an_older_version_and_a_record_that_is_gone_speak_for_nothing():
    old = _bearing().assign(theory_version=[1, 0, 1], known=[True, True, False])
    assert tell_rivals(old, RATED, THEORIES)[0].data["spoken_for"] == {"N1.R1": [], "N1.R2": []}


def test_theory_and_rivals_stand_side_by_side_with_state_reason_and_records():
    told = tell_rivals(_bearing(), RATED, THEORIES)[0]
    assert told.table.rows == (
        ("The theory itself", "Courses help people.", "proposed: contested", "1 record"),
        ("N1.R1", "Friends do it.", "Kept: One brought twenty", "2 records"),
        ("N1.R2", "Money does it.", "Open", "nothing on record"),
    )
    assert told.table.ids[1] == ("N1", "C002", "C003")


def test_the_sentence_names_the_states_and_the_rivals_that_records_speak_for():
    told = tell_rivals(_bearing(), RATED, THEORIES)[0]
    assert told.sentences[0].text == (
        "2 rival explanations stand beside it: 1 kept and 1 open. Records on file speak for N1.R1."
    )
    assert told.data["kept"] == ["N1.R1"] and told.data["open"] == ["N1.R2"] and told.data["dropped"] == []
