import pytest

from useit_eval.workbench import add_source, init_study, open_study, tell_sources


@pytest.fixture
def bench(tmp_path):
    init_study("leeds", folder=tmp_path)
    with open_study("leeds", root=tmp_path) as opened:
        yield opened


def test_a_study_without_sources_says_so(bench):
    (finding,) = tell_sources(bench)
    assert finding.sentences[0].text == "No source is registered yet."


def test_a_registered_text_is_listed_and_at_hand(bench, tmp_path):
    (tmp_path / "talk.txt").write_text("Somebody spoke.\n", encoding="utf-8")
    add_source(bench, tmp_path / "talk.txt", title="A talk")
    register, voices, passages = tell_sources(bench)
    assert register.sentences[0].text == "1 source is registered."
    assert register.table.rows == (("S001", "A talk", "document", "yes", "paraphrase", "yes"),)
    assert voices.sentences == ()
    assert passages.data == {"S001": {"marked": 0, "verified": 0}}
    assert passages.sentences[0].ids == ("S001",)


TALK = (
    "Interviewer: Where?\nInterviewee [ur]: There.\nInterviewee [en, translated by R02 from 2]: Over there.\n"
    "Interviewer: Why?\nInterviewee [en, interpreted by F01 from Urdu]: It was free.\n"
)


def test_turns_are_told_by_language_and_rendering_and_those_without_a_voice(bench, tmp_path):
    from useit_eval.workbench import adopt_voices

    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    add_source(bench, tmp_path / "talk.txt")
    turns = tell_sources(bench)[2]
    assert turns.table.rows == (("S001", 5, "English, Urdu", 1, 1, 5),)
    assert [line.text for line in turns.sentences] == [
        "5 turns bear the name of a speaker.",
        "2 turns were translated or interpreted: quotations say so.",
        "5 turns have no voice yet: useit-eval voices.",
    ]
    adopt_voices(bench)
    assert tell_sources(bench)[2].table.rows[0][-1] == 0


def test_what_consent_keeps_from_quotation_is_said_once_and_nothing_where_all_may(bench, tmp_path):
    for number in (1, 2, 3):
        (tmp_path / f"talk{number}.txt").write_text(f"Somebody spoke {number} times.\n", encoding="utf-8")
        add_source(bench, tmp_path / f"talk{number}.txt", consent="quote" if number == 1 else "paraphrase")
    register, _, passages = tell_sources(bench)
    assert register.sentences[1].text == "Of S002 and S003 no words are quoted: consent says so in the manifest."
    assert [line.text for line in passages.sentences] == ["No passage of S001 to S003 is marked yet."]
