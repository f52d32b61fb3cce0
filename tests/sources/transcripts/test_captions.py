"""Captions keep speakers, times and words; what is malformed is told by its line and never dropped."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.transcripts.captions import read_captions

SHARED = Path(__file__).parents[4] / "shared/data/hostile_inputs"
CAPTION = "Caption text #"


def shared(name: str) -> bytes:
    """Return a file of the shared hostile inputs."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the shared hostile inputs are not at hand")
    return path.read_bytes()


def spoken(draft) -> list[tuple]:
    """Return speaker, time and words of each turn."""
    return [(turn.speaker, turn.spoken_at, draft.text[turn.start : turn.end]) for turn in draft.turns]


def read(text: str):
    """Return the draft of captions written as text."""
    return read_captions(text.encode(), where="x.vtt")


def numbered(*times: float | None, leave: tuple[int, ...] = ()) -> list[tuple]:
    """Return what files with ``Caption text #1`` and so on give at these times."""
    numbers = [number for number in range(1, len(times) + len(leave) + 1) if number not in leave]
    return [(None, at, f"{CAPTION}{number}") for number, at in zip(numbers, times, strict=True)]


TIMES = (0.5, 7.0, 11.89, 16.32, 21.58, 23.88, 27.28)
SBV = (0.378, 11.378, 13.489, 15.489, 17.484)
BACKWARDS = "a caption that ends before it begins"
GIVEN = {
    "generated/captions/vtt_bom_crlf.vtt": ([("Amina Yusuf", 1.0, "Hello & welcome")], ()),
    "generated/captions/vtt_teams_guid.vtt": ([("Parke, Conrad", 2.73, "So what we need is trust.")], ()),
    "generated/captions/vtt_zoom.vtt": (
        [("Karolina M", 4.2, "Can everyone hear me?"), (None, 7.11, "Yes: I can")],
        (),
    ),
    "generated/captions/srt_comma_dot_mix.srt": (
        [(None, 1.0, "A"), (None, 2.0, "duplicate index"), (None, 3.0, "bad digits")],
        (
            "line 2: a time with a dot where a comma belongs; read as it stands",
            "line 5: a caption's number was given before",
            "line 9: a caption's number is none",
            "line 10: a time with a digit too few or too many, or a comma where a dot belongs; read as it stands",
        ),
    ),
    "webvtt_py/captions_with_bom.vtt": (numbered(*TIMES[:4]), ()),
    "webvtt_py/cue_tags.vtt": (
        [
            (None, 16.5, "When the moon hits your eye"),
            (None, 18.5, "Like a big-a pizza pie"),
            (None, 20.5, "That's amore"),
        ],
        (),
    ),
    "webvtt_py/invalid.vtt": (
        numbered(*TIMES),
        ("line 1: the header WEBVTT is missing; read as WebVTT without it",),
    ),
    "webvtt_py/invalid_timeframe.sbv": (
        numbered(0.378, 11.378, None, 15.489, 17.484),
        ("line 7: a time that cannot be read; the words were kept", f"line 13: {BACKWARDS}"),
    ),
    "webvtt_py/invalid_timeframe.srt": (
        numbered(*TIMES[:5]),
        ("line 6: a time with a dot where a comma belongs; read as it stands",),
    ),
    "webvtt_py/invalid_timeframe.vtt": (
        numbered(*TIMES),
        ("line 6: a time that cannot be read; the words were kept",),
    ),
    "webvtt_py/invalid_timeframe_in_cue_text.vtt": (
        numbered(0.5, 7.0, 11.89),
        ("line 6: a caption without words", "line 7: a caption without an empty line before it"),
    ),
    "webvtt_py/metadata_headers.vtt": (numbered(0.5, 7.0), ()),
    "webvtt_py/metadata_headers_multiline.vtt": (numbered(0.5, 7.0), ()),
    "webvtt_py/missing_caption_text.sbv": (
        numbered(0.378, 13.489, 15.489, 17.484, leave=(2,)),
        ("line 4: a caption without words", f"line 12: {BACKWARDS}"),
    ),
    "webvtt_py/missing_caption_text.srt": (
        numbered(0.5, 11.89, 16.32, 21.58, leave=(2,)),
        ("line 6: a caption without words",),
    ),
    "webvtt_py/missing_caption_text.vtt": (
        numbered(0.5, 11.89, 16.32, 21.58, leave=(2,)),
        ("line 6: a caption without words",),
    ),
    "webvtt_py/missing_timeframe.sbv": (
        numbered(0.378, None, 13.489, 15.489, 17.484),
        ("line 4: a caption without a time; its words were kept", f"line 12: {BACKWARDS}"),
    ),
    "webvtt_py/missing_timeframe.srt": (
        numbered(0.5, None, 11.89, 16.32, 21.58),
        ("line 6: a caption without a time; its words were kept",),
    ),
    "webvtt_py/missing_timeframe.vtt": (
        numbered(0.5, None, *TIMES[2:]),
        ("line 6: a caption without a time; its words were kept",),
    ),
    "webvtt_py/one_caption.srt": (numbered(0.5), ()),
    "webvtt_py/one_caption.vtt": (numbered(0.5), ()),
    "webvtt_py/sample.sbv": (
        [
            *numbered(0.378, 11.378),
            (None, 13.489, "Caption text #3 (line 1) Caption text #3 (line 2)"),
            (None, 15.489, "Caption text #4"),
            (None, 17.484, "Caption text #5"),
        ],
        (f"line 14: {BACKWARDS}",),
    ),
    "webvtt_py/sample.srt": (numbered(*TIMES[:5]), ()),
    "webvtt_py/styles.vtt": ([(None, 0.0, "- Hello world.")], ()),
    "webvtt_py/two_captions.sbv": (
        [(None, 0.378, "Caption text #1"), (None, 11.378, "Caption text #2 (line 1) Caption text #2 (line 2)")],
        (),
    ),
    "webvtt_py/using_identifiers.vtt": (numbered(*TIMES[:6]), ()),
    "webvtt_py/youtube_dl.vtt": (
        [(None, 286.07, "yeah"), (None, 286.47, "what"), (None, 304.08, "this will happen is I'm telling")],
        ("line 19: a caption without an empty line before it",),
    ),
}


@pytest.mark.parametrize("name", GIVEN)
def test_every_shared_file_gives_its_speakers_times_words_and_doubts(name):
    draft = read_captions(shared(name), where=name)
    assert (spoken(draft), draft.doubts) == GIVEN[name]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("empty.vtt", "the file is empty"),
        ("no_captions.vtt", "the file holds no captions"),
        ("invalid_format.sbv", "the file holds no captions"),
        ("invalid_format1.srt", "the file holds no captions"),
        ("invalid_format2.srt", "the file holds no captions"),
        ("invalid_format3.srt", "the file holds no captions"),
        ("invalid_format4.srt", "its captions have no words, or no time that can be read"),
    ],
)
def test_a_file_without_captions_is_refused_in_a_sentence(name, what):
    with pytest.raises(InputRefused, match=what) as refused:
        read_captions(shared(f"webvtt_py/{name}"), where=name)
    assert refused.value.where == name and refused.value.next


def test_no_shared_caption_file_is_left_out_of_these_tests():
    shared("webvtt_py/sample.vtt")
    refused = {"empty.vtt", "no_captions.vtt", "comments.vtt", "sample.vtt", "LICENSE"}
    there = {f"webvtt_py/{path.name}" for path in (SHARED / "webvtt_py").iterdir()}
    assert {name for name in there - set(GIVEN) if not Path(name).name.startswith("invalid_format")} == {
        f"webvtt_py/{name}" for name in refused
    }


@pytest.mark.parametrize("name", ["sample.vtt", "comments.vtt", "cue_tags.vtt", "using_identifiers.vtt", "styles.vtt"])
def test_webvtt_py_reads_the_same_starts_and_words_from_well_formed_files(name, tmp_path):
    raw = shared(f"webvtt_py/{name}")
    peer = webvtt.from_string(raw.decode())
    draft = read_captions(raw, where=name)
    ours: dict[float, str] = {}
    for _, at, words in spoken(draft):
        ours[at] = f"{ours[at]} {words}" if at in ours else words
    theirs = {one.start_time.in_milliseconds() / 1000: " ".join(one.text.split()) for one in peer}
    assert ours == theirs


def test_notes_styles_and_headers_are_told_when_they_are_left_out():
    draft = read_captions(shared("webvtt_py/comments.vtt"), where="comments.vtt")
    assert draft.changes[1].startswith("lines 3, 17") and "NOTE" in draft.changes[1]
    assert "translation was done" not in draft.text and len(draft.turns) >= 5
    styles = read_captions(shared("webvtt_py/styles.vtt"), where="styles.vtt")
    assert styles.changes == ("lines 3, 9: styles and regions were left out",)


def test_the_text_has_a_line_for_each_turn_and_spans_cover_the_words_alone():
    draft = read("WEBVTT\n\n00:01.500 --> 00:02.000\n<v P3>One</v>\n\n01:02.000 --> 01:03.000\n<v Dan>Two</v>\n")
    assert draft.text == "[00:00:01] P3: One\n[00:01:02] Dan: Two\n"
    assert spoken(draft) == [("P3", 1.5, "One"), ("Dan", 62.0, "Two")]


def test_two_voices_in_one_caption_are_two_turns():
    draft = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A. Khan>Yes.</v> <v.loud Dan>No.</v>\n")
    assert spoken(draft) == [("A. Khan", 1.0, "Yes."), ("Dan", 1.0, "No.")]


def test_labels_in_srt_stand_where_the_speaker_changes_and_carry_on():
    cues = ["Dan: So tell me.", "- Amina: It was", "trust.", "Dan: Why?", "Amina: They came back."]
    text = "\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n" for n, words in enumerate(cues, start=1))
    draft = read_captions(text.encode(), where="x.srt")
    assert spoken(draft) == [
        ("Dan", 1.0, "So tell me."),
        ("Amina", 2.0, "It was trust."),
        ("Dan", 4.0, "Why?"),
        ("Amina", 5.0, "They came back."),
    ]
    assert draft.changes == ("line 11: a caption without a name was read as the speaker's above",)


def test_what_looks_like_a_tag_and_is_none_stays_in_the_words():
    draft = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nsee --> there <unclear> &lt;b&gt; 5 < 6 <b>bold</b> &amp;c &copy\n"
    )
    assert spoken(draft) == [(None, 1.0, "see --> there <unclear> <b> 5 < 6 bold &c &copy")]


def test_words_on_the_line_of_times_are_kept_and_told():
    draft = read("WEBVTT\n\n00:01.000 --> 00:02.000 align:start Hello there\nmore\n")
    assert spoken(draft) == [(None, 1.0, "Hello there more")]
    assert draft.doubts == ("line 3: words on the line of a caption's times; they were kept",)


def test_a_repeated_caption_is_told_and_kept_unless_captions_roll():
    kept = read("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n\n00:03.000 --> 00:04.000\nYes.\n")
    assert len(kept.turns) == 2 and "line 7: the words of the caption above again" in kept.doubts[0]
    rolled = read("WEBVTT\n\n00:01.000 --> 00:02.000\none<00:01.500> two\n\n00:03.000 --> 00:04.000\none two\nthree\n")
    assert spoken(rolled) == [(None, 1.0, "one two"), (None, 3.0, "three")] and "rolling" in rolled.changes[0]


def test_languages_and_translations_come_from_names_and_tags():
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Amina [ur]>salaam</v>\n\n00:03.000 --> 00:04.000\n"
        "<v Amina [en, translated by R02 from 1]>peace</v>\n\n00:05.000 --> 00:06.000\n<lang pl>tak</lang>\n"
    )
    turns = read(text).turns
    assert [(t.speaker, t.language, t.rendering, t.translated_by, t.translated_from) for t in turns] == [
        ("Amina", "ur", "original", None, None),
        ("Amina", "en", "translated", "R02", 1),
        (None, "pl", "original", None, None),
    ]


WORDS = st.text(st.sampled_from("abcdé 'ہ."), min_size=1, max_size=12).filter(lambda words: words.strip())


@given(st.lists(st.tuples(st.sampled_from(["Amina", "Dan", "P3"]), WORDS), min_size=1, max_size=12))
def test_every_word_of_every_voice_comes_out_whatever_was_said(cues):
    head = "".join(
        f"\n00:{n:02d}.000 --> 00:{n:02d}.500\n<v {who}>{words}</v>\n" for n, (who, words) in enumerate(cues)
    )
    draft = read(f"WEBVTT\n{head}")
    assert " ".join(words for *_, words in spoken(draft)).split() == " ".join(words for _, words in cues).split()
    assert all(one.speaker != other.speaker for one, other in zip(draft.turns, draft.turns[1:], strict=False))


LONG = {
    "voices": "<v A>x" * 100_000,
    "two voices": "<v A>x<v B>y" * 20_000,
    "lines": "a\n" * 100_000,
    "times": "00:01.000 --> 00:02.000\n" * 50_000 + "a",
    "angles": "<" * 1_000_000,
    "classes": "<" + ".a" * 500_000,
    "references": "&#" * 500_000,
    "a long line": "word " * 600_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_lines_and_many_tags_are_read_in_one_pass(name):
    began = time.process_time()
    assert read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{LONG[name]}").turns
    assert time.process_time() - began < 10
