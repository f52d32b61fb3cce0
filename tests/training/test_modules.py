"""The training pack: what a facilitator and a participant hold in their hands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from useit_eval.codebook import load_codebook, load_study, load_theories
from useit_eval.document.page import Page, Section
from useit_eval.ground.errors import InputRefused
from useit_eval.report.appendix import cited_in
from useit_eval.training import load_module, load_modules, module_pages, topic_guide
from useit_eval.training.modules_file import SHIPPED

WORDS = {
    "programme": "the project",
    "place": "Elm Park",
    "macro": "large things",
    "micro": "small things",
    "title": "Elm Park study",
    "pay_rule": "A voucher.",
}
CODEBOOKS = Path(__file__).parents[2] / "codebooks" / "useit"


@pytest.fixture(scope="module")
def useit():
    study = load_study(CODEBOOKS / "study.yaml")
    codebook = load_codebook(CODEBOOKS / "codebook.yaml")
    return study, load_theories(CODEBOOKS / "theory.yaml", codebook=codebook, study=study)


def texts_of(part) -> str:
    """Return all words of a page, a section or a block."""
    if isinstance(part, str):
        return part
    if isinstance(part, (tuple, list)):
        return "\n".join(texts_of(item) for item in part)
    if hasattr(part, "__dataclass_fields__"):
        return "\n".join(texts_of(getattr(part, name)) for name in part.__dataclass_fields__)
    return ""


def sections_of(page: Page) -> list[Section]:
    return [block for block in page.sections if isinstance(block, Section)]


def test_the_three_modules_are_those_the_programme_ran():
    titles = [module.title for module in load_modules(WORDS)]
    assert titles == ["Understanding Social Research", "Fieldwork", "Data Analysis"]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_session_has_an_aim_outcomes_steps_materials_a_script_checks_two_versions_and_a_criterion(number):
    module = load_modules(WORDS)[number]
    criteria = {key for key, _ in module.criteria}
    for session in module.sessions:
        if session.is_break:
            continue
        for name in ("aim", "outcomes", "activity", "materials", "script", "checks", "easier", "harder"):
            assert getattr(session, name), f"{session.title} has no {name}"
        assert session.criterion in criteria


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_steps_of_a_session_take_the_minutes_the_session_has(number):
    for session in load_modules(WORDS)[number].sessions:
        minutes = [int(n) for step in session.activity for n in re.findall(r"\((\d+) minutes", step)]
        if not session.is_break:
            assert sum(minutes) == session.minutes, session.title


def test_nobody_sits_longer_than_two_and_a_half_hours_without_a_break():
    for module in load_modules(WORDS):
        stretch = longest = 0
        for session in module.sessions:
            stretch = 0 if session.is_break else stretch + session.minutes
            longest = max(longest, stretch)
        assert longest <= 150, module.title


def test_participants_never_see_a_theory_id_and_facilitators_find_it_in_the_key(useit):
    study, theories = useit
    ids = {theory.id for theory in theories.theories}
    for page in module_pages(study, theories):
        words = set(re.findall(r"\b[A-Z]{2}\d+\b", texts_of(page)))
        if page.slug.endswith("participant_sheets"):
            assert not words & ids, page.slug
            assert not set(cited_in(page)) & ids
            assert page.large_print
    key = next(page for page in module_pages(study, theories) if page.slug == "module_1/facilitator_guide")
    assert ids >= set(cited_in(key)) > set()


def test_the_topic_guide_of_module_1_asks_the_question_of_every_theory_that_is_to_be_asked(useit):
    study, theories = useit
    sheets = next(page for page in module_pages(study, theories) if page.slug == "module_1/participant_sheets")
    words = texts_of(sheets)
    for theory in theories.theories:
        if theory.question and not theory.not_asked:
            assert theory.question.strip() in words


def test_no_question_says_the_because_of_its_theory_or_can_be_answered_with_yes(useit):
    study, theories = useit
    by_id = {theory.id: theory for theory in theories.theories}
    for question in topic_guide(study, theories):
        first = question.words.split()[0].lower()
        assert first not in {"do", "does", "did", "is", "are", "was", "were", "have", "has", "can", "would"}, question
        for theory_id in question.theory.split("; "):
            shared = _runs(question.words, 4) & _runs(by_id[theory_id].current.because, 4)
            assert not shared, f"{theory_id}: {shared}"


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_a_study_replaces_one_module_and_keeps_the_others(tmp_path):
    text = (SHIPPED / "module_2.yaml").read_text(encoding="utf-8").replace("title: Fieldwork", "title: Out and about", 1)
    (tmp_path / "module_2.yaml").write_text(text, encoding="utf-8")
    titles = [module.title for module in load_modules(WORDS, folder=tmp_path)]
    assert titles == ["Understanding Social Research", "Out and about", "Data Analysis"]


def test_a_word_in_braces_that_the_study_lacks_is_refused_with_the_file(tmp_path):
    text = (SHIPPED / "module_2.yaml").read_text(encoding="utf-8").replace("{place}", "{planet}", 1)
    (tmp_path / "module_2.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match=r"module_2\.yaml: there is no word for \{planet\}"):
        load_module(tmp_path / "module_2.yaml", WORDS)


def test_an_unknown_entry_of_a_session_is_refused_by_name(tmp_path):
    text = (SHIPPED / "module_3.yaml").read_text(encoding="utf-8").replace("    easier:", "    simpler:", 1)
    (tmp_path / "module_3.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match="unknown entry 'simpler'"):
        load_module(tmp_path / "module_3.yaml", WORDS)


def test_invented_quote_cards_say_that_they_are_invented():
    sheet = next(sheet for sheet in load_modules(WORDS)[2].sheets if sheet.id == "m3-cards")
    assert any(kind == "note" and "invented" in value for kind, value in sheet.blocks)
