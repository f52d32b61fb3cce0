"""Versions and codes put into authored files: what is added can be read again, and nothing else moves."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house.tree import ROOT
from useit_eval import codebook
from useit_eval.codebook import edits
from useit_eval.ground.errors import InputRefused

THEORY = """\
format: useit-theory/1
# a remark at the top
theories:
  - id: T1   # the first
    strand: learning
    kind: programme
    title: One
    question: "Why?"
    plain: Plain.
    versions:
      - version: 1
        guid: 00000000-0000-4000-8000-000000000001
        if: a
        then: b
        because: c
        configuration: {context: [one]}
        rivals:
          - {id: T1.R1, text: Other., state: open}
        move: glean
        reason: |
          Two lines
          of it.
        evidence: none yet
        dated: '2024-01-31'
        author: ann   # who

      # a remark below
    moves_rating: More.

  - id: T2
    strand: learning
    kind: programme
    title: Two
    question: Why?
    plain: Plain.
    versions: [{version: 1, guid: 00000000-0000-4000-8000-000000000002, if: a, then: b, because: c, configuration: {context: [one]}, rivals: [{id: T2.R1, text: Other., state: open}], move: glean, reason: r, evidence: none yet, dated: '2024-01-31', author: ann}]
    moves_rating: More.
"""
CODES = """\
format: useit-codebook/1
codes:
  # the first
  - id: one
    guid: 00000000-0000-4000-8000-000000000003
    name: One
    kind: reasoning   # a kind
    definition: >
      folded
      words
    use_when: u
    do_not_use_when: "n"

  - id: two
    guid: 00000000-0000-4000-8000-000000000004
    name: Two
    kind: context
    level: individual
    definition: d
    use_when: u
    do_not_use_when: n
    retired: true  # since May"""
signs = st.characters(exclude_categories=("Cs", "Co", "Cn"))
texts = st.text(signs, min_size=1, max_size=60).map(str.strip).filter(bool) | st.sampled_from(
    ["=1+1", "'tis", '"', "a: b", "- a", "# no", "no", "1e3", "\u202eright to left", "שלום", "😀 " * 40 + "!", "long " * 90 + "end", "two\n\n  lines", "a\u2028b"]
)  # fmt: skip


def load(tmp_path, words, name="theory.yaml"):
    path = tmp_path / name
    path.write_bytes(words.encode("utf-8"))
    return codebook.load_theories(path) if name == "theory.yaml" else codebook.load_codebook(path)


def next_of(theory, **changes):
    now = theory.current
    return now.model_copy(update={"version": now.version + 1, "guid": str(uuid.uuid4()), **changes})


def test_a_version_stands_below_the_others_and_every_other_line_is_as_it_was(tmp_path):
    held = load(tmp_path, THEORY)
    version = next_of(held.theory("T1"), if_="A: new\nline", author="ben", evidence=("C001",))
    words = edits.with_versions(THEORY, [("T1", version)])
    assert load(tmp_path, words).theory("T1").versions == (*held.theory("T1").versions, version)
    head, tail = THEORY.split("# who\n")
    assert words.startswith(f"{head}# who\n      - version: 2\n        guid: ") and words.endswith(tail)
    assert load(tmp_path, words).theory("T2") == held.theory("T2")


def test_line_ends_of_windows_stay(tmp_path):
    version = next_of(load(tmp_path, THEORY).theory("T1"))
    words = edits.with_versions(THEORY.replace("\n", "\r\n"), [("T1", version)])
    assert "\n" not in words.replace("\r\n", "")
    assert load(tmp_path, words).theory("T1").current == version


def test_a_list_in_brackets_takes_no_version_and_says_so(tmp_path):
    version = next_of(load(tmp_path, THEORY).theory("T2"))
    with pytest.raises(InputRefused, match=r"theory.yaml, line 36: the list is written within \[ \]"):
        edits.with_versions(THEORY, [("T2", version)])


@given(texts, texts, texts)
@settings(max_examples=30)
def test_any_words_of_a_version_come_back_as_they_were_written(tmp_path_factory, one, two, three):
    folder = tmp_path_factory.mktemp("t")
    version = next_of(load(folder, THEORY).theory("T1"), if_=one, then=two, reason=three)
    assert load(folder, edits.with_versions(THEORY, [("T1", version)])).theory("T1").current == version


def test_a_changed_code_changes_its_own_lines_only_and_remarks_stay(tmp_path):
    words = edits.with_codes(
        CODES, {"one": {"definition": "new: words", "retired": True, "parent": "two"}, "two": {"retired": None}}
    )
    assert words == CODES.replace("definition: >\n      folded\n      words", "definition: 'new: words'").replace(
        "kind: reasoning   # a kind", "kind: reasoning   # a kind\n    parent: two"
    ).replace('"n"', '"n"\n    retired: true').replace("\n    retired: true  # since May", "\n")
    found = load(tmp_path, words, "codebook.yaml")
    assert found.code("one").retired and found.code("one").parent == "two" and not found.code("two").retired


def test_a_new_code_stands_at_the_end(tmp_path):
    code = {
        "id": "new",
        "guid": str(uuid.uuid4()),
        "name": "New",
        "kind": "reasoning",
        "definition": "d",
        "use_when": "u",
        "do_not_use_when": "n",
    }
    words = edits.with_codes(CODES, {}, added=[{**code, "retired": False, "parent": None}])
    assert words.startswith(CODES) and load(tmp_path, words, "codebook.yaml").code("new").name == "New"


@given(texts, texts)
@settings(max_examples=30)
def test_any_words_of_a_code_come_back_and_changing_them_back_gives_the_same_code(tmp_path_factory, one, two):
    folder = tmp_path_factory.mktemp("c")
    words = edits.with_codes(CODES, {"one": {"definition": one}, "two": {"use_when": two, "definition": one}})
    found = load(folder, words, "codebook.yaml")
    assert (found.code("one").definition, found.code("two").use_when, found.code("two").definition) == (one, two, one)
    back = edits.with_codes(
        words, {"one": {"definition": "folded words\n"}, "two": {"use_when": "u", "definition": "d"}}
    )
    assert load(folder, back, "codebook.yaml").code("two") == load(folder, CODES, "codebook.yaml").code("two")


@pytest.mark.parametrize("study", ["useit", "practice"])
def test_every_shipped_theory_and_code_can_be_changed_with_nothing_else_moved(tmp_path, study):
    raw = (ROOT / "codebooks" / study / "theory.yaml").read_text("utf-8")
    held = load(tmp_path, raw)
    words = edits.with_versions(raw, [(theory.id, next_of(theory)) for theory in held.theories])
    left = iter(words.splitlines())
    assert all(line in left for line in raw.splitlines())  # every old line is there, in its order
    raw = (ROOT / "codebooks" / study / "codebook.yaml").read_text("utf-8")
    codes = load(tmp_path, raw, "codebook.yaml")
    changed = edits.with_codes(raw, {code.id: {"use_when": "Now: so."} for code in codes.codes})
    found = load(tmp_path, changed, "codebook.yaml")
    assert found.codes == tuple(code.model_copy(update={"use_when": "Now: so."}) for code in codes.codes)


def test_a_line_leads_to_the_code_in_whose_entry_it_stands():
    assert [edits.code_at(CODES, f"codebook.yaml, line {line}") for line in (3, 4, 12, 14, 21)] == [
        "",
        "one",
        "one",
        "two",
        "two",
    ]
