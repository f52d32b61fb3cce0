"""A fault in a file gives one sentence, and the store stays as it was."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.workbench import small_study
from tests.workbench.small_study import edit
from useit_eval import codebook
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import add_source, open_study

SPAWN = multiprocessing.get_context("spawn")


def _claims(old: str, new: str):
    return lambda paths: edit(paths.coding / "claims_1.yaml", old, new)


FAULTS = {
    "unknown strand": (_claims("strand: learning", "strand: lerning"), "claims_1.yaml, line .*Closest: 'learning'"),
    "unknown code": (_claims("code: free_course", "code: free_curse"), "claims_1.yaml, line .*Closest: 'free_course'"),
    "unknown voice": (_claims("voice: V1", "voice: V9"), "claims_1.yaml, claim C001: the voice 'V9' is not in"),
    "unknown source": (_claims("source: S1", "source: S9"), "claims_1.yaml.*the source 'S9' is not in manifest.csv"),
    "claim twice": (_claims("label: C002", "label: C001"), "C001' is given twice"),
    "newer format": (_claims("useit-claims/1", "useit-claims/2"), "newer format"),
    "unknown theory": (
        lambda paths: edit(paths.coding / "bearing.yaml", "theory: LE1", "theory: LE9"),
        "bearing.yaml, line .*'LE9' is not a theory",
    ),
    "bearing of no claim": (
        lambda paths: edit(paths.coding / "bearing.yaml", "claim: C002", "claim: C020"),
        "the claim 'C020', said to bear on LE1, does not exist",
    ),
    "bearing of no figure": (
        lambda paths: edit(paths.coding / "bearing.yaml", "claim: C002", "figure: F002"),
        "the figure 'F002', said to bear on LE1, does not exist",
    ),
    "theory cites no figure": (
        lambda paths: edit(paths.codebooks / "theory.yaml", "evidence: none yet", "evidence: [F009]"),
        "theory.yaml, line .*evidence of LE1 names 'F009'",
    ),
    "code twice": (
        lambda paths: edit(paths.codebooks / "codebook.yaml", "id: local_knowledge", "id: large_investment"),
        "codebook.yaml, line .*given twice",
    ),
    "figure without unit": (lambda paths: small_study.write_figures(paths, unit=""), "figures.csv, row 3: the unit"),
    "figure of no strand": (
        lambda paths: small_study.write_figures(paths, strand="lerning"),
        "figures.csv, row 3: the strand 'lerning' is not a strand of the study. Closest: 'learning'",
    ),
    "an id in two files": (
        lambda paths: _second_file(paths),
        "claims_2.yaml: the coding_id .* is also in claims_1.yaml",
    ),
    "manifest": (
        lambda paths: edit(paths.raw / "manifest.csv", ",V1,", ",V2,"),
        "manifest.csv, row 5: the label 'V2' is also in row 4",
    ),
}


def _second_file(paths) -> None:
    """Write a second file whose one part uses a coding_id of the first file."""
    one = {**small_study.part(9, "context", "few_ties", "I had given up."), "coding_id": small_study.key(31)}
    claims = {"claims": [small_study.claim(9, "V1", [one])]}
    head = {"source": "S1", "coder": "ann", "round_no": 1, "recorded_at": small_study.WHEN}
    codebook.write_yaml(paths.coding / "claims_2.yaml", {**head, **claims}, kind="claims")


def test_a_voice_of_another_source_cannot_speak_in_a_claim(paths, bench):
    text = paths.root / "two.txt"
    text.write_text("Words.\n", encoding="utf-8")
    add_source(bench, text)
    edit(paths.raw / "manifest.csv", f"{small_study.key(2)},S1", f"{small_study.key(2)},S001")
    with pytest.raises(InputRefused, match="claims_1.yaml, claim C001: the voice 'V1' speaks in another source"):
        open_study(root=paths.root)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place_and_the_store_stays_as_it_was(paths, bench, fault):
    before = {name: bench.store.history(name) for name in ("claim", "coding", "source", "evidence", "audit")}
    break_it, told = FAULTS[fault]
    break_it(paths)
    with pytest.raises(InputRefused, match=f"(?s){told}"):
        open_study(root=paths.root)
    assert all(bench.store.history(name).equals(frame) for name, frame in before.items())


def test_a_passage_whose_words_differ_is_refused_once_the_text_is_at_hand(paths, bench):
    add_source(bench, small_study.write_text(paths.root))
    first = small_study.part(1, "context", "earlier_bad_experience", "I had given up.")
    moved = {**first, "start": first["start"] + 1}
    small_study.write_coding(paths, parts=[moved])
    with pytest.raises(InputRefused, match=r"claims_1.yaml, claim C001: the words from 1 to 15.*Correct start, end or"):
        open_study(root=paths.root)
    assert bench.load("coding")["start"].min() == 0


def test_without_the_text_a_passage_is_taken_as_told(paths):
    small_study.write_coding(paths, locator="9")
    with open_study(root=paths.root) as bench:
        assert bench.load("claim")["locator"].tolist() == ["9", "2"]


def test_a_theory_version_with_evidence_may_not_be_edited(paths, bench):
    edit(paths.codebooks / "theory.yaml", "small first steps", "big steps")
    with pytest.raises(InputRefused, match="version 1 of LE1 was accepted earlier and has been edited"):
        open_study(root=paths.root)


def test_a_theory_version_that_nothing_bears_on_may_still_be_worded_better(paths, bench):
    edit(paths.codebooks / "theory.yaml", "do not feel welcome", "feel like guests")
    with open_study(root=paths.root) as again:
        assert "guests" in again.theories.theory("ME1").current.because


def test_a_code_in_use_may_not_be_taken_out(paths):
    small_study.write_coding(paths, parts=[small_study.part(1, "context", "few_ties", "I had given up.")])
    open_study(root=paths.root).close()
    for path in (paths.coding / "claims_1.yaml", paths.codebooks / "theory.yaml", paths.codebooks / "codebook.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("few_ties", "weak_ties"), encoding="utf-8")
    with pytest.raises(InputRefused, match="the code 'few_ties' was accepted earlier and is gone"):
        open_study(root=paths.root)


def _open(root: str) -> tuple[int, int, str]:
    with open_study(root=root) as bench:
        store = bench.store
        return len(store.current("claim")), len(store.history("coding")), store.store_id


def test_processes_that_open_a_fresh_study_at_once_load_it_once(paths):
    with ProcessPoolExecutor(3, mp_context=SPAWN) as pool:
        found = set(pool.map(_open, [str(paths.root)] * 3))
    assert len(found) == 1
    assert found.pop()[:2] == (2, 4)
