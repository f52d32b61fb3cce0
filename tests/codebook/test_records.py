"""How an error is told: the same few sentences for every kind of file, each with file, line and remedy."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from useit_eval.codebook import load_codebook, load_study
from useit_eval.codebook.records import closest


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("title: Harbour\n", "titel: Harbour\n", "line 2: 'titel' is not a key of this entry. Closest: 'title'."),
        ("title: Harbour\n", "", "line 1: 'title' is missing. Add a line 'title: ...' to the entry that begins here."),
        ("title: Harbour\n", "title:\n", "line 2: 'title' is empty. Write it, or take the line out if it may be left out."),
        ("title: Harbour\n", "title: '  '\n", "line 2: title is empty. Write it, or take the line out if it may be left out."),
        ("title: Harbour\n", "title: 2.10\n", "line 2: 'title' should be text, found 2.10. Put it in quotes: \"2.10\"."),
        ("title: Harbour\n", "title: [a]\n", "line 2: 'title' should be one text. Take out the list or the keys below it."),
        ("seed: 7", "seed: seven", "line 9: 'seed' should be a whole number, found 'seven'. Write digits only, without quotes."),
        ("seed: 7", "seed: 7.5", "line 9: 'seed' should be a whole number, found '7.5'. Write digits only, without quotes."),
        ("seed: 7", "seed: -7", "line 9: 'seed' should be at least 0, found -7. Correct the number."),
        ("seed: 7", "seed: 7\npractice: no", "line 10: 'practice' should be true or false, found 'no'. Write true or false, without quotes."),
        ("as_of: 2024-01-31", "as_of: 31.1.2024", "line 8: as_of '31.1.2024' is not a day. Write year, month and day like this: 2024-01-31."),
        ("as_of: 2024-01-31", "as_of: 2024-02-30", "line 8: as_of '2024-02-30' is not a day. Write year, month and day like this: 2024-01-31."),
        ("template: CMO", "template: CMOO", "line 6: template 'CMOO' is not one of the words allowed here. Closest: 'CMO'."),
        ("locale: en_GB", "locale: English", "line 7: locale 'English' is not a locale. Write language and country like this: en_GB."),
        ("id: meeting", "id: Meeting", "line 14: id 'Meeting' is not an id. Use lower-case letters, digits and _, starting with a letter."),
        ("  - id: meeting\n", "  - meeting\n  - id: meeting\n", "line 14: 'strands' should be an entry of 'key: value' lines, found 'meeting'. See the commented template of this file."),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_line_and_remedy(put, said, old, new, sentence):
    assert said(load_study, put("study", (old, new))) == f"study.yaml, {sentence}"


def test_a_list_that_is_no_list_is_explained(put, said):
    path = put("study", text="format: useit-study/1\nstrands: learning\n")
    assert said(load_study, path).startswith("study.yaml, line 1: 'title' is missing.")
    path = put("codebook", text="format: useit-codebook/1\ncodes: trust\n")
    assert said(load_codebook, path) == (
        "codebook.yaml, line 2: 'codes' should be a list, found 'trust'. "
        "Begin each entry on a line of its own with '- ', or write [one, two]."
    )


def test_the_first_fault_of_the_file_is_told_first(put, said):
    path = put("codebook", ("name: Trust\n", "nane: Trust\n"), ("horizon: short", "horizon: soon"))
    assert "line 5: 'nane' is not a key" in said(load_codebook, path)


def test_a_text_with_braces_is_shown_as_it_stands(put, said):
    assert "template '{title}' is not one of" in said(load_study, put("study", ("template: CMO", 'template: "{title}"')))


def test_records_are_frozen(put):
    study = load_study(put("study"))
    with pytest.raises(ValidationError):
        study.title = "Other"
    assert isinstance(study.strands, tuple)


def test_the_closest_word_or_the_first_few_are_offered():
    assert closest("trust", ["pride", "trust_in_staff"]) == "Closest: 'trust_in_staff'."
    assert closest("zzz", list("abcdefghij")) == "Known: a, b, c, d, e, f, g, h and 2 more."
    assert closest("zzz", []) == "None is known yet."
