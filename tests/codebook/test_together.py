"""Checks over several files: labels are given once, and what bears on a theory exists."""

from __future__ import annotations

from useit_eval.codebook import check_labels, load_bearing, load_claims


def test_files_that_hold_together_pass(put):
    claims, bearing = load_claims(put("claims")), load_bearing(put("bearing"))
    assert check_labels({"a.yaml": claims}, bearing={"b.yaml": bearing}, figures=["F003"]) is None


def test_a_label_used_in_two_files_is_refused(put, said):
    claims = load_claims(put("claims"))
    assert said(check_labels, {"a.yaml": claims, "b.yaml": claims}) == (
        "b.yaml: the label 'C001' is also in a.yaml. Give each claim its own."
    )


def test_the_line_is_told_where_the_folder_is_known(put, said):
    claims, path = load_claims(put("claims")), put("bearing", ("claim: C001", "claim: C007"))
    line = path.read_text(encoding="utf-8").split("C007")[0].count("\n") + 1
    told = said(check_labels, {"a.yaml": claims}, bearing={path.name: load_bearing(path)}, folder=path.parent)
    assert told.startswith(f"{path.name}, line {line}: the claim 'C007', said to bear on LE1, does not exist")


def test_a_figure_or_claim_that_does_not_exist_is_refused(put, said):
    claims, bearing = load_claims(put("claims")), load_bearing(put("bearing"))
    files = {"a.yaml": claims}
    assert said(check_labels, files, bearing={"b.yaml": bearing}, figures=["F033"]) == (
        "b.yaml: the figure 'F003', said to bear on LE1, does not exist. Closest: 'F033'."
    )
    other = load_bearing(put("bearing", ("claim: C001", "claim: C007")))
    assert said(check_labels, files, bearing={"b.yaml": other}) == (
        "b.yaml: the claim 'C007', said to bear on LE1, does not exist. Closest: 'C001'."
    )
