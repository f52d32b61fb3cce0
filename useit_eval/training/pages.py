"""The modules as pages: a facilitator guide with handouts, and participant sheets, readable in black and white."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.document.page import Block, Callout, Lines, Listing, Page, Paragraph, Section
from useit_eval.ground.findings import Sentence, Table
from useit_eval.training.modules_file import Module, Session, Sheet, load_modules
from useit_eval.training.topic_guide import FOLLOW_UPS, Question, topic_guide

if TYPE_CHECKING:
    from useit_eval.codebook import Study, Theories


TICK = "\u2610"
CHOOSING = (
    "One interview has room for about eight questions. The list is for several kinds of people.",
    "For each kind of person use only the questions that they can answer from their own life.",
    "Some questions ask several things. Ask the first part, and use the other parts to follow up.",
    "Some questions take for granted that a person took part. Ask first whether they did.",
    "Cover the other questions with other people, on another day. A question that nobody was asked has no answer, "
    "not even a no.",
)
NO_PAY_RULE = "Tell people before they begin how their time is thanked for, and keep to it."


def module_pages(study: Study, theories: Theories, *, folder: Path | None = None) -> tuple[Page, ...]:
    """Return six pages: for each module a facilitator guide, then its participant sheets.

    ``folder`` may hold a study's own modules. The guide's slug is ``module_N/facilitator_guide`` and the sheets'
    ``module_N/participant_sheets``. Theory ids appear in facilitator guides only.
    """
    guide = topic_guide(study, theories)
    modules = load_modules(_words(study), folder=folder)
    return tuple(page for module in modules for page in (_guide(study, module, guide), _sheets(study, module, guide)))


def _words(study: Study) -> dict[str, str]:
    return {
        "programme": study.programme,
        "place": study.place,
        "macro": f"{study.macro_name}s",
        "micro": f"{study.micro_name}s",
        "title": study.title,
        "pay_rule": str(study.training.get("pay_rule", NO_PAY_RULE)),
    }


def _guide(study: Study, module: Module, guide: tuple[Question, ...]) -> Page:
    plans = tuple(_plan(session, number) for number, session in _numbered(module))
    sections = (
        Section("Before you begin", _opening(module), anchor="before"),
        Section("The day at a glance", (_timetable(module),), anchor="timetable"),
        *plans,
        *((Section("Key to the topic guide", _key(guide), anchor="key", new_page=True),) if module.number == 1 else ()),
        Section("Answers and notes", _answers(module), anchor="answers", new_page=True),
        Section("Assessment", _assessment(module), anchor="assessment"),
        Section("Record of assessment, one copy for each person", _record(module), anchor="record", new_page=True),
        *(_sheet(handout, guide, first=False) for handout in module.handouts),
    )
    return Page(
        slug=f"module_{module.number}/facilitator_guide",
        title=f"Module {module.number}: {module.title}",
        subtitle=f"Facilitator guide. {study.title}",
        sections=sections,
        practice=study.practice,
        large_print=True,
    )


def _numbered(module: Module) -> list[tuple[int, Session]]:
    sessions = [session for session in module.sessions if not session.is_break]
    return list(enumerate(sessions, start=1))


def _opening(module: Module) -> tuple[Block, ...]:
    hours = f"The module takes {module.minutes // 60} hours and {module.minutes % 60} minutes with its breaks."
    return (_say(module.aim, hours), _list(module.before), _prints(module), _say(module.hands_on))


def _prints(module: Module) -> Table:
    rows = tuple((sheet.title, sheet.copies) for sheet in (*module.sheets, *module.handouts))
    caption = "What to print. The handouts are the last pages of this guide"
    return Table(("Sheet or handout", "How many"), rows, caption=caption)


def _timetable(module: Module) -> Table:
    rows, clock = [], 0
    for session in module.sessions:
        rows.append((_clock(clock), session.title, f"{session.minutes} min"))
        clock += session.minutes
    rows.append((_clock(clock), "End", ""))
    return Table(("Start", "What", "Length"), tuple(rows), caption=f"Module {module.number}, with breaks")


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _plan(session: Session, number: int) -> Section:
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("By the end people can", (_list(session.outcomes),)),
        ("What to say", tuple(Callout("note", "", (Sentence(line, (), explains=True),)) for line in session.script)),
        ("What to do", (_list(session.activity, ordered=True),)),
        ("Check that people have understood", (_list(session.checks),)),
        ("Easier, or harder", (_list((f"Easier: {session.easier}", f"Harder: {session.harder}")),)),
    )
    inner = tuple(Section(title, blocks) for title, blocks in parts)
    title = f"Session {number}: {session.title} ({session.minutes} minutes)"
    lead = _say(f"Aim: {session.aim}", f"It works towards criterion {session.criterion}.")
    needed = _say("You need:", *(f"{thing}." for thing in session.materials))
    return Section(title, (lead, needed, *inner), new_page=True)


def _key(guide: tuple[Question, ...]) -> tuple[Block, ...]:
    rows = tuple((question.number, question.words, question.plain) for question in guide)
    ids = tuple(tuple(question.theory.split("; ")) for question in guide)
    lead = _say(
        "Keep this page to yourself. It says which idea each question is about.",
        "An interviewer who knows the ideas asks the open question first. "
        "They may show an idea in plain words at the very end, and write down that they showed it.",
    )
    choose = _list(CHOOSING)
    return (lead, choose, Table(("No.", "Question", "The idea in plain words"), rows, ids, caption="Key"))


def _answers(module: Module) -> tuple[Block, ...]:
    keyed = [sheet for sheet in (*module.sheets, *module.handouts) if sheet.key]
    lead = _say("Read these notes before the day. Do not hand them out. Other good answers are possible.")
    return (lead, *(Section(sheet.title, (_list(sheet.key),)) for sheet in keyed))


def _assessment(module: Module) -> tuple[Block, ...]:
    table = Table(("Criterion", "What a person shows"), module.criteria, caption="Criteria: replace them with your own")
    return (_say(module.assessed_by), table)


def _record(module: Module) -> tuple[Block, ...]:
    rule = _say("Write what you saw or heard. A person who has not shown it yet may show it on another day.")
    rows = tuple((key, "", f"{TICK} shown {TICK} not yet") for key, _ in module.criteria)
    table = Table(("Criterion", "What I saw or heard, and when", "Result"), rows)
    return (rule, _say("Name of the person, and name of the facilitator"), Lines(count=2), table)


def _sheets(study: Study, module: Module, guide: tuple[Question, ...]) -> Page:
    sections = tuple(_sheet(sheet, guide, first=number == 0) for number, sheet in enumerate(module.sheets))
    return Page(
        slug=f"module_{module.number}/participant_sheets",
        title=f"Module {module.number}: {module.title}",
        subtitle=f"Your sheets. {study.title}",
        sections=sections,
        practice=study.practice,
        large_print=True,
    )


def _sheet(sheet: Sheet, guide: tuple[Question, ...], *, first: bool) -> Section:
    blocks: list[Block] = []
    pending: list[tuple[str, list[Block]]] = []
    for kind, value in sheet.blocks:
        if kind == "heading":
            pending.append((value, []))
            continue
        (pending[-1][1] if pending else blocks).extend(_BLOCKS[kind](value, guide))
    nested = tuple(Section(title, tuple(inside)) for title, inside in pending)
    return Section(sheet.title, (*blocks, *nested), anchor=sheet.id, new_page=not first)


def _insert(name: str, guide: tuple[Question, ...]) -> tuple[Block, ...]:
    return {"topic_guide": _topic_guide, "follow_ups": _follow_ups, "ideas": _ideas}[name](guide)


def _topic_guide(guide: tuple[Question, ...]) -> tuple[Block, ...]:
    if not guide:
        return (_say("No question is written yet. Write your own below."), Lines(count=8))
    topics = dict.fromkeys(question.topic for question in guide)
    return tuple(Section(topic, (_choices([q for q in guide if q.topic == topic]),)) for topic in topics)


def _choices(questions: list[Question]) -> Table:
    rows = tuple((str(question.number), question.words, TICK, TICK) for question in questions)
    return Table(("No.", "Question", "They can know", "We ask it"), rows)


def _ideas(guide: tuple[Question, ...]) -> tuple[Block, ...]:
    rows = tuple((str(question.number), question.plain) for question in guide)
    return (Table(("No.", "The idea in plain words"), rows),)


def _follow_ups(guide: tuple[Question, ...]) -> tuple[Block, ...]:
    return (_list(FOLLOW_UPS),)


def _say(*texts: str) -> Paragraph:
    return Paragraph(tuple(Sentence(text, (), explains=True) for text in texts if text))


def _list(texts: tuple[str, ...] | list[str], *, ordered: bool = False) -> Listing:
    return Listing(tuple(Sentence(text, (), explains=True) for text in texts), ordered=ordered)


def _table(value: dict[str, Any]) -> Table:
    return Table(tuple(value["columns"]), tuple(tuple(row) for row in value["rows"]), caption=value.get("caption", ""))


_BLOCKS: dict[str, Callable[[Any, tuple[Question, ...]], tuple[Block, ...]]] = {
    "text": lambda value, guide: (_say(value),),
    "list": lambda value, guide: (_list(value),),
    "numbered": lambda value, guide: (_list(value, ordered=True),),
    "ticks": lambda value, guide: tuple(_say(f"{TICK} {item}") for item in value),
    "lines": lambda value, guide: (Lines(count=value),),
    "boxes": lambda value, guide: (Lines(boxes=tuple(value)),),
    "table": lambda value, guide: (_table(value),),
    "note": lambda value, guide: (Callout("note", "", (Sentence(value, (), explains=True),)),),
    "insert": _insert,
}
