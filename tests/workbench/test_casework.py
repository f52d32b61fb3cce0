import pandas as pd

from useit_eval.workbench import show_gaps

GAPS = pd.DataFrame(
    [
        ("CA1", "nurse", "language", "under way", True, "", "the community's side"),
        ("CA1", "nurse", "loan", "stopped", True, "LO1", ""),
        ("CA2", "doctor", "language", "done", False, "", "nobody"),
        ("CA2", "doctor", "loan", "not on record", True, "", "the employer's side"),
    ],
    columns=["label", "profession", "gap", "state", "open", "with", "waits_for"],
)


def test_each_person_has_one_row_and_what_is_done_is_an_empty_cell():
    (finding,) = show_gaps(GAPS).findings
    assert finding.table.columns == ("Person", "Profession", "Language", "Loan")
    assert finding.table.rows == (
        ("CA1", "nurse", "under way; waits for the community's side", "stopped (LO1)"),
        ("CA2", "doctor", "", "not on record; waits for the employer's side"),
    )
    assert finding.sentences[0].text.startswith("3 gaps of 2 people. Nobody is ranked")


def test_without_anybody_the_list_says_so_and_stays_empty():
    (finding,) = show_gaps(GAPS.head(0)).findings
    assert finding.table.rows == ()
    assert finding.sentences[0].text == "Nobody stands in the register of candidates."
