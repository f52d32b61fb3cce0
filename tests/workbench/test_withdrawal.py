"""Consent withdrawn: the words are gone from every place, nothing else has moved, and it can be broken off anywhere."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.workbench import two_voices
from tests.workbench.decisions import decision
from tests.workbench.small_study import key
from tests.workbench.two_voices import BERTRAM, NAME, ROSALIND, TEXT, TURNS
from useit_eval.coding import verify_spans
from useit_eval.ground import project
from useit_eval.ground.errors import InputRefused, PartlyDone, UsageError, WorkFailed
from useit_eval.ground.text import sha256
from useit_eval.sources import change_row
from useit_eval.store import lookups
from useit_eval.workbench import (
    add_source,
    adopt_voices,
    back_up_study,
    open_study,
    open_to_withdraw,
    plan_withdrawal,
    restore_study,
    shipped,
    study_status,
    withdraw,
)
from useit_eval.workbench.withdrawn import PENDING

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def paths(tmp_path):
    """Return the paths of a practice study of one interview with two voices."""
    return two_voices.make(tmp_path)


def _withdraw(paths, label, **more):
    with open_to_withdraw(NAME, label, root=paths.root) as bench:
        return withdraw(bench, label, **more)


def _none_of(words, folder):
    raw = two_voices.texts_of(folder).lower()
    return [word for word in words if word.encode() in raw]


def test_a_voice_s_words_are_gone_from_every_file_and_the_others_stay(paths):
    assert _none_of(ROSALIND, paths.root) == list(ROSALIND)
    report = _withdraw(paths, "V1")
    assert _none_of([*ROSALIND, "rosalind"], paths.root) == []
    assert _none_of(BERTRAM, paths.root) == list(BERTRAM)
    assert (report.found, report.claims, report.raw_files) == ((), ("C001",), (paths.raw / "interview.docx",))


def test_every_place_of_the_other_voice_is_where_it_was(paths):
    _withdraw(paths, "V1")
    with open_study(root=paths.root) as bench:
        text, codings = bench.text("S1"), bench.load("coding")
        assert len(text) == len(TEXT) and text.count("\n") == TEXT.count("\n")
        assert codings["coding_id"].tolist() == [key(33), key(34)]
        assert verify_spans(codings, text)["verified"].all()
        assert codings["quote"].tolist() == ["The upstairs course was free", "something that I can really do"]


def test_what_was_said_no_longer_counts_and_ids_and_dates_stay(paths):
    _withdraw(paths, "V1")
    with open_study(root=paths.root) as bench:
        counted = {name: len(bench.load(name)) for name in ("claim", "claim_part", "evidence", "coding")}
        assert counted == {"claim": 1, "claim_part": 2, "evidence": 1, "coding": 2}
        claims = bench.store.history("claim").set_index("claim_id")
        assert (claims.loc[key(11), "label"], claims.loc[key(11), "paraphrase"]) == ("C001", "withdrawn")
        voices = bench.load("voice").set_index("label")
        assert voices["consent"].to_dict() == {"V1": "withdrawn", "V2": "quote"}
        assert voices["pseudonym"].to_dict() == {"V1": "Withdrawn voice", "V2": "Bertram"}


def test_no_hash_of_what_was_said_is_left(paths):
    before = [sha256(words) for words in ("crooked harbour scheme", "it felt like my own place", TEXT)]
    before += [sha256((paths.raw / "interview.docx").read_bytes()), two_voices.span("seven weeks")["sha256"]]
    assert len(_none_of(before, paths.root)) == 4
    _withdraw(paths, "V1")
    assert _none_of(before, paths.root) == []


def test_verify_says_when_it_was_erased(paths):
    _withdraw(paths, "V1")
    store = two_voices.store_of(paths)
    report = store.verify()
    store.close()
    assert report.first_fault == ""
    assert {table for table, _key, _day in report.erased} >= {"source_text", "coding", "claim", "voice", "segment"}


def test_a_whole_source_leaves_its_label_and_its_length(paths):
    report = _withdraw(paths, "S1")
    assert _none_of([*ROSALIND, *BERTRAM, "rosalind", "bertram", "at the harbour"], paths.root) == []
    with open_study(root=paths.root) as bench:
        source = bench.load("source").iloc[0]
        assert (source["label"], source["title"], source["consent"]) == ("S1", "Withdrawn source", "withdrawn")
        assert source["characters"] == len(TEXT) and sha256(bench.text("S1")) == source["sha256_text"]
        assert [len(bench.load(name)) for name in ("claim", "coding", "evidence")] == [0, 0, 0]
    assert report.claims == ("C001", "C002")


def test_made_files_are_erased_and_a_person_s_own_are_listed_and_left(paths):
    own = two_voices.scatter(paths)
    report = _withdraw(paths, "V1")
    listed = {one.path for one in report.found}
    assert listed == {*own.values(), paths.processed / "old.parquet.gz"}
    assert all(path.is_file() for path in own.values())
    assert not any(path.exists() for path in (paths.cache, paths.logs, paths.processed / "export", paths.runs))
    assert report.blocks == ("summary.md stands on C001: read it again, and write it without them.",)


def test_doing_it_again_finds_nothing_left_to_erase(paths):
    _withdraw(paths, "V1")
    again = _withdraw(paths, "V1")
    assert (again.rows, again.rewritten) == ({}, ())


def test_an_old_copy_of_a_coding_file_put_back_is_refused_until_it_is_withdrawn_again(paths):
    path = paths.coding / "claims_1.yaml"
    before = path.read_bytes()
    _withdraw(paths, "V1")
    path.write_bytes(before)
    with pytest.raises(InputRefused, match="words of C001 were erased on"):
        open_study(root=paths.root)
    _withdraw(paths, "V1")
    open_study(root=paths.root).close()
    assert _none_of(ROSALIND, paths.root) == []


def test_restoring_a_backup_from_before_a_withdrawal_says_at_once_that_the_words_are_back(paths, tmp_path_factory):
    made = back_up_study(root=paths.root, folder=tmp_path_factory.mktemp("away")).path
    _withdraw(paths, "V1")
    with pytest.raises(PartlyDone, match="the backup is in its place, but .*") as told:
        restore_study(made, root=paths.root)
    assert "useit-eval withdraw" in str(told.value)


def test_an_older_store_put_back_is_refused_until_it_is_withdrawn_again(paths):
    store = two_voices.store_of(paths)
    store.compact()
    store.close()
    before = paths.store.read_bytes()
    _withdraw(paths, "V1")
    for path in paths.processed.glob("store.sqlite*"):
        path.unlink()
    paths.store.write_bytes(before)
    with pytest.raises(InputRefused, match="V1 was withdrawn, and the store holds its words again"):
        open_study(root=paths.root)
    _withdraw(paths, "V1")
    assert _none_of([*ROSALIND, "rosalind"], paths.root) == []
    with open_study(root=paths.root) as bench:
        assert bench.store.verify().first_fault == ""


@pytest.mark.parametrize("name", ["interview.docx", "another_name.txt"])
def test_the_withdrawn_words_do_not_come_back_with_their_file(paths, tmp_path, name):
    file = tmp_path / name
    file.write_bytes(two_voices.docx() if name.endswith("docx") else TEXT.encode())
    _withdraw(paths, "V1")
    with open_study(root=paths.root) as bench, pytest.raises(InputRefused, match="words were withdrawn from S1"):
        add_source(bench, file)
    file.unlink()
    assert _none_of(ROSALIND, paths.root) == []


def test_another_interview_by_the_same_questions_is_added_as_ever(paths, tmp_path):
    _withdraw(paths, "V1")
    file = tmp_path / "other.txt"
    file.write_text(TEXT.replace("crooked", "straight").replace("seven", "nineteen"), encoding="utf-8")
    with open_study(root=paths.root) as bench:
        assert add_source(bench, file).state == "new"


def test_a_voice_of_another_source_with_the_same_label_keeps_no_word_of_this_one(paths, tmp_path):
    file = tmp_path / "second.txt"
    file.write_text(
        "Rosalind: Another talk on another day altogether.\n\nOskar: It was, and on trams.\n", encoding="utf-8"
    )
    with open_study(root=paths.root) as bench:
        label = add_source(bench, file).label
        adopt_voices(bench, label)
    report = _withdraw(paths, "V1")
    assert report.rows["segment"] == 2 and not any("No turn of" in note for note in report.notes)
    store = two_voices.store_of(paths)
    texts = "".join(store.history("source_text")["text"])
    store.close()
    assert "neighbour walked" not in texts and "another day altogether" in texts


def test_no_text_is_read_for_a_file_of_another_name_and_length(paths, tmp_path, monkeypatch):
    _withdraw(paths, "V1")
    file = tmp_path / "other.txt"
    file.write_text("Something short.", encoding="utf-8")
    with open_study(root=paths.root) as bench:
        monkeypatch.setattr(lookups, "texts_now", None)
        assert add_source(bench, file).state == "new"


def test_labels_that_differ_in_case_and_blanks_are_one_voice_s_and_strange_ones_are_told(paths):
    store = two_voices.store_of(paths)
    with store.writing(by="ann") as work:
        labels = {key(43): {"speaker": "rosalind "}, key(44): {"speaker": "Bertie"}}
        work.erase("segment", labels, reason="for this test")
    store.close()
    report = _withdraw(paths, "V1")
    assert _none_of(ROSALIND, paths.root) == []
    assert any("no voice of the manifest bears (Bertie)" in note for note in report.notes)
    change_row(paths.raw / "manifest.csv", key(2), {"spoken_as": "Bertie"})
    _withdraw(paths, "V1")
    assert _none_of(["really do"], paths.root) == []


def test_a_name_that_others_speak_is_told_by_source_and_not_repeated(paths):
    change_row(paths.raw / "manifest.csv", key(3), {"spoken_as": "Bertram; neighbour"})
    open_study(root=paths.root).close()
    assert "Names of V2 still stand in what others say, in S1 (1): look through it." in _withdraw(paths, "V2").notes


def test_both_voices_one_after_the_other(paths):
    _withdraw(paths, "V1")
    _withdraw(paths, "V2")
    assert _none_of([*ROSALIND, *BERTRAM], paths.root) == []
    store = two_voices.store_of(paths)
    assert store.verify().first_fault == ""
    store.close()


def test_a_voice_without_turns_loses_its_coded_passages_and_the_report_says_what_cannot_be_told(paths):
    store = two_voices.store_of(paths)
    segments = store.current("segment")
    new = segments.assign(supersedes=segments["segment_id"], segment_id=[key(70 + n) for n in range(4)], removed=True)
    store.append("segment", new.drop(columns="recorded_at"), by="ann")
    store.append("segment", segments.iloc[:0], by="ann")
    with store.writing(by="ann") as work:
        bare = {id: {"speaker": None, "locator": "turn"} for id in store.history("segment")["segment_id"]}
        work.erase("segment", bare, reason="for this test")
    store.close()
    report = _withdraw(paths, "V1")
    assert any("Words outside them cannot be told apart" in note for note in report.notes)
    with open_study(root=paths.root) as bench:
        assert "crooked harbour" not in bench.text("S1") and "seven weeks" in bench.text("S1")


def test_the_plan_says_what_would_go_and_changes_nothing(paths):
    before = two_voices.texts_of(paths.codebooks) + (paths.raw / "manifest.csv").read_bytes()
    with open_study(root=paths.root) as bench:
        plan = plan_withdrawal(bench, "V1")
    assert (plan.kind, plan.claims, plan.rows["segment"]) == ("voice", ("C001",), 2)
    assert two_voices.texts_of(paths.codebooks) + (paths.raw / "manifest.csv").read_bytes() == before


def test_an_unknown_label_a_running_run_and_another_reader_are_told_in_a_sentence(paths):
    with pytest.raises(UsageError, match="'V9' is neither a source nor a voice"):
        _withdraw(paths, "V9")
    running = paths.runs / "20240101T000000Z-aa.partial"
    running.mkdir(parents=True)
    with pytest.raises(WorkFailed, match="a run of this study is under way"):
        _withdraw(paths, "V1")


KILLED = """
import os, signal, sys
from useit_eval.workbench import open_to_withdraw, withdraw, {module}
def stop(*_given, **_more):
    os.kill(os.getpid(), signal.SIGKILL)
{module}.{name} = stop
with open_to_withdraw({study!r}, "V1", root={root!r}) as bench:
    withdraw(bench, "V1")
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does it")
@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("withdrawal", "_erase_rows"),
        ("blanked_files", "blank_coding_files"),
        ("blanked_files", "blank_manifest"),
        ("leavings", "erase_files"),
        ("withdrawal", "scan_files"),
    ],
)
def test_broken_off_anywhere_it_ends_the_same_when_done_again(paths, module, name):
    code = KILLED.format(module=module, name=name, study=NAME, root=str(paths.root))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert (paths.processed / PENDING).is_file()
    with pytest.raises(InputRefused, match="the withdrawal of V1 was broken off"):
        open_study(root=paths.root)
    with pytest.raises(InputRefused, match="Finish it first: useit-eval withdraw V1"):
        _withdraw(paths, "V2")
    report = _withdraw(paths, "V1")
    assert report.found == ()
    assert _none_of([*ROSALIND, "rosalind"], paths.root) == []
    with open_study(root=paths.root) as bench:
        assert bench.load("claim")["label"].tolist() == ["C002"]
        assert bench.store.verify().first_fault == ""


def test_a_run_before_and_after_shows_the_words_and_then_nothing_of_them(paths):
    from useit_eval.runs import run_study

    two_voices.write_notebooks(paths)
    run_study(project.find(paths.root), NAME)
    page = paths.reports / "index.html"
    assert "crooked harbour scheme" in page.read_text(encoding="utf-8")
    _withdraw(paths, "V1")
    assert not page.exists()
    assert _none_of(ROSALIND, paths.root) == []
    run_study(project.find(paths.root), NAME)
    assert "upstairs course was free" in page.read_text(encoding="utf-8")
    assert _none_of(ROSALIND, paths.root) == []


def test_hashes_names_and_words_in_base64_are_found_in_any_folder_of_the_project(paths):
    words = TURNS[0][1]
    files = {
        paths.root / "exported" / "second.yaml": sha256("crooked harbour scheme"),
        paths.root / "work" / NAME / "mail.eml": base64.encodebytes(words.encode()).decode(),
        paths.root / "work" / ".ipynb_checkpoints" / "a.ipynb": json.dumps(
            {"image": base64.b64encode(words.encode()).decode()}
        ),
        paths.root / "work" / "who.csv": "name\nRosalind\n",
        paths.root / "work" / "other.csv": "name\nBertram\n",
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    report = _withdraw(paths, "V1")
    assert {one.path for one in report.found} == set(list(files)[:3])
    assert [(one.hashes, one.runs) for one in report.found if one.path.name == "second.yaml"] == [(1, 0)]
    assert "Names of V1 stand in work/who.csv: look through it." in report.notes


def test_words_that_a_coder_quoted_elsewhere_are_told_with_the_row(paths):
    signed = {"judgement_id": key(90), "theory_id": "LE1", "theory_version": 1, "rating": "supported", "rater": "ann"}
    with open_study(root=paths.root) as bench:
        row = {**signed, "reason": "She said that nobody rang her, nobody rang me back for seven weeks."}
        bench.store.append("judgement", pd.DataFrame([row]), by="ann")
    report = _withdraw(paths, "V1")
    assert any("quoted in what was written of others (judgement LE1)" in note for note in report.notes)
    assert [one.path for one in report.found] == [paths.store]


def test_nothing_in_the_audit_can_confirm_a_guess_at_what_a_file_held(paths):
    digest = shipped.digest_files(paths)
    _withdraw(paths, "V1")
    store = two_voices.store_of(paths)
    told = "\n".join(map(str, store.history("audit").to_dict("records")))
    store.close()
    assert digest not in told and shipped.digest_files(paths) not in told


def test_readings_of_a_withdrawn_series_are_erased_and_no_longer_loaded(paths):
    told = {"reading_id": key(91), "source_id": key(1), "indicator": "wages", "area": "E1", "period": "2017-01-01"}
    with open_study(root=paths.root) as bench:
        row = {**told, "unit": "people", "value": 7351.0, "note": "as our clerk said"}
        bench.store.append("reading", pd.DataFrame([row]), by="ann")
    _withdraw(paths, "S1")
    with open_study(root=paths.root) as bench:
        left = bench.store.history("reading").iloc[0]
        assert pd.isna(left["value"]) and pd.isna(left["note"]) and len(bench.load("reading")) == 0


def test_the_status_says_what_is_withdrawn_and_not_erased(paths):
    change_row(paths.raw / "manifest.csv", key(2), {"consent": "withdrawn"})
    told = "V1 is withdrawn in the manifest but not erased: useit-eval withdraw V1"
    with open_study(root=paths.root) as bench:
        assert told in study_status(bench).next
    _withdraw(paths, "V1")
    with open_study(root=paths.root) as bench:
        assert told not in study_status(bench).next


def test_the_status_counts_no_withdrawn_claim(paths):
    with open_study(root=paths.root) as bench:
        before = sum(strand["claims"] for strand in study_status(bench).by_strand.values())
    gone = len(_withdraw(paths, "V1").claims)
    with open_study(root=paths.root) as bench:
        after = sum(strand["claims"] for strand in study_status(bench).by_strand.values())
    assert (before - after, gone) == (1, 1)


def test_backups_taken_to_another_folder_are_named_without_the_folder(paths, tmp_path_factory):
    away = tmp_path_factory.mktemp("stick")
    made = back_up_study(root=paths.root, folder=away).path
    back_up_study(root=paths.root)
    report = _withdraw(paths, "V1")
    named = [note for note in report.notes if "outside the study" in note and "Backups" in note]
    assert named == [f"Backups were put into folders outside the study, and hold the words: {made.name}. Delete them."]
    store = two_voices.store_of(paths)
    assert str(away) not in str(store.history("audit").to_dict("records")) and store.verify().first_fault == ""
    store.close()


def _decide(paths):
    """Two decisions: one about Rosalind's words, one about Bertram's."""
    hers, his = two_voices.span("seven weeks"), two_voices.span("upstairs course")
    with open_study(root=paths.root) as bench:
        codings = bench.load("coding")
        mine = codings[(codings["start"] <= hers["start"]) & (codings["end"] >= hers["end"])]["coding_id"].tolist()
        for number, place, codes, told in ((95, hers, mine, "nobody rang"), (96, his, [key(33)], "went along")):
            made = {"start": place["start"], "end": place["end"], "reason": f"{told} is why", "sharper_code": "x"}
            row = decision(number, "; ".join(codes), **made, sharper_definition=f"as in: {told}, said one")
            bench.store.append("decision", row, by="ann")


def test_what_coders_decided_loses_its_words_and_keeps_its_place(paths):
    _decide(paths)
    report = _withdraw(paths, "V1")
    assert report.rows["decision"] == 1
    with open_study(root=paths.root) as bench:
        held = bench.store.history("decision").set_index("decision_id")
        assert held.loc[key(95), ["reason", "sharper_definition"]].isna().all()
        assert (held.loc[key(95), "decided"], held.loc[key(95), "decided_by"]) == ("one_code", "Ann; Bert")
        assert held.loc[key(96), "reason"] == "went along is why"
        assert bench.load("decision")["decision_id"].tolist() == [key(96)]
    store = two_voices.store_of(paths)
    assert store.verify().first_fault == "" and ("decision", key(95)) in {one[:2] for one in store.verify().erased}
    store.close()


def test_a_source_s_decisions_all_lose_their_words(paths):
    _decide(paths)
    assert _withdraw(paths, "S1").rows["decision"] == 2
    with open_study(root=paths.root) as bench:
        assert bench.store.history("decision")["reason"].isna().all() and bench.load("decision").empty


def test_a_decision_about_a_withdrawn_coding_goes_even_where_its_place_lies_beside_it(paths):
    with open_study(root=paths.root) as bench:
        hers = two_voices.span("crooked harbour")
        codings = bench.load("coding")
        mine = codings[(codings["start"] <= hers["start"]) & (codings["end"] >= hers["end"])]["coding_id"]
        his = two_voices.span("upstairs course")
        row = decision(97, mine.iloc[0], start=his["start"], end=his["end"], reason="the scheme was meant")
        bench.store.append("decision", row, by="ann")
    assert _withdraw(paths, "V1").rows["decision"] == 1


def test_what_was_read_of_a_withdrawn_source_is_no_longer_told(paths):
    with open_study(root=paths.root) as bench:
        row = {"coverage_id": key(98), "source_id": key(1), "coder": "ann", "from_turn": 1, "to_turn": 2, "round_no": 1}
        bench.store.append("coverage", pd.DataFrame([row]), by="ann")
        assert len(bench.load("coverage")) == 1
    _withdraw(paths, "S1")
    with open_study(root=paths.root) as bench:
        assert bench.load("coverage").empty and bench.store.verify().first_fault == ""
