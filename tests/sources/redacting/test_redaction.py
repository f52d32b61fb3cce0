"""Names of the key are found in the forms people write them, ordinary words are left, and nothing else changes."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground.errors import UsageError
from useit_eval.sources.keys import Entry, Key
from useit_eval.sources.redacting.redaction import Proposal, apply, propose

PEOPLE = (
    ("Will Draper", "P1", ""),
    ("Amina Begum Khatun", "P2", "Ami"),
    ("Łukasz Wiśniewski", "P3", ""),
    ("Yousef Al-Hakim", "P4", ""),
    ("Siobhán O'Rourke", "P5", ""),
    ("Jean-Pierre Mbeki", "P6", ""),
    ("May Robinson", "P7", ""),
    ("Lin Ng", "P8", ""),
)
KEY = Key(
    Path("key.csv"),
    (
        *(Entry(name, pseudonym, "participant", tuple(filter(None, [more]))) for name, pseudonym, more in PEOPLE),
        Entry("Cobden Gardens", "an estate", "place"),
    ),
)
BLNS = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile_inputs" / "blns" / "blns.json"


def told(text: str, *, sure: bool | None = None) -> list[tuple[str, str]]:
    """Return the words proposed and their replacements; ``sure`` narrows them to the sure or the doubtful ones."""
    return [
        (text[p.start : p.end], p.replacement)
        for p in propose(text, KEY)
        if p.known and (sure is None or p.sure == sure)
    ]


@pytest.mark.parametrize(
    ("text", "words", "replacement"),
    [
        ("We met Amina Begum Khatun there.", "Amina Begum Khatun", "[P2]"),
        ("We met amina khatun there.", "amina khatun", "[P2]"),
        ("We met KHATUN, Amina there.", "KHATUN, Amina", "[P2]"),
        ("That is Amina's pot.", "Amina", "[P2]"),
        ("A letter for A. Khatun came.", "A. Khatun", "[P2]"),
        ("A letter for A.B. Khatun came.", "A.B. Khatun", "[P2]"),
        ("They asked Ami twice.", "Ami", "[P2]"),
        ("We met Lukasz Wisniewski.", "Lukasz Wisniewski", "[P3]"),
        ("We met Wiś-\nniewski.", "Wiś-\nniewski", "[P3]"),
        ("We met Łukasz\nWiśniewski.", "Łukasz\nWiśniewski", "[P3]"),
        ("We met Al Hakim.", "Al Hakim", "[P4]"),
        ("Ask Siobhan O’Rourke now.", "Siobhan O’Rourke", "[P5]"),
        ("Ask Jean Pierre now.", "Jean Pierre", "[P6]"),
        ("Ask Jeanpierre now.", "Jeanpierre", "[P6]"),
        ("Ask M'beki now.", "M'beki", "[P6]"),
        ("It was Ms Ng who came.", "Ng", "[P8]"),
        ("Then Will came.", "Will", "[P1]"),
        ("The flat in Cobden  Gardens.", "Cobden  Gardens", "[an estate]"),
        ("A\u00admina cooked; Ami\u200bna ate.", "A\u00admina", "[P2]"),
    ],
)
def test_a_name_of_the_key_is_sure_in_the_forms_people_write(text, words, replacement):
    assert told(text, sure=True)[0] == (words, replacement)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_the_same_name(form):
    text = unicodedata.normalize(form, "We met Siobhán and Wiśniewski.")
    assert told(text, sure=True) == [
        (unicodedata.normalize(form, "Siobhán"), "[P5]"), (unicodedata.normalize(form, "Wiśniewski"), "[P3]"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["I will if I can.", "Come in May or June.", "It was 12 May 2016.", "You may go.", "My will, not yours."]
)
def test_an_ordinary_word_or_month_is_left(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Will is late. So it goes.", "Will"),
        ("The letter for Amena came.", "Amena"),
        ("It was Yusuf Al Hakeem again.", "Yusuf Al Hakeem"),
        ("They saw Khatoon at the gate.", "Khatoon"),
    ],
)
def test_a_word_that_begins_a_sentence_or_is_misspelt_is_left_to_a_person(text, words):
    assert [found for found, _ in told(text, sure=False)] == [words]


def test_a_name_that_two_persons_bear_names_both_and_is_doubtful():
    key = Key(Path("k"), (Entry("Amina Khan", "P1", "participant"), Entry("Bilal Khan", "P2", "participant")))
    (found,) = propose("We met Khan there.", key)
    assert (found.replacement, found.sure) == ("[P1 or P2]", False)


def test_an_initial_in_the_key_is_no_name_by_itself():
    key = Key(Path("k"), (Entry("Amina B", "P1", "participant"), Entry("Jo", "P2", "participant", ("JP",))))
    text = "Plan B was bus B16 on JP1 paper. Amina B. said so, and JP too."
    assert [text[p.start : p.end] for p in propose(text, key) if p.known] == ["Amina B", "JP"]


@pytest.mark.parametrize("text", ["我见过王小明了", "قابلت وأمينة هناك", "พบสมชายแล้ว"])
def test_a_name_joined_to_other_words_by_its_script_is_left_to_a_person(text):
    names = ("王小明", "أمينة", "สมชาย")
    key = Key(Path("k"), tuple(Entry(name, "P1", "participant") for name in names))
    assert [text[p.start : p.end] in names for p in propose(text, key)] == [True]


def test_a_redacted_copy_gives_nothing_more_to_decide():
    text = "Amina: I met Will.\nInterviewer: And the others, [Participant 4] and [Participant 5]?\nAmina: Ring 07700 900123."
    assert propose(apply(text, propose(text, KEY)), KEY) == ()


def test_a_name_inside_an_address_goes_with_it():
    text = "Write to amina.khatun@example.org today."
    (found,) = propose(text, KEY)
    assert text[found.start : found.end] == "amina.khatun@example.org" and found.kind == "e_mail"


def test_a_doubtful_place_that_holds_a_sure_one_is_sure():
    text = "We live at 12 Mbeki Road now."
    (found,) = propose(text, KEY)
    assert (text[found.start : found.end], found.kind, found.sure) == ("12 Mbeki Road", "address", True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I spoke to Mrs Pemberton.", ["Pemberton"]),
        ("My name is Tanvir Choudhury and I cook.", ["Tanvir Choudhury"]),
        ("It was my son, Tanvir.", ["Tanvir"]),
        ("I met Denise. Later Denise rang.", ["Denise", "Denise"]),
        ("Denise: Hello.\nAmina: Hello.\nDenise: Bye.", ["Denise", "Denise"]),
    ],
)
def test_a_name_that_the_key_lacks_is_guessed_and_always_doubtful(text, words):
    found = [p for p in propose(text, KEY) if p.kind == "name" and not p.known]
    assert [text[p.start : p.end] for p in found] == words
    assert not any(p.sure for p in found)


def test_one_person_has_one_placeholder_under_first_and_full_name():
    text = (
        "I met Cynthia Blackwood. Later Cynthia rang, and then Cynthia came. Then Olumide called, and Olumide said no."
    )
    replaced = apply(text, propose(text, KEY))
    assert replaced.count("[Person 1]") == 3 and replaced.count("[Person 2]") == 2


def test_a_speakers_label_stays_a_label():
    text = "Amina: I came.\nWill: So did I.\nAmina: Well."
    assert apply(text, propose(text, KEY)) == "P2: I came.\nP1: So did I.\nP2: Well."


def test_neither_reason_nor_replacement_repeats_the_text():
    text = "My name is Zubaida Xylander. Amina Khatun, ring 07700 900123 or zub@example.org."
    for found in propose(text, KEY):
        words = text[found.start : found.end].casefold().split()
        assert not any(word in (found.why + found.replacement).casefold() for word in words)


def test_the_same_text_and_key_give_the_same_proposals():
    text = "Amina met Will, Mrs Kowalska and May. " * 20
    assert propose(text, KEY) == propose(text, KEY)


def test_replacements_that_overlap_are_refused():
    with pytest.raises(UsageError, match="overlap"):
        apply("abcdef", [Proposal(0, 3, "name", "x", True, ""), Proposal(2, 4, "name", "y", True, "")])


PIECES = st.sampled_from(
    [name for name, _, _ in PEOPLE]
    + [
        "will",
        "may",
        " ",
        "\n",
        "-\n",
        "'s",
        ". ",
        ", ",
        "🙈",
        "\u0301",
        "\u200b",
        "ﬁ",
        "ß",
        "İ",
        "07700 900123",
        "b16 9zz",
    ]
    + ["AB 12 34 56 C", "a@b.org", "born 1.2.1990", "Mrs Kowalska", "12 High Road", "नमस्ते", "علي"]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join))


@given(TEXTS)
def test_proposals_lie_in_order_within_the_text_and_never_overlap(text):
    at = 0
    for found in propose(text, KEY):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@given(TEXTS)
def test_replacing_changes_nothing_outside_the_proposals(text):
    found = propose(text, KEY)
    assert apply(text, ()) == text
    kept = [
        text[a:b] for a, b in zip([0, *(p.end for p in found)], [*(p.start for p in found), len(text)], strict=True)
    ]
    woven = "".join(words + p.replacement for words, p in zip(kept, found, strict=False)) + kept[-1]
    assert apply(text, found) == woven


@given(st.text(alphabet=st.sampled_from("aé🙈\u0301ﬁ \n𝔸ßǆ\u200b"), max_size=30))
def test_a_name_keeps_its_place_behind_any_letters(before):
    text = f"{before}. We met Wiśniewski then"
    assert ("Wiśniewski", "[P3]") in told(text)


@pytest.mark.parametrize("as_name", [True, False])
def test_hostile_strings_do_no_harm_as_names_or_as_text(as_name):
    if not BLNS.is_file():
        pytest.skip("shared data is not at hand")
    strings = [text for text in json.loads(BLNS.read_text("utf-8")) if text.strip()]
    key = Key(Path("k"), tuple(Entry(text, "P1", "participant", (text[::-1],)) for text in strings)) if as_name else KEY
    for text in [*strings[:: 20 if as_name else 1], "\n".join(strings)]:
        found = propose(text, key)
        assert apply(text, ()) == text
        assert len(apply(text, found)) == len(text) + sum(len(p.replacement) - (p.end - p.start) for p in found)


def test_a_megabyte_and_two_hundred_names_take_seconds():
    key = Key(Path("k"), tuple(Entry(f"{_made(n)} {_made(n * 7 + 3)}", f"P{n}", "participant") for n in range(200)))
    sentence = "So I said to {} that the course on Fridays was free, and {} came along; ring 0121 496 0417.\n"
    text = "".join(sentence.format(_made(n % 200), _made(n * 31)) for n in range(9_500))
    begun = time.perf_counter()
    found = propose(text, key)
    assert len(text) > 900_000 and len(found) > 9_500
    assert time.perf_counter() - begun < 40  # about five on a quiet machine


def _made(number: int) -> str:
    syllables = ["ba", "lo", "mi", "ra", "ten", "sha", "kor", "vin", "del", "am", "ur", "ost"]
    return "".join(syllables[number // 12**place % 12] for place in range(3)).title()
