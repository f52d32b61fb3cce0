"""Turns and paragraphs become segments whose ids follow from the source and the place."""

from __future__ import annotations

import time
import uuid

import pandas as pd

from useit_eval.sources.drafts import Turn
from useit_eval.sources.texts import SourceImport
from useit_eval.workbench.segments import clock, segment_rows, with_voices

SOURCE = str(uuid.UUID(int=7))


def read(text: str, *turns: Turn) -> SourceImport:
    """Return a file as it was read."""
    return SourceImport("a.txt", "txt", text, turns, "0", "0", len(text), (), ())


def test_turns_keep_speaker_time_language_and_the_turn_they_render():
    first = Turn(0, 3, speaker="P1", spoken_at=200.4, language="ur")
    second = Turn(4, 7, speaker="P1", rendering="translated", translated_by="Bo", translated_from=1, question_id="q2")
    rows = segment_rows([(read("abc def", first, second), SOURCE, "en")]).to_dict("records")
    assert [row["locator"] for row in rows] == ["turn 1, 00:03:20", "turn 2"]
    assert [row["language"] for row in rows] == ["ur", "en"] and rows[1]["rendering"] == "translated"
    put = Turn(0, 3, rendering="interpreted", translated_by="F01", rendered_from="ur")
    assert segment_rows([(read("abc", put), SOURCE, "en")])["rendered_from"].tolist() == ["ur"]
    assert rows[1]["translated_from"] == rows[0]["segment_id"] and rows[1]["question_id"] == "q2"


def test_ids_follow_from_source_and_place():
    rows = segment_rows([(read("abc def", Turn(0, 3), Turn(4, 7)), SOURCE, "en")])
    assert rows["segment_id"].tolist() == [str(uuid.uuid5(uuid.UUID(SOURCE), place)) for place in ("0-3", "4-7")]
    doubled = segment_rows([(read("abc", Turn(1, 1), Turn(1, 1)), SOURCE, "en")])
    assert doubled["segment_id"].nunique() == 2


def test_paragraphs_stand_where_no_turns_were_found():
    rows = segment_rows([(read("One\ntwo.\n\n Three. \n"), SOURCE, "en")])
    assert rows[["start", "end"]].to_numpy().tolist() == [[0, 8], [11, 17]]


def test_a_label_with_blanks_around_it_is_spoken_by_its_voice_and_an_unknown_one_by_nobody():
    segments = pd.DataFrame({"source_id": ["s", "s", "t"], "speaker": ["P1 ", "P2", "P1"], "voice_id": [None] * 3})
    voices = pd.DataFrame({"source_id": ["s"], "voice_id": ["v"], "spoken_as": ["Mo; P1"]})
    found = with_voices(segments.astype("str"), voices)["voice_id"]
    assert found[0] == "v" and found[1:].isna().all()


def test_times_of_long_recordings_are_told_in_hours():
    assert (clock(0), clock(3661.9)) == ("00:00:00", "01:01:01")


def test_two_hundred_thousand_turns_take_seconds():
    turns = tuple(Turn(n * 10, n * 10 + 5, speaker=f"P{n % 5}", spoken_at=float(n)) for n in range(200_000))
    began = time.process_time()
    assert len(segment_rows([(read("x", *turns), SOURCE, "en")])) == 200_000
    assert time.process_time() - began < 10
