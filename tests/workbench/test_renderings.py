"""Every printed quotation of translated or interpreted words says so."""

from __future__ import annotations

import dataclasses

import pytest

from tests.workbench import small_study
from useit_eval import codebook
from useit_eval.ground.text import sha256
from useit_eval.report import strand_chapter
from useit_eval.report.appendix import records
from useit_eval.sources import append_source
from useit_eval.sources.texts import read_bytes
from useit_eval.workbench import Bench, add_source, gather_material, open_study
from useit_eval.workbench.renderings import with_renderings
from useit_eval.workbench.segments import segment_rows

TEXT = (
    "Interviewer: How was it?\nInterviewee [ur]: course muft tha\n"
    "Interviewee [en, translated by R02 from 2]: The course was free.\nInterviewee (via interpreter): I can do this.\n"
)


def places(*words: str):
    """Return codings on words of the text."""
    import pandas as pd

    rows = [(f"c{n}", small_study.key(1), TEXT.index(w), TEXT.index(w) + len(w)) for n, w in enumerate(words, start=1)]
    return pd.DataFrame(rows, columns=["coding_id", "source_id", "start", "end"])


def test_marks_of_a_transcript_are_told_of_the_codings_on_it():
    found = read_bytes(TEXT.encode(), "one.txt")
    segments = segment_rows([(found, small_study.key(1), "en")])
    told = with_renderings(places("How was", "muft", "was free", "can do"), segments)
    assert told["rendered"].tolist() == ["", "", "translated from Urdu by R02", "interpreted"]
    start = TEXT.index("course muft")
    assert told["original"].tolist() == ["", "", f"{start}–{start + len('course muft tha')}", ""]


@pytest.fixture
def material(paths, monkeypatch):
    """Return the material of a small study whose second section is a translation of the first, from Urdu by R02."""
    plain = Bench.load

    def load(bench, table, **how):
        frame = plain(bench, table, **how)
        if table != "segment":
            return frame
        first, second = frame["segment_id"].iloc[:2]
        frame.loc[frame["segment_id"] == first, "language"] = "ur"
        changed = {"rendering": "translated", "translated_by": "R02", "translated_from": first}
        for column, value in changed.items():
            frame.loc[frame["segment_id"] == second, column] = value
        return frame

    monkeypatch.setattr("useit_eval.workbench.material.FEWEST_WORDS", 3)
    monkeypatch.setattr("useit_eval.workbench.material.FINDINGS", ())
    with open_study(root=paths.root) as bench:
        add_source(bench, small_study.write_text(paths.root))
        monkeypatch.setattr(Bench, "load", load)
        return gather_material(bench)


def test_quotations_in_chapters_and_appendix_say_that_they_are_translated(material):
    one = next(words for words in material.quotations if words.claim == "C002")
    assert one.printed == f"“{one.words}” (translated from Urdu by R02)"
    claim = next(text for text in told(strand_chapter(material, "learning")) if one.words in text and "In our" in text)
    assert f"“{one.words}” (translated from Urdu by R02)" in claim
    fields = dict(records(material)["C002"].fields)
    assert fields["Quotation"] == one.printed
    assert any("translated from Urdu by R02; the original at 0–" in value for value in fields.values())


def test_quotations_of_words_as_spoken_say_nothing(material):
    one = next(words for words in material.quotations if words.claim == "C001")
    assert one.rendered == "" and one.printed == f"“{one.words}”"


TALK = (
    "Interviewer: How was it?\nInterviewee [en, interpreted by F01 from Urdu]: I was not alone any more there.\n"
    "Interviewer: And now?\nInterviewee (via interpreter): I can do this.\n"
)


def test_an_interpreted_turn_without_its_original_names_its_language_from_the_file_to_the_printed_words(
    paths, monkeypatch
):
    words = "I was not alone any more there."
    register_talk(paths, words)
    monkeypatch.setattr("useit_eval.workbench.material.FINDINGS", ())
    with open_study(root=paths.root) as bench:
        (paths.root / "two.txt").write_bytes(TALK.encode())
        assert add_source(bench, paths.root / "two.txt").verified == 1
        held = bench.load("segment").dropna(subset=["speaker"])
        assert held["rendered_from"].fillna("").tolist() == ["", "ur", "", ""]
        assert held["translated_from"].isna().all() and held["rendering"].tolist()[1] == "interpreted"
        material = gather_material(bench)
    one = next(found for found in material.quotations if found.claim == "C009")
    assert one.printed == f"“{words}” (interpreted from Urdu by F01)"
    assert any(one.printed in text for text in told(strand_chapter(material, "learning")))
    assert dict(records(material)["C009"].fields)["Quotation"] == one.printed


def register_talk(paths, words: str) -> None:
    """Put a practice transcript, its voice and a claim on some of its words into the files of the study."""
    manifest, shared = paths.raw / "manifest.csv", {"consent": "quote", "collector_relation": small_study.NEVER_MIND}
    source = {"record": "source", "label": "S2", "id": small_study.key(4), "file": "two.txt", "collector": "A"}
    said = {"characters": len(TALK), "title": "Two", "method": "interview", "by_programme": False, "language": "en"}
    append_source(manifest, {**source, **said, **shared, "sha256_text": sha256(TALK), "practice": True})
    voice = {"record": "voice", "label": "V3", "id": small_study.key(5), "source": "S2", "pseudonym": "V3"}
    who = {"role": "resident", "stakeholder_group": "residents", "independence_unit": "V3"}
    append_source(manifest, {**voice, **who, **shared, "spoken_as": "Interviewee"})
    start = TALK.index(words)
    place = {"start": start, "end": start + len(words), "sha256": sha256(words)}
    part = {"part_id": small_study.key(80), "coding_id": small_study.key(81), "slot": "outcome", **place}
    told = small_study.claim(9, "V3", [{**part, "code": "can_do_more"}])
    head = {"source": "S2", "coder": "ann", "round_no": 1, "recorded_at": small_study.WHEN}
    codebook.write_yaml(paths.coding / "claims_2.yaml", {**head, "claims": [told]}, kind="claims")


def told(part) -> list[str]:
    """Return every text of a page."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, (tuple, list)):
        return [text for one in part for text in told(one)]
    if dataclasses.is_dataclass(part):
        return [text for field in dataclasses.fields(part) for text in told(getattr(part, field.name))]
    return []
