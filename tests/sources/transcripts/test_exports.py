"""Whisper's exports keep their times and words; other JSON is refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.transcripts.exports import read_json, read_tsv

SHARED = Path(__file__).parents[4] / "shared/data/hostile_inputs/generated/captions"


def read(content: object):
    """Return the draft of a JSON file, given as values or as its text."""
    raw = content if isinstance(content, str) else json.dumps(content)
    return read_json(raw.encode(), where="x.json")


def spoken(draft) -> list[tuple]:
    """Return speaker, time and words of each turn."""
    return [(turn.speaker, turn.spoken_at, draft.text[turn.start : turn.end]) for turn in draft.turns]


def test_the_shared_whisper_file_gives_its_two_segments():
    path = SHARED / "whisper.json"
    if not path.is_file():
        pytest.skip("the shared hostile inputs are not at hand")
    draft = read_json(path.read_bytes(), where="whisper.json")
    assert spoken(draft) == [(None, 0.0, "Right."), (None, 1.2, "Okay.")]
    assert draft.changes == ("the export says that the language is English (en)",) and not draft.doubts


def test_segments_of_one_speaker_are_one_turn_and_single_words_are_left_out():
    first = {"start": 1, "end": 2, "text": " So", "speaker": "SPEAKER_00", "words": [{"word": "So", "start": 1}]}
    second = {"start": 2.5, "end": 3, "text": " what?", "speaker": "SPEAKER_00"}
    third = {"start": 3.5, "end": 4, "text": " Trust.", "speaker": "SPEAKER_01"}
    draft = read({"segments": [first, second, third], "word_segments": []})
    assert draft.text == "[00:00:01] SPEAKER_00: So what?\n[00:00:03] SPEAKER_01: Trust.\n"
    assert spoken(draft) == [("SPEAKER_00", 1.0, "So what?"), ("SPEAKER_01", 3.5, "Trust.")]
    assert draft.changes == ("segment 1: times of single words were left out",)


def test_whisper_cpp_and_language_of_segments_are_read():
    cpp = {"transcription": [{"offsets": {"from": 1500, "to": 2000}, "text": " hi"}]}
    assert spoken(read(cpp)) == [(None, 1.5, "hi")]
    clock = {"transcription": [{"timestamps": {"from": "00:00:01,500", "to": "00:00:02,000"}, "text": " hi"}]}
    assert spoken(read(clock)) == [(None, 1.5, "hi")]
    assert read({"segments": [{"start": 0, "text": "tak", "language": "pl"}]}).turns[0].language == "pl"


def test_malformed_segments_keep_their_words_and_are_told():
    segments = [{"text": "a"}, {"start": "x", "text": "b"}, "c", 7, {"start": 3}, {"start": 5, "end": 4, "text": "d"}]
    draft = read({"segments": segments})
    assert [words for *_, words in spoken(draft)] == ["a", "b", "c", "d"]
    assert draft.doubts == (
        "segments 1, 2: a start that cannot be read; the words were kept",
        "segments 3, 4: it is no segment; its words, if any, were kept",
        "segment 5: a segment without words",
        "segment 6: a segment that ends before it begins",
    )


def test_what_is_no_character_never_reaches_the_text():
    draft = read('{"segments": [{"start": NaN, "text": "a\\ud800\\u0000b\\u2028c"}, {"start": 1e999, "text": "d"}]}')
    assert [words for *_, words in spoken(draft)] == ["a\ufffd\ufffdb c", "d"]
    assert [turn.spoken_at for turn in draft.turns] == [None, None]


def test_words_without_segments_are_kept_without_turns():
    draft = read({"text": " Right. Okay.", "language": "en"})
    assert draft.text == "Right. Okay.\n" and draft.turns == () and "no segments" in draft.doubts[0]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "this is no JSON"),
        ("{", "this is no JSON"),
        ("[]", "not a transcript"),
        ("{}", "not a transcript"),
        ("null", "not a transcript"),
        ('{"results": {"channels": []}}', "not a transcript"),
        ('{"segments": {"text": "a"}}', "not a transcript"),
        ('{"segments": [], "text": " "}', "holds no words"),
        ("[" * 100_000, "nested deeper"),
        ('{"a":' * 100_000, "nested deeper"),
        ("1" * 5_000, "a number that is too long"),
    ],
)
def test_other_json_is_refused_in_a_sentence(content, what):
    with pytest.raises(InputRefused, match=what) as refused:
        read(content)
    assert refused.value.where.startswith("x.json") and refused.value.next


def test_brackets_within_words_are_not_depth():
    assert read({"segments": [{"start": 0, "text": "[laughs] " * 500}]}).turns


def test_whisper_s_table_is_read_and_other_tables_are_refused():
    draft = read_tsv(b"start\tend\ttext\n0\t1200\tRight.\n1200\t1300\tOkay.\nbad\n", where="x.tsv")
    assert spoken(draft) == [(None, 0.0, "Right."), (None, 1.2, "Okay."), (None, None, "bad")]
    assert draft.doubts == ("line 4: a row without start, end and text; its words were kept",)
    for raw in (b"a\tb\n1\t2\n", b"start\tend\ttext\n"):
        with pytest.raises(InputRefused):
            read_tsv(raw, where="x.tsv")
