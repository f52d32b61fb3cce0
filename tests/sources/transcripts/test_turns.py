"""Speakers and times are found in transcripts of many layouts, and in nothing else."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.sources.drafts import Draft, Turn
from useit_eval.sources.transcripts.turns import mark_turns

SHARED = Path(__file__).parents[4] / "shared"


def shared(name: str) -> str:
    """Return the text of a shared file."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the shared files are not at hand")
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def mark(text: str) -> Draft:
    """Return a text with its turns marked."""
    return mark_turns(Draft(text))


def spoken(draft: Draft) -> list[tuple]:
    """Return speaker, time and words of each turn."""
    return [(turn.speaker, turn.spoken_at, draft.text[turn.start : turn.end]) for turn in draft.turns]


LAYOUTS = {
    "a colon": "Interviewer: How was it?\nInterviewee 1: Good.\nAnd free.\nInterviewer: Why?\n",
    "a blank before the colon": "Interviewer : How was it?\nInterviewee 1 : Good.\nAnd free.\nInterviewer : Why?",
    "no blank behind the colon": "Interviewer:How was it?\nInterviewee 1:Good.\nAnd free.\nInterviewer:Why?",
    "labels on lines of their own": "Interviewer:\nHow was it?\n\nInterviewee 1:\nGood.\nAnd free.\n\nInterviewer:\nWhy?",
    "labels alone": "Interviewer\nHow was it?\n\nInterviewee 1\nGood.\nAnd free.\n\nInterviewer\nWhy?\n\nInterviewee 1\nSo.",
    "bold labels of Markdown": "**Interviewer:** How was it?\n\n**Interviewee 1**: Good.\nAnd free.\n\n**Interviewer:** Why?",
    "a dash": "Interviewer - How was it?\nInterviewee 1 – Good.\nAnd free.\nInterviewer — Why?",
    "a tab": "Interviewer\tHow was it?\nInterviewee 1\tGood.\nAnd free.\nInterviewer\tWhy?",
    "bold type lost": "Interviewer How was it?\nInterviewee 1 Good.\nAnd free.\nInterviewer Why?\nInterviewee 1 So.",
    "numbers before labels": "1. Interviewer: How was it?\n2. Interviewee 1: Good.\nAnd free.\n3. Interviewer: Why?",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_speakers_and_words_are_found_in_the_layout(layout):
    found = spoken(mark(LAYOUTS[layout]))[:3]
    assert found == [
        ("Interviewer", None, "How was it?"),
        ("Interviewee 1", None, "Good.\nAnd free."),
        ("Interviewer", None, "Why?"),
    ]


TIMED = {
    "brackets before": "[00:00:05] Dan: Hello.\n[00:01:02] P3: Yes.\n",
    "brackets behind": "Dan (00:00:05): Hello.\nP3 [00:01:02]: Yes.\n",
    "a bare time before": "00:00:05 Dan: Hello.\n00:01:02 P3: Yes.\n",
    "a bare time behind": "Dan 00:00:05: Hello.\nP3 00:01:02: Yes.\n",
    "Otter and Teams": "Dan  0:05\nHello.\n\nP3  1:02\nYes.\n",
    "Zoom's saved captions": "[Dan] 00:00:05\nHello.\n\n[P3] 00:01:02\nYes.\n",
    "Teams' Word file of ranges": "0:0:5.0 --> 0:0:8.120\nDan\nHello.\n0:1:2.0 --> 0:1:3.5\nP3\nYes.\n",
    "a line above": "00:00:05\nDan: Hello.\n\n00:01:02\nP3: Yes.\n00:01:04\nDan: So.",
}


@pytest.mark.parametrize("layout", TIMED)
def test_times_are_found_in_the_layout(layout):
    assert spoken(mark(TIMED[layout]))[:2] == [("Dan", 5.0, "Hello."), ("P3", 62.0, "Yes.")]


def test_otter_s_export_gives_its_speakers_and_times_and_not_its_last_line():
    draft = mark(shared("data/hostile_inputs/generated/captions/otter.txt"))
    assert spoken(draft) == [
        ("Unknown Speaker", 3.0, "So tell me how you heard about it."),
        ("P7", 7.0, "Through the church, you know."),
    ]
    assert "line 12" in draft.changes[0] and "line 1" in draft.changes[1]


def test_whisper_s_times_without_names_are_turns_without_speakers():
    text = "[00:00.000 --> 00:04.000]  Right.\n[00:04.000 --> 00:06.500]  Okay.\n"
    assert spoken(mark(text)) == [(None, 0.0, "Right."), (None, 4.0, "Okay.")]


COUNTED = {"P1": (47, 47), "P2": (81, 84), "P3": (61, 61)}


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("layout", ["clean", "extracted"])
def test_every_turn_of_the_shared_interviews_is_found(name, layout):
    draft = mark(shared(f"data/transcripts/pdpilot/{name}_{layout}.txt"))
    asking, answering = COUNTED[name]
    assert Counter(turn.speaker for turn in draft.turns) == {"Dan": asking, "Participant": answering}
    assert draft.changes == ("line 1: what stands before the first label belongs to no turn",) and not draft.doubts
    assert all(draft.text[turn.start : turn.end].strip() == draft.text[turn.start : turn.end] for turn in draft.turns)


@pytest.mark.parametrize(
    "name",
    [
        "journal/useit-journal-1.txt",
        "data/transcripts/ukds/sample_text.txt",
        "data/hostile_inputs/blns/blns.txt",
        "design.md",
        "methods.md",
    ],
)
def test_a_document_that_is_no_transcript_has_no_turns(name):
    draft = Draft(shared(name))
    assert mark_turns(draft) is draft


def test_the_reference_text_of_all_encodings_has_its_four_turns():
    draft = mark(shared("data/hostile_inputs/generated/REFERENCE_utf8_lf.txt"))
    assert [turn.speaker for turn in draft.turns] == ["Interviewer", "Amina"] * 2


def test_the_shared_text_in_arabic_and_urdu_has_its_four_turns():
    draft = mark(shared("data/hostile_inputs/generated/rtl_arabic_urdu.txt"))
    assert [turn.speaker for turn in draft.turns] == ["Interviewer", "Fatima", "سوال", "جواب"]


PROSE = {
    "notes": "Note: the room was cold.\nSource: our own.\nNote: it rained.\nSource: our own.\nNote: the end.\n",
    "times of day": "10:30 coffee\n11:00: talk\n12:15 lunch\n13:00 end\n",
    "a timetable": "Registration 09:30\nOpening 10:00\nLunch 12:30\nClosing 15:00\n",
    "addresses of the web": "http://a.org\nhttps://b.org\nhttp://c.org/d: e\n",
    "a colon in a sentence": "She said this: we were not asked.\nThen there was one thing: trust.\n",
    "a letter": "From: A\nTo: B\nDate: 1 May\nSubject: C\n\nDear B,\nplease come.\n",
    "headings of a report": "Aims:\nto help\nOutputs:\nten courses\nAims:\nto learn\nOutputs:\ntwo\n",
    "one letter once": "I: had a thought about it and wrote it down.\nIt was long.\n",
    "lists with dashes": "apples - red\npears - green\nplums - blue\n",
    "minutes": "Present: A, B\nApologies: C\n1. Welcome\nThe chair opened.\nAction: A to write.\nAction: B to call.\n",
    "days": "Monday: closed\nTuesday: open\nMonday: closed\nTuesday: open\n",
    "strengths and weaknesses": "Strengths: a\nWeaknesses: b\nStrengths: c\nWeaknesses: d\n",
    "chapters": "Chapter 1: One\nText.\nChapter 2: Two\nText.\nChapter 3: Three\nText.\n",
    "nothing": "",
    "blanks": " \n \n",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_lists_and_letters_have_no_turns(name):
    assert mark(PROSE[name]).turns == ()


def test_one_letter_names_a_speaker_only_when_it_recurs():
    draft = mark("I: So?\nR: Well.\nI: And?\nR: Yes.\nS: Tea?\n")
    assert [turn.speaker for turn in draft.turns] == ["I", "R", "I", "R"]
    assert draft.doubts == ("line 5: a label that occurs once may name a speaker; it was left in the words",)


def test_a_name_that_speaks_once_is_a_speaker_and_a_remark_is_not():
    draft = mark("Dan: So?\nAmina: Well.\nNote: she laughs.\nDan: And?\nKarolina M: Tea?\nAmina: Yes: please.\n")
    assert [turn.speaker for turn in draft.turns] == ["Dan", "Amina", "Dan", "Karolina M", "Amina"]
    assert spoken(draft)[1][2] == "Well.\nNote: she laughs."


def test_lines_that_open_a_transcript_are_not_spoken():
    text = "Title: One\nInterviewer: R02\nInterviewee: P3\nDate: 1 May\n\nInterviewer: So?\nInterviewee: Well.\n"
    draft = mark(text)
    assert spoken(draft) == [("Interviewer", None, "So?"), ("Interviewee", None, "Well.")]
    assert draft.changes == ("line 1: what stands before the first label belongs to no turn",)


def test_a_label_without_words_is_told_and_makes_no_turn():
    draft = mark("Interviewer: So?\nInterviewee:\nInterviewer: Hello?\n")
    assert len(draft.turns) == 2 and draft.doubts == ("line 2: a label without words; no turn was made of it",)


def test_labels_of_other_scripts_are_found():
    draft = mark("انٹرویو: سوال\nجواب دہندہ: جواب\nانٹرویو: اور\nجواب دہندہ: ہاں\n")
    assert [turn.speaker for turn in draft.turns] == ["انٹرویو", "جواب دہندہ"] * 2


def test_marks_of_language_and_translation_are_read_and_stay_out_of_label_and_words():
    text = (
        "Interviewer: How?\nInterviewee [ur]: salaam\nInterviewee [en, translated by R02 from 2]: Peace.\n"
        "Interviewee: [in Urdu] shukriya\nInterpreter: Thanks.\nInterviewee (via interpreter): Yes.\n"
    )
    turns = mark(text).turns
    assert [(t.language, t.rendering, t.translated_by, t.translated_from) for t in turns] == [
        (None, "original", None, None),
        ("ur", "original", None, None),
        ("en", "translated", "R02", 2),
        ("ur", "original", None, None),
        (None, "interpreted", "Interpreter", None),
        (None, "interpreted", None, None),
    ]
    assert [text[t.start : t.end] for t in turns] == ["How?", "salaam", "Peace.", "shukriya", "Thanks.", "Yes."]
    assert [t.speaker for t in turns][1:4] == ["Interviewee"] * 3


def test_marks_that_are_not_understood_are_told_by_line_and_other_brackets_are_words():
    draft = mark(
        "Interviewer: How?\nInterviewee [hm]: a\nInterviewer: [laughs] b\nInterviewee (Polish): c\n"
        "Interviewee [en, translated from 40]: d\nInterviewee: (half in Urdu) e\n"
    )
    assert [doubt.split(":")[0] for doubt in draft.doubts] == ["line 2", "line 4", "line 6", "line 5"]
    assert [draft.text[t.start : t.end] for t in draft.turns][2] == "[laughs] b"
    assert draft.turns[3].speaker == "Interviewee (Polish)" and draft.turns[4].translated_from is None


def test_a_draft_that_has_turns_is_given_back_as_it_is():
    draft = Draft("Dan: Yes.\nDan: No.\n", (Turn(0, 3),))
    assert mark_turns(draft) is draft


LABELS = st.sampled_from(
    ["Interviewer", "Interviewee 1", "INTERVIEWEE 2", "P3", "Amina Yusuf", "Dr. Khan", "SPEAKER_00"]
)
SAID = st.text(st.sampled_from("abcdé,'. ہ"), min_size=1, max_size=30).map(str.strip).filter(bool)


@given(
    st.lists(st.tuples(LABELS, SAID), min_size=2, max_size=20),
    st.sampled_from(["{0}: {1}\n", "[00:01:00] {0}: {1}\n", "{0}:\n{1}\n\n", "{0} (00:02): {1}\n", "**{0}:** {1}\n"]),
)
def test_what_is_written_in_a_layout_is_found_again(said, layout):
    said = [*said, *said]
    draft = mark("".join(layout.format(*one) for one in said))
    assert [(speaker, words) for speaker, _, words in spoken(draft)] == said


HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            ["\n", ": ", "Dan: ", "P3 ", "[", "]", "(", ")", "00:01", " --> ", "\t", "- ", "**", "[ur]", "I: "]
        ),
    ),
    max_size=60,
).map("".join)


@given(HOSTILE)
def test_spans_lie_within_any_text_in_order_and_disjoint(text):
    draft = mark(text)
    place = 0
    for turn in draft.turns:
        assert place <= turn.start < turn.end <= len(text)
        place = turn.end
    assert draft.text == text


LONG = {
    "turns": "".join(f"{'Interviewer' if n % 2 else 'P3'}: word {n}\n" for n in range(20_000)),
    "a long turn": "Interviewer: " + "word " * 600_000 + "\nP3: yes\nInterviewer: no\n",
    "colons": "Interviewer: " * 250_000,
    "blanks": " " * 3_000_000,
    "brackets": "A [a] [b] [c] [" * 200_000,
    "open brackets": "A" + "[" * 3_000_000,
    "stars": "*" * 3_000_000,
    "times": "00:00:00 " * 300_000,
    "dashes": "a - " * 750_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_lines_and_many_turns_are_read_in_one_pass(name):
    began = time.process_time()
    mark(LONG[name])
    assert time.process_time() - began < 10


@pytest.mark.long
def test_two_hundred_thousand_turns_are_read_within_seconds():
    text = "".join(f"[{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}] P{n % 2}: word {n}\n" for n in range(200_000))
    began = time.process_time()
    assert len(mark(text).turns) == 200_000
    assert time.process_time() - began < 15


def test_the_examples_of_the_page_for_researchers_are_read_as_it_says():
    page = (Path(__file__).parents[3] / "docs/transcripts.md").read_text(encoding="utf-8")
    simple, marked = re.findall(r"```text\n(.*?)```\n\*practice\*", page, re.S)
    assert [turn.speaker for turn in mark(simple).turns] == ["Interviewer", "Interviewee 1", "Interviewer"]
    assert [(turn.rendering, turn.translated_from) for turn in mark(marked).turns] == [
        ("original", None),
        ("original", None),
        ("translated", 2),
        ("interpreted", None),
    ]
    assert not mark(marked).doubts


def test_a_role_beside_a_code_is_a_transcript():
    draft = mark("Focus group 2\nModerator: Thanks for coming.\nP1: It is the trust.\n")
    assert spoken(draft) == [("Moderator", None, "Thanks for coming."), ("P1", None, "It is the trust.")]


def test_brackets_beside_a_label_are_left_out_where_it_also_stands_without_them():
    draft = mark("Dan: a\nAmina (mentor): b\nDan (laughs): c\nAmina (mentor): d\n")
    assert [turn.speaker for turn in draft.turns] == ["Dan", "Amina (mentor)"] * 2
    assert draft.changes == ("line 3: brackets beside a label were left out of it",)
