"""theory.yaml: versions that only grow, rivals, and the codes each version expects."""

from __future__ import annotations

import pytest

from useit_eval.codebook import load_codebook, load_study, load_theories
from useit_eval.ground.errors import UsageError


@pytest.fixture
def load(put):
    """Return a function that loads the example theories, changed, against the example codebook and study."""

    def loaded(*changes):
        codebook, study = load_codebook(put("codebook")), load_study(put("study"))
        return load_theories(put("theory", *changes), codebook=codebook, study=study)

    return loaded


def test_the_current_version_is_the_last(load):
    theory = load().theory("LE1")
    assert (theory.current.version, theory.current.if_) == (2, "a room is open in the evening")
    assert theory.current.rivals[0].state == "dropped"
    assert theory.current.configuration.by_slot() == {"mechanism_reasoning": ("trust",), "outcome": ("stays",)}


def test_evidence_is_a_list_of_labels_or_the_words_none_yet(load):
    first, second = load().theory("LE1").versions
    assert (first.evidence, second.evidence) == ((), ("C001", "F003"))


def test_theories_are_found_by_id_and_strand(load):
    theories = load()
    assert [theory.id for theory in theories.of("learning")] == ["LE1"]
    assert theories.of("meeting") == ()
    with pytest.raises(UsageError, match=r"'LE2' is not a theory. Closest: 'LE1'."):
        theories.theory("LE2")


def test_a_theory_knows_where_it_stands(load):
    theories = load()
    assert (theories.where("LE1"), theories.where("LE1", 2)) == ("theory.yaml, line 3", "theory.yaml, line 29")


def test_the_frame_has_a_row_for_each_theory_or_for_each_version(load):
    theories = load()
    assert theories.frame()["version"].tolist() == [2]
    every = theories.frame(every_version=True)
    assert every["version"].tolist() == [1, 2]
    assert every["mechanism_reasoning"].tolist() == ["trust_in_staff", "trust"]
    assert every["evidence"].tolist() == ["", "C001; F003"]
    assert every["rivals"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[trust_in_staff]", "[trust_in_stuff]", "line 18: mechanism_reasoning 'trust_in_stuff' is not a code. Closest: 'trust_in_staff'."),
        ("strand: learning", "strand: lerning", "line 4: strand 'lerning' is not in study.yaml. Closest: 'learning'."),
        ("          context: [few_ties]", "          intervention: [few_ties]", "line 16: the slot 'intervention' is not in the study's template CMO. Slots: context, mechanism_resource, mechanism_reasoning, mechanism_mixed, outcome."),
        ("because: they trust the staff", "because: ''", "line 14: because is empty. Write it, or take the line out if it may be left out."),
        ("        if: a room is open\n", "", "line 10: 'if' is missing. Add a line 'if: ...' to the entry that begins here."),
        ("kind: programme", "kind: program", "line 5: kind 'program' is not one of the words allowed here. Closest: 'programme'."),
        ("        move: glean\n", "", "line 10: 'move' is missing. Add a line 'move: ...' to the entry that begins here."),
        ("reason: A first guess.", "reason: ''", "line 25: reason is empty. Write it, or take the line out if it may be left out."),
        ("move: glean", "move: gleen", "line 24: move 'gleen' is not one of the words allowed here. Closest: 'glean'."),
        ("        reason: A first guess.\n", "", "line 10: 'reason' is missing. Add a line 'reason: ...' to the entry that begins here."),
        ("evidence: none yet", "evidence: []", "line 26: the evidence is empty. Name labels such as [C001, F003], or write: none yet."),
        ("evidence: none yet", "evidence: C001", "line 26: evidence should be a list, found 'C001'. Write [C001], or: none yet."),
        ("        evidence: none yet\n", "", "line 10: 'evidence' is missing. Add a line 'evidence: ...' to the entry that begins here."),
        ("state: dropped\n            reason: They also stay when it is dry.", "state: dropped", "line 40: the rival 'LE1.R1' is dropped without a reason. Add a line 'reason: ...'."),
        ("state: open", "state: undecided", "line 23: state 'undecided' is not one of the words allowed here. Known: open, kept, dropped."),
        ("version: 2", "version: 3", "line 29: version 3 of LE1 stands in place 2. Number versions 1, 2, 3 ... and add new ones at the end."),
        ("00000012", "00000011", "line 30: the guid '00000000-0000-4000-8000-000000000011' is given twice (first on line 11). Give each its own."),
        ("          mechanism_reasoning: [trust]\n          outcome: [stays]\n", "          {}\n", "line 34: the configuration is empty. Name a code in a slot."),
        ("moves_rating: People who left tell why.", "not_asked: true", "line 3: 'moves_rating' is missing. Add a line 'moves_rating: ...' to the entry that begins here."),
    ],
)  # fmt: skip
def test_each_fault_of_a_theory_has_its_sentence(load, said, old, new, sentence):
    assert said(load, (old, new)) == f"theory.yaml, {sentence}"


def test_a_theory_without_a_rival_is_refused(load, said):
    rivals = "        rivals:\n          - id: LE1.R1\n            text: They stay because it rains.\n            state: open\n"
    assert said(load, (rivals, "        rivals: []\n")) == (
        "theory.yaml, line 20: 'rivals' should be a list of at least one entry. "
        "Add an entry, or take the line out if it may be left out."
    )
    assert said(load, (rivals, "")).startswith("theory.yaml, line 10: 'rivals' is missing.")


def test_a_theory_given_twice_is_refused(put, said):
    text = put("theory").read_text(encoding="utf-8")
    again = text.split("theories:\n")[1].replace("00000011", "00000013").replace("00000012", "00000014")
    assert said(load_theories, put("theory", text=text + again)) == (
        "theory.yaml, line 48: the theory 'LE1' is given twice (first on line 3). Give each its own."
    )


def test_without_codebook_and_study_only_the_form_is_checked(put):
    assert load_theories(put("theory", ("[stays]", "[anything]"), ("strand: learning", "strand: other"))).ids == ("LE1",)
