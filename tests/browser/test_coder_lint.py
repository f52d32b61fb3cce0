"""Hints on a half-built configuration: each fires for what it is about, and keeps quiet for what only looks like it."""

from __future__ import annotations

import pytest

from tests.browser.coder_page import open_modules

pytestmark = pytest.mark.browser

THEORY = {"theory_id": "T1", "title": "Asked by a neighbour", "text": "If trained residents carry a list of hospital "
          "vacancies and ask neighbours, then people come forward, because their profession is worth something."}  # fmt: skip


@pytest.fixture(scope="module")
def lint(chromium):
    """A function that returns the rules which fire for parts ((slot, words), ...) and what the claim says."""
    context = chromium.new_context()
    page = open_modules(context)

    def look(*parts, heard=None, voices=(), spans=None, **claim):
        made = []
        for i, (slot, words) in enumerate(parts):
            start, end = spans[i] if spans else (100 * i, 100 * i + len(words))
            made.append({"part_id": f"p{i}", "coding_id": f"c{i}", "slot": slot, "start": start, "end": end, "words": words,
                         "heard": heard or words, "voice_id": voices[i] if voices else "v1"})  # fmt: skip
        said = {"voice_id": "v1", "reported_by": "v1", "about_case": "", "status": "observed", "elicitation": "unprompted",
                "paraphrase": "", **claim}  # fmt: skip
        half = {"parts": made, "claim": said, "voices": {"v1": "Rosa", "v2": "Idris"}, "theories": [THEORY]}
        return page.evaluate("async (half) => (await import('/front/lint.js')).lintHalf(half)", half)

    yield look
    context.close()


CONTEXT = ("context", "I had three small ones at home")
RESOURCE = ("mechanism_resource", "she brought me a list")
REASONING = ("mechanism_reasoning", "I thought I might be worth something")
OUTCOME = ("outcome", "I got a post on the ward")

FIRES = [
    ("activity_as_reasoning", [("mechanism_reasoning", "the training in the church hall")], {}),
    ("activity_as_reasoning", [("mechanism_mixed", "two workshops with the hospital")], {}),
    ("activity_as_outcome", [("outcome", "They ran four sessions at the library")], {}),
    ("activity_as_outcome", [("outcome", "Twelve people attended the workshop")], {}),
    ("no_context", [RESOURCE, REASONING], {}),
    ("resource_alone", [CONTEXT, RESOURCE, OUTCOME], {}),
    ("still_to_come", [("outcome", "she is going to start on the ward")], {}),
    ("still_to_come", [("outcome", "I hope to register next spring")], {}),
    ("still_to_come", [("outcome", "they'll take me on")], {}),
    ("words_copied", [REASONING], {"paraphrase": "She said: at home with three small ones, and no money for the bus.",
                                   "heard": "I was at home with three small ones and no money, for the bus I mean."}),
    ("somebody_else", [("mechanism_reasoning", "my neighbour thought it was not for her")], {}),
    ("somebody_else", [("outcome", "She got a job in the laboratory")], {}),
    ("words_of_theory", [("mechanism_reasoning", "yes, trained residents ask neighbours about their profession")], {"elicitation": "theory_shown"}),
    ("two_voices", [REASONING, OUTCOME], {"voices": ["v1", "v2"]}),
    ("passage_twice", [RESOURCE, ("mechanism_reasoning", "she brought me a list")], {"spans": [[5, 20], [5, 20]]}),
]  # fmt: skip

QUIET = [
    ("activity_as_reasoning", [("mechanism_reasoning", "after the training I thought: I can do that")], {}),
    ("activity_as_reasoning", [("mechanism_resource", "the training in the church hall")], {}),
    ("activity_as_reasoning", [("mechanism_reasoning", "of course it was mine to give")], {}),
    ("activity_as_outcome", [("outcome", "I went to the drop-in, that Wednesday")], {}),
    ("activity_as_outcome", [("outcome", "after they ran the course I got a post")], {}),
    ("no_context", [RESOURCE], {}),
    ("no_context", [CONTEXT, RESOURCE, REASONING], {}),
    ("resource_alone", [RESOURCE], {}),
    ("resource_alone", [RESOURCE, REASONING], {}),
    ("resource_alone", [RESOURCE, OUTCOME, ("mechanism_mixed", "the list made me think")], {}),
    ("still_to_come", [("outcome", "she is going to start on the ward")], {"status": "anticipated"}),
    ("still_to_come", [("outcome", "I was going to the hospital every day")], {}),
    ("still_to_come", [("outcome", "my last will was signed")], {}),
    ("still_to_come", [("outcome", "and she's stopped. I'll tell you why")], {}),
    ("still_to_come", [("outcome", "I lost some that I won't get back")], {}),
    ("still_to_come", [("mechanism_reasoning", "I will manage, I thought")], {}),
    ("words_copied", [REASONING], {"paraphrase": "At home with three small ones, and poor, she did not go.",
                                   "heard": "I was at home with three small ones and no money, for the bus I mean."}),
    ("somebody_else", [("mechanism_reasoning", "my neighbour said come, and I thought why not")], {}),
    ("somebody_else", [("outcome", "She got a job in the laboratory")], {"about_case": "her sister"}),
    ("somebody_else", [("outcome", "She got a job in the laboratory")], {"voice_id": "v2"}),
    ("somebody_else", [("mechanism_resource", "she was sent a letter")], {}),
    ("words_of_theory", [("mechanism_reasoning", "yes, trained residents ask neighbours about their profession")], {}),
    ("words_of_theory", [("mechanism_reasoning", "my own boy rang me that night")], {"elicitation": "theory_shown"}),
    ("two_voices", [REASONING, OUTCOME], {"voices": ["v1", "v1"]}),
    ("two_voices", [REASONING, OUTCOME], {"voices": ["v1", None]}),
    ("passage_twice", [RESOURCE, RESOURCE], {"spans": [[5, 20], [5, 20]]}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "parts", "more"), FIRES)
def test_a_hint_is_given_for_what_it_is_about(lint, rule, parts, more):
    assert rule in [found["rule"] for found in lint(*parts, **more)]


@pytest.mark.parametrize(("rule", "parts", "more"), QUIET)
def test_a_hint_is_not_given_for_what_only_looks_like_it(lint, rule, parts, more):
    assert rule not in [found["rule"] for found in lint(*parts, **more)]


def test_a_whole_configuration_told_at_first_hand_gets_no_hint(lint):
    assert (
        lint(CONTEXT, RESOURCE, REASONING, OUTCOME, paraphrase="Asked at school, a nurse saw her worth and found work.")
        == []
    )


def test_an_empty_configuration_gets_no_hint(lint):
    assert lint() == []


def test_every_hint_says_in_a_sentence_what_to_look_at_and_names_the_passage(lint):
    for _, parts, more in FIRES:
        for found in lint(*parts, **more):
            assert found["sentence"][0].isupper() or found["sentence"][0] == "“"
            assert (
                found["sentence"].endswith((".", "?"))
                and "_" not in found["sentence"]
                and "wrong" not in found["sentence"]
            )
            assert set(found["parts"]) <= {"p0", "p1", "p2"}
    (found,) = lint(("mechanism_reasoning", "the training in the church hall"))
    assert found["sentence"].startswith("This names an activity (“training”). What changed in people's thinking?")
