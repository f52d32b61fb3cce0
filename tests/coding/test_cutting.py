"""Words and sentences found by place, in any script, without a corpus."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.coding.cutting import sentence_spans, word_spans


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


def _sentences(text: str, **given) -> list[str]:
    return [text[start:end] for start, end in sentence_spans([text], **given)[0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's well-known, isn’t it?", ["It's", "well-known", "isn’t", "it"]),
        ("£1,000.50 in 2017.", ["1,000.50", "in", "2017"]),
        ("cafe\u0301 na\u00efve", ["cafe\u0301", "na\u00efve"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("می\u200cخواهم بله", ["می\u200cخواهم", "بله"]),
        ("我们走。", ["我", "们", "走"]),
        ("ok 👍🏽👨\u200d👩\u200d👧 yes", ["ok", "👍🏽👨\u200d👩\u200d👧", "yes"]),
        ("  …—  ", []),
        ("", []),
    ],
)
def test_words_are_those_a_reader_sees(text, words):
    assert _words(text) == words


def test_abbreviations_and_numbers_end_no_sentence():
    text = "Dr. Bell paid £3.50 to St. Anne's. She left, e.g. for work! Why?"
    assert _sentences(text) == ["Dr. Bell paid £3.50 to St. Anne's.", "She left, e.g. for work!", "Why?"]


def test_full_stops_of_other_scripts_end_sentences_with_and_without_a_space():
    assert _sentences("我们走。他来了！ 好") == ["我们走。", "他来了！", "好"]
    assert _sentences("अच्छा है। चलो।") == ["अच्छा है।", "चलो।"]
    assert _sentences("می‌خواهم؟ بله") == ["می‌خواهم؟", "بله"]


def test_no_sentence_goes_over_a_blank_line_or_a_given_bound():
    assert _sentences("so we waited\n\nyes we did") == ["so we waited", "yes we did"]
    assert _sentences("so we waited\nyes we did") == ["so we waited\nyes we did"]
    assert _sentences("so we waited\nyes we did", blocks=[np.array([[0, 13], [13, 23]])]) == [
        "so we waited",
        "yes we did",
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_spans_follow_one_another_inside_any_text_and_hold_no_outer_space(text):
    for spans in (word_spans(text), sentence_spans([text])[0]):
        flat = spans.ravel().tolist()
        assert flat == sorted(flat) and all(0 <= place <= len(text) for place in flat)
        assert all(start < end and text[start:end].strip() for start, end in spans)
