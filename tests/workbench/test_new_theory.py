"""A theory put forward in the form: shown before it is written, all else in the file as it was, and what lacks told."""

from __future__ import annotations

import html

import pytest

from tests.workbench.small_study import make
from useit_eval import codebook
from useit_eval.workbench import edit_theories, open_study

WHOLE = {
    "id": "LE3", "strand": "learning", "title": "Near by", "question": "What made you come?", "plain": "Near courses are reached.",
    "moves_rating": "People far away who come.", "if_": "courses are near", "then": "people come", "because": "they dare to",
    "context": "Earlier_Bad_Experience", "mechanism_reasoning": "feels_capable", "rivals": "They came for the coffee.\n\nFriends took them.",
    "move": "glean", "reason": "Said by several.", "evidence": "none yet", "author": "Ann Lee",
}  # fmt: skip


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """Give a small study in which nothing is ever written, for all refusals."""
    with open_study(root=make(tmp_path_factory.mktemp("lasting")).root) as opened:
        yield opened


def filled(bench, **changes):
    form = edit_theories(bench)
    form.fields["theory"].value = ""
    for name, value in {**WHOLE, **changes}.items():
        form.fields[name].value = value
    return form


def said(form) -> str:
    return html.unescape(form.message.value)


def test_a_new_theory_stands_at_the_end_of_the_file_and_all_else_is_as_it_was(bench, paths):
    path = paths.codebooks / "theory.yaml"
    before = path.read_bytes()
    form = filled(bench, plain="Near <b>courses</b>: reached.")
    assert form.write_button.disabled and form.preview()
    assert "LE3, new: Near by" in form.difference.value and "Near &lt;b&gt;courses" in form.difference.value
    assert path.read_bytes() == before
    assert form.save() and "LE3 version 1, by Ann Lee" in said(form)
    assert path.read_bytes().startswith(before.rstrip())
    made = codebook.load_theories(path, codebook=bench.codebook, study=bench.study).theory("LE3")
    assert (made.kind, made.strand, made.plain) == ("programme", "learning", "Near <b>courses</b>: reached.")
    assert [(rival.id, rival.state) for rival in made.current.rivals] == [("LE3.R1", "open"), ("LE3.R2", "open")]
    assert (made.current.version, made.current.move, made.current.evidence) == (1, "glean", ())
    assert form.given("theory") == "LE3" and form.fields["what"].layout.display is None
    audit = bench.load("audit")
    assert audit[audit["act"] == "edit file"]["record_key"].tolist() == ["theory.yaml LE3 version 1"]


def test_a_new_theory_can_be_given_its_next_version_at_once(bench):
    form = filled(bench)
    assert form.preview() and form.save()
    for name in ("then", "move", "reason", "evidence"):
        form.fields[name].value = {**WHOLE, "then": "people stay", "evidence": "C001"}[name]
    assert form.preview() and form.save()
    assert [version.then for version in bench.theories.theory("LE3").versions] == ["people come", "people stay"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": ""}, "the theory has no id"), ({"id": "le1"}, "the id 'le1' is another theory's. Give it one of its own. In use: LE1"),
        ({"id": "C001"}, "the id 'C001' is another record's"), ({"id": "c001"}, "the id 'c001' is another record's"),
        ({"id": "LE1.r1"}, "the id 'LE1.r1' is another record's"), ({"id": "few_ties"}, "the id 'few_ties' is another record's"),
        ({"id": "Learning"}, "the id 'Learning' is another record's"), ({"id": "3 courses"}, "'3 courses' is not an id of a theory"),
        ({"strand": ""}, "the theory has no strand"), ({"title": " "}, "the title is empty. Give it a short title."),
        ({"moves_rating": "..."}, "the moves_rating is empty. Say what evidence would move its rating."),
        ({"rivals": " \n"}, "the theory LE3 has no rival. Write at least one other explanation"),
        ({"because": ""}, "the 'because' is empty. Write it."), ({"move": ""}, "the version has no move"),
        ({"evidence": ""}, "names no evidence"), ({"context": "", "mechanism_reasoning": ""}, "the theory expects nothing"),
        ({"context": "earlier_bad_experiense"}, "Closest: 'earlier_bad_experience'"), ({"author": ""}, "nobody is named"),
        ({"question": "bell\x07"}, "cannot be seen (U+0007)"),
    ],
)  # fmt: skip
def test_what_a_new_theory_lacks_is_told_and_nothing_is_written(lasting, change, told):
    before = (lasting.paths.codebooks / "theory.yaml").read_bytes()
    form = filled(lasting, **change)
    assert not form.preview() and told in said(form)
    assert not form.save() and (lasting.paths.codebooks / "theory.yaml").read_bytes() == before


def test_nothing_of_the_theory_shown_before_slips_into_a_new_one_nor_back(lasting):
    form = edit_theories(lasting)
    assert form.given("if_") and form.fields["title"].layout.display == "none"
    form.fields["theory"].value = ""
    assert (form.given("if_"), form.given("context"), form.fields["title"].layout.display) == ("", "", None)
    assert form.fields["what"].layout.display == form.fields["rival_text"].layout.display == "none"
    form.fields["title"].value, form.fields["rivals"].value = "Left over", "Left over"
    form.fields["theory"].value = "LE1"
    assert form.given("if_") and form.given("title") == form.given("rivals") == ""
