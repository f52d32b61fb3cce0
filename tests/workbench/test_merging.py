"""Two coders work in two copies of a study: their rows come together, and what they did differently is listed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from tests.workbench import two_voices
from tests.workbench.small_study import key
from tests.workbench.two_voices import BERTRAM, NAME, ROSALIND
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.project import StudyPaths
from useit_eval.sources import append_rows
from useit_eval.workbench import merge_study, open_study, open_to_withdraw, withdraw
from useit_eval.workbench.conflicts import CHANGED, CODES, NEARLY, REMOVED, find_conflicts


@pytest.fixture
def copies(tmp_path):
    """Return the paths of one study in two copies."""
    first = two_voices.make(tmp_path / "ann")
    two_voices.store_of(first).close()
    shutil.copytree(first.root, tmp_path / "ben")
    return first, StudyPaths(tmp_path / "ben", NAME)


@pytest.fixture(autouse=True)
def _folders(tmp_path):
    (tmp_path / "ann").mkdir()


def _code(paths, number, start, end, code, coder):
    row = {"coding_id": key(number), "source_id": key(1), "start": start, "end": end, "quote_sha256": "1" * 64}
    more = {"code_id": code, "coder": coder, "origin": "human", "round_no": 1, "quotable": True}
    with open_study(root=paths.root) as bench:
        bench.store.append("coding", pd.DataFrame([{**row, **more}]), by=coder)


def _change(paths, number, new, by, **more):
    with open_study(root=paths.root) as bench:
        rows = bench.store.current("coding")
        row = rows[rows["coding_id"] == key(number)].assign(supersedes=key(number), coding_id=key(new), **more)
        bench.store.append("coding", row.drop(columns="recorded_at"), by=by)


def _merge(paths, other, **more):
    with open_study(root=paths.root) as bench:
        return merge_study(bench, other, **more)


def _kinds(report):
    return sorted((one.kind, one.keys) for one in report.conflicts)


def test_both_coders_rows_stand_and_what_they_coded_apart_is_listed(copies):
    ann, ben = copies
    _code(ann, 101, 500, 520, "trust", "ann")
    _code(ben, 201, 500, 520, "free_course", "ben")
    _code(ann, 102, 600, 620, "trust", "ann")
    _code(ben, 202, 610, 630, "trust", "ben")
    _code(ann, 103, 700, 720, "trust", "ann")
    _code(ben, 203, 700, 720, "trust", "ben")  # agreement is no conflict
    report = _merge(ann, ben.root)
    assert report.added == {"coding": 3}
    new = {key(n) for n in (101, 102, 103, 201, 202, 203)}
    assert [one for one in _kinds(report) if set(one[1]) <= new] == [
        (NEARLY, (key(102), key(202))),
        (CODES, (key(101), key(201))),
    ]
    with open_study(root=ann.root) as bench:
        assert new <= set(bench.load("coding")["coding_id"])
        assert bench.store.verify().first_fault == ""


def test_a_row_changed_by_both_and_one_changed_and_removed_stand_until_a_person_settles_them(copies):
    ann, ben = copies
    for number in (101, 102):
        _code(ann, number, number * 10, number * 10 + 5, "trust", "ann")
    _merge(ben, ann.root)
    _change(ann, 101, 111, "ann", code_id="free_course")
    _change(ben, 101, 211, "ben", code_id="can_do_more")
    _change(ann, 102, 112, "ann", memo="Sure.")
    _change(ben, 102, 212, "ben", removed=True)
    forks = [one for one in _kinds(_merge(ann, ben.root)) if one[0] in (CHANGED, REMOVED)]
    assert forks == [(REMOVED, (key(112), key(212))), (CHANGED, (key(111), key(211)))]
    assert [one for one in _kinds(_merge(ben, ann.root)) if one[0] in (CHANGED, REMOVED)] == forks
    _change(ann, 211, 999, "ann", removed=True)
    with open_study(root=ann.root) as bench:
        assert CHANGED not in {one.kind for one in find_conflicts(bench.store)}


def test_it_is_the_same_whichever_way_round_and_twice_adds_nothing(copies):
    ann, ben = copies
    _code(ann, 101, 500, 520, "trust", "ann")
    _code(ben, 201, 500, 520, "free_course", "ben")
    backup = ann.root.parent / "ann.sqlite"
    store = two_voices.store_of(ann)
    store.compact()
    store.close()
    shutil.copyfile(ann.store, backup)
    one, other = _merge(ann, ben.root), _merge(ben, backup)
    assert one.conflicts == other.conflicts
    with open_study(root=ann.root) as first, open_study(root=ben.root) as second:
        for table in ("source", "voice", "coding", "claim", "claim_part", "evidence", "segment", "source_text"):
            assert first.store.current(table).equals(second.store.current(table))
    assert _merge(ann, ben.root).added == {}


def test_a_source_that_only_the_other_has_is_registered_here(copies):
    ann, ben = copies
    row = {"record": "source", "label": "S2", "id": key(300), "file": "two.txt", "sha256_text": "2" * 64}
    told = {"characters": 4, "title": "Two", "method": "document", "by_programme": False, "language": "en"}
    more = {"practice": True, "collector": "B", "consent": "paraphrase", "collector_relation": "not stated"}
    append_rows(ben.raw / "manifest.csv", [{**row, **told, **more}])
    open_study(root=ben.root).close()
    report = _merge(ann, ben.root)
    assert "Added to manifest.csv: S2." in report.notes
    with open_study(root=ann.root) as bench:
        assert bench.load("source")["label"].tolist() == ["S1", "S2"]
    assert _merge(ann, ben.root).added == {}


def test_two_sources_under_one_label_are_refused_before_anything_is_written(copies):
    ann, ben = copies
    for paths, number in ((ann, 300), (ben, 301)):
        row = {"record": "source", "label": "S2", "id": key(number), "file": "two.txt", "sha256_text": "2" * 64}
        told = {"characters": 4, "title": "Two", "method": "document", "by_programme": False, "language": "en"}
        more = {"practice": True, "collector": "B", "consent": "paraphrase", "collector_relation": "not stated"}
        append_rows(paths.raw / "manifest.csv", [{**row, **told, **more}])
        open_study(root=paths.root).close()
    with pytest.raises(InputRefused, match=r"the label S2 is used in each copy for something else"):
        _merge(ann, ben.root)


def test_what_a_coding_file_there_marks_stays_although_no_file_here_does(copies):
    ann, ben = copies
    (ben.coding / "second_1.yaml").replace(ben.coding / "second_9.yaml")
    text = (ben.coding / "second_9.yaml").read_text(encoding="utf-8")
    (ben.coding / "second_9.yaml").write_text(text.replace(key(36), key(96)), encoding="utf-8")
    open_study(root=ben.root).close()
    report = _merge(ann, ben.root)
    assert any("coding/second_9.yaml" in note for note in report.notes)
    (ann.raw / "links.csv").write_text((ann.raw / "links.csv").read_text() + "\n")  # so that files are read again
    with open_study(root=ann.root) as bench:
        assert {key(36), key(96)} & set(bench.store.current("coding")["coding_id"]) == {key(96)}


def test_what_the_other_withdrew_is_erased_here_with_what_was_coded_of_it_since(copies):
    ann, ben = copies
    with open_to_withdraw(NAME, "V1", root=ben.root) as bench:
        withdraw(bench, "V1")
    start = two_voices.TEXT.index("Then my")
    _code(ann, 101, start, start + 20, "trust", "ann")
    with open_study(root=ann.root) as bench:
        bench.store.append("coding", _with_quote(bench, 101), by="ann")
    _merge(ann, ben.root)
    raw = two_voices.texts_of(ann.root).lower()
    assert [word for word in (*ROSALIND, "rosalind") if word.encode() in raw] == []
    assert all(word.encode() in raw for word in BERTRAM)
    with open_study(root=ann.root) as bench:
        assert bench.store.verify().first_fault == ""
        assert bench.load("voice")["consent"].tolist() == ["withdrawn", "quote"]


def test_a_source_that_the_other_withdrew_whole_is_erased_here(copies):
    ann, ben = copies
    with open_to_withdraw(NAME, "S1", root=ben.root) as bench:
        withdraw(bench, "S1")
    assert "S1 is withdrawn" in " ".join(_merge(ann, ben.root).notes)
    raw = two_voices.texts_of(ann.root).lower()
    assert [word for word in (*ROSALIND, *BERTRAM, "rosalind", "bertram") if word.encode() in raw] == []
    assert _merge(ben, ann.root).added == {}
    for paths in copies:
        with open_study(root=paths.root) as bench:
            assert bench.store.verify().first_fault == ""
            assert len(bench.load("claim")) == 0


def _with_quote(bench, number):
    row = bench.store.current("coding").query(f"coding_id == '{key(number)}'")
    changed = row.assign(supersedes=key(number), coding_id=key(number + 500), quote="my neighbour walked")
    return changed.drop(columns="recorded_at")


def test_what_is_no_copy_of_the_study_is_refused_in_a_sentence(copies, tmp_path):
    ann, _ben = copies
    with pytest.raises(UsageError, match="there is no such store"):
        _merge(ann, tmp_path / "nothing.sqlite")
    (tmp_path / "note.sqlite").write_text("no store")
    with pytest.raises(InputRefused, match="not a store"):
        _merge(ann, tmp_path / "note.sqlite")


def test_the_path_of_an_other_project_may_be_given_as_text(copies):
    ann, ben = copies
    assert _merge(ann, str(ben.root)).added == {}
    assert _merge(ann, str(Path(ben.store))).added == {}
