"""Which question a turn answers follows from the interviewer's own words; what nobody was asked is told from that."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.coder import study
from useit_eval import codebook
from useit_eval.codebook import TopicGuide, TopicQuestion, load_topic_guide
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import asked, open_study

GUIDE = TopicGuide(
    questions=(
        TopicQuestion(id="Q01", asks="How did you come to hear of the project?"),
        TopicQuestion(id="Q02", asks="What got in the way?", theories=("T1",)),
        TopicQuestion(id="Q10", asks="What did it cost you, in money or otherwise?", theories=("T2",)),
        TopicQuestion(id="Q12", asks="Would you agree with that?", theory_shown=True),
    )
)


def found(*turns, asking=("i",), guide=GUIDE):
    """Return the question of each turn; I asks, all others answer."""
    text, rows = "", []
    for speaker, words in turns:
        rows.append(
            {"start": len(text), "end": len(text) + len(words), "speaker": speaker, "voice_id": speaker.lower()}
        )
        text += words
    return asked.questions_of(rows, guide, text, asking=asking)


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("How did you come to hear of the project?", "Q01"),
        ("Thank you for coming. How did you come to hear about the project?", "Q01"),
        ("So, erm, how did you come to hear of the project, then?", "Q01"),
        ("HOW DID YOU COME TO HEAR OF THE PROJECT", "Q01"),
        ("And what got in the way?", "Q02"),
        ("What, if I may ask, did it cost you, in money or otherwise", "Q10"),
        ("What did it cost you in money, or otherwise?", "Q10"),
        ("[Q2] Something in other words altogether.", "Q02"),
        ("[q010] Money?", "Q10"),
        ("[Q 12]", "Q12"),
    ],
)
def test_a_question_is_known_by_its_mark_or_by_words_nearly_its_own(words, question):
    assert found(("I", words)) == [question]


@pytest.mark.parametrize(
    "words",
    [
        "Right.", "And?", "What happened after that?", "How did you get to the project?", "What did it change?",
        "What did the course cost the project?", "Did you hear of it?", "The way?", "Would you say that again?",
        "[Q3] A question that the guide does not know.", "I meant [Q2] later.", "", "How did you hear?",
        "What was it like on the way?", "Would you have gone there without that?",
    ],
)  # fmt: skip
def test_other_words_are_another_question(words):
    assert found(("I", words)) == [None]


def test_a_question_holds_for_the_answers_until_the_next():
    turns = [("I", "Hello."), ("P", "Hello."), ("I", "What got in the way?"), ("P", "A."), ("I", "Go on."), ("P", "B.")]
    turns += [("I", "How did you come to hear of the project?"), ("P", "C.")]
    assert found(*turns) == [None, None, "Q02", "Q02", "Q02", "Q02", "Q01", "Q01"]


def test_who_answers_puts_no_question_even_in_its_very_words():
    turns = [("I", "How did you come to hear of the project?"), ("P", "You mean, what got in the way?")]
    assert found(*turns) == ["Q01", "Q01"]


def test_of_two_questions_in_one_turn_the_later_is_answered():
    assert found(("I", "How did you come to hear of the project? And what got in the way?")) == ["Q02"]


def test_without_the_manifest_s_word_who_mostly_asks_is_taken_to_ask():
    turns = [("I", "What got in the way?"), ("P", "What got in the way? Nothing."), ("I", "No?"), ("P", "No.")]
    assert found(*turns, asking=()) == ["Q02"] * 4
    turns = [("P", "They said: what got in the way? And I said: nothing."), ("I", "Did you?"), ("P", "Yes.")]
    assert found(*turns, asking=()) == [None] * 3


def test_without_a_guide_or_a_text_no_question_is_known():
    assert found(("I", "What got in the way?"), guide=None) == [None]
    assert asked.questions_of([{"start": 0, "end": 1, "speaker": "I", "voice_id": None}], GUIDE, "") == [None]


def test_segments_bear_their_question_when_they_are_loaded(bench):
    assert bench.load("segment")["question_id"].tolist() == ["Q01", "Q01", "Q02", "Q02", "Q02"]


def test_a_theory_whose_questions_nobody_put_was_not_asked_about():
    theories = pd.DataFrame({"theory_id": ["T1", "T2", "T3"], "not_asked": pd.array([False] * 3, dtype="boolean")})
    put = pd.DataFrame({"question_id": pd.array(["Q01", "Q02", None], dtype="str")})
    assert asked.with_asked(theories, GUIDE, put)["not_asked"].tolist() == [False, True, False]
    nothing = pd.DataFrame({"question_id": pd.array([None], dtype="str")})
    assert asked.with_asked(theories, GUIDE, nothing)["not_asked"].tolist() == [False] * 3
    assert asked.with_asked(theories, None, put)["not_asked"].tolist() == [False] * 3


def test_the_study_s_theories_are_told_so(paths):
    questions = [
        {"id": "Q09", "asks": "Did the room change anything?", "theories": ["LE1"]},
        *study.GUIDE["questions"][:1],
    ]
    codebook.write_yaml(paths.codebooks / "topic_guide.yaml", {"questions": questions}, kind="topic_guide")
    with open_study(root=paths.root) as bench:
        told = bench.asked().set_index("theory_id")["not_asked"]
        assert bool(told["LE1"])
    questions[1] = {**questions[1], "theories": ["LE1"]}
    codebook.write_yaml(paths.codebooks / "topic_guide.yaml", {"questions": questions}, kind="topic_guide")
    with open_study(root=paths.root) as bench:
        assert not bench.asked().set_index("theory_id")["not_asked"]["LE1"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "Q01"}, "the question 'q01' is given twice"),
        ({"theories": ["LE9"]}, "'LE9' is not a theory"),
        ({"asks": " "}, "asks is empty"),
        ({"about": "LE1"}, "'about' is not a key"),
        ({"wordings": ["how did you come to hear of the course?"]}, "is a wording of Q01 and of Q02"),
    ],
)
def test_a_fault_of_the_guide_is_told_with_its_line(paths, change, told):
    one, two = study.GUIDE["questions"]
    path = paths.codebooks / "topic_guide.yaml"
    codebook.write_yaml(path, {"questions": [one, {**two, **change}]}, kind="topic_guide")
    with pytest.raises(InputRefused, match=rf"topic_guide.yaml, line \d+.*{told}"):
        open_study(root=paths.root)


def test_the_practice_study_s_guide_finds_its_questions():
    guide = load_topic_guide("codebooks/practice/topic_guide.yaml")
    words = ["So it was her who asked first.", "What got in the way?", "And did you take it?"]
    turns = [(speaker, said) for each in words for speaker, said in (("I", each), ("P", "Yes."))]
    assert found(*turns, guide=guide) == ["Q02", "Q02", "Q05", "Q05", "Q05", "Q05"]
