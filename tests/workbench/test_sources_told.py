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
