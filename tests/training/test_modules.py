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


def prose_of(value) -> str:
    """Return what a block of a module file says, whatever its shape."""
    if isinstance(value, dict):
        return "\n".join(prose_of(item) for item in value.values())
    return "\n".join(map(prose_of, value)) if isinstance(value, list) else str(value)


def said(sheet) -> list[str]:
    """Return the texts of a sheet, one for each block."""
    return [prose_of(value) for _, value in sheet.blocks]


def names(module) -> list[str]:
    """Return the short names of a module's sheets and handouts, such as Sheet 1 or Handout A."""
    return [re.match(r"(Sheet \d|Handout [A-Z])\. ", s.title)[1] for s in (*module.sheets, *module.handouts)]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_sheet_or_handout_that_a_session_needs_is_in_the_pack_and_each_one_is_used(number):
    module = load_modules(WORDS)[number]
    needed = {n for s in module.sessions for m in s.materials for n in re.findall(r"Sheet \d|Handout [A-Z]", m)}
    used = {n for s in module.sessions for step in s.activity for n in re.findall(r"Sheet \d|Handout [A-Z]", step)}
    assert needed == set(names(module))
    assert used <= needed
    assert len(names(module)) == len(set(names(module)))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_invented_material_says_on_its_sheet_that_it_is_practice_and_invented(number):
    module = load_modules(WORDS)[number]
    assert module.handouts
    invented = [*module.handouts, *(s for s in module.sheets if "Corner Workshop" in prose_of(said(s)))]
    for sheet in invented:
        marks = [value for kind, value in sheet.blocks if kind == "note"]
        assert any("ractice" in mark and "invented" in mark for mark in marks), sheet.title
        cards = [card for kind, value in sheet.blocks if kind == "boxes" for card in value if not card.isupper()]
        assert sheet.id == "m3-boxes" or all(card.startswith("Practice ") for card in cards), sheet.title


@pytest.mark.parametrize("number", [0, 1, 2])
def test_no_sentence_that_people_read_or_hear_is_longer_than_twenty_three_words(number):
    module = load_modules(WORDS)[number]
    heard = [line for session in module.sessions for line in (*session.script, *session.activity)]
    texts = [*heard, *(text for sheet in (*module.sheets, *module.handouts) for text in said(sheet))]
    sentences = [s for text in texts for s in re.split(r"(?<=[.?!:])\s+|\n", text)]
    assert [s for s in sentences if len(s.split()) > 23] == []


def test_answers_stand_in_the_facilitator_guide_and_on_no_sheet(useit):
    study, theories = useit
    pages = {page.slug: texts_of(page) for page in module_pages(study, theories)}
    for module in load_modules(WORDS):
        for sheet in (*module.sheets, *module.handouts):
            for answer in sheet.key:
                assert answer in pages[f"module_{module.number}/facilitator_guide"] or "Elm Park" in answer
                assert answer not in pages[f"module_{module.number}/participant_sheets"]


def test_the_guide_lists_every_sheet_and_handout_with_the_copies_to_print(useit):
    study, theories = useit
    guides = [page for page in module_pages(study, theories) if page.slug.endswith("guide")]
    for page, module in zip(guides, load_modules(WORDS), strict=True):
        table = next(b for b in page.sections[0].blocks if getattr(b, "columns", ())[:1] == ("Sheet or handout",))
        assert [row[0] for row in table.rows] == [sheet.title for sheet in (*module.sheets, *module.handouts)]
        assert all(row[1] for row in table.rows)
        assert [s.title for s in page.sections[-len(module.handouts) :]] == [h.title for h in module.handouts]


def test_the_list_of_questions_has_two_boxes_to_tick_and_says_how_many_to_choose(useit):
    study, theories = useit
    sheets = next(page for page in module_pages(study, theories) if page.slug == "module_1/participant_sheets")
    choose = next(section for section in sections_of(sheets) if section.anchor == "m1-list")
    tables = [block for topic in choose.blocks if isinstance(topic, Section) for block in topic.blocks]
    rows = [row for table in tables for row in table.rows]
    assert len(rows) == len(topic_guide(study, theories)) > 8
    assert all(row[2:] == ("\u2610", "\u2610") for row in rows)
    assert "Choose about eight questions" in texts_of(choose)


def test_the_ideas_of_the_study_are_shown_in_module_3_only_and_without_their_ids(useit):
    study, theories = useit
    pages = {page.slug: page for page in module_pages(study, theories)}
    ideas = [question.plain for question in topic_guide(study, theories)]
    for slug, page in pages.items():
        if slug.endswith("participant_sheets"):
            shown = [idea for idea in ideas if idea in texts_of(page)]
            assert len(shown) == (len(ideas) if slug.startswith("module_3") else 0), slug


def test_a_module_without_handouts_or_answers_is_still_read(tmp_path):
    text = (SHIPPED / "module_1.yaml").read_text(encoding="utf-8").split("\nhandouts:")[0] + "\n"
    (tmp_path / "module_1.yaml").write_text(text, encoding="utf-8")
    module = load_module(tmp_path / "module_1.yaml", WORDS)
    assert module.handouts == ()
    assert module.sheets[0].copies == "One for each person"
    assert module.sheets[0].key == ()
