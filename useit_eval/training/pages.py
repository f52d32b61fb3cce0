"""The modules as pages: a facilitator guide and participant sheets for each, readable in black and white."""

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
    plans = tuple(_plan(session, number, module) for number, session in _numbered(module))
    sections = (
        Section("Before you begin", _opening(module), anchor="before"),
        Section("The day at a glance", (_timetable(module),), anchor="timetable"),
        *plans,
        *((Section("Key to the topic guide", _key(guide), anchor="key"),) if module.number == 1 else ()),
        Section("Assessment", _assessment(module), anchor="assessment"),
    )
    return Page(
        slug=f"module_{module.number}/facilitator_guide",
        title=f"Module {module.number}: {module.title}",
        subtitle=f"Facilitator guide. {study.title}",
        sections=sections,
        practice=study.practice,
    )


def _numbered(module: Module) -> list[tuple[int, Session]]:
    sessions = [session for session in module.sessions if not session.is_break]
    return list(enumerate(sessions, start=1))


def _opening(module: Module) -> tuple[Block, ...]:
    hours = f"The module takes {module.minutes // 60} hours and {module.minutes % 60} minutes with its breaks."
    return (_say(module.aim, hours, module.hands_on), _list(module.before))


def _timetable(module: Module) -> Table:
    rows, clock = [], 0
    for session in module.sessions:
        rows.append((_clock(clock), session.title, f"{session.minutes} min"))
        clock += session.minutes
    rows.append((_clock(clock), "End", ""))
    return Table(("From the start", "What", "Length"), tuple(rows), caption=f"Module {module.number}, with breaks")


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _plan(session: Session, number: int, module: Module) -> Section:
    criterion = dict(module.criteria).get(session.criterion, session.criterion)
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("By the end people can", (_list(session.outcomes),)),
        ("You need", (_list(session.materials),)),
        ("What to do", (_list(session.activity, ordered=True),)),
        ("What to say", tuple(Callout("note", "", (Sentence(line, (), explains=True),)) for line in session.script)),
        ("Check that it has landed", (_list(session.checks),)),
        ("Easier, or harder", (_say(f"Easier: {session.easier}", f"Harder: {session.harder}"),)),
        ("Criterion", (_say(f"{session.criterion}: {criterion}"),)),
    )
    inner = tuple(Section(title, blocks) for title, blocks in parts)
    title = f"Session {number}: {session.title} ({session.minutes} minutes)"
    return Section(title, (_say(f"Aim: {session.aim}"), *inner), new_page=True)


def _key(guide: tuple[Question, ...]) -> tuple[Block, ...]:
    rows = tuple((question.number, question.words, question.theory, question.plain) for question in guide)
    ids = tuple(tuple(question.theory.split("; ")) for question in guide)
    lead = _say(
        "Keep this page to yourself. It says which idea each question is about.",
        "Ask the open question first. Show the idea in plain words only at the very end of an interview, "
        "and write down that you showed it.",
    )
    return (lead, Table(("No.", "Question", "Theory", "The idea in plain words"), rows, ids, caption="Key"))


def _assessment(module: Module) -> tuple[Block, ...]:
    table = Table(("Criterion", "What a person shows"), module.criteria, caption="Criteria: replace them with your own")
    return (_say(module.assessed_by), table)


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
    return {"topic_guide": _topic_guide, "follow_ups": _follow_ups}[name](guide)


def _topic_guide(guide: tuple[Question, ...]) -> tuple[Block, ...]:
    if not guide:
        return (_say("No question is written yet. Write your own below."), Lines(count=8))
    topics = dict.fromkeys(question.topic for question in guide)
    return tuple(
        Section(topic, tuple(block for q in guide if q.topic == topic for block in _question(q))) for topic in topics
    )


def _question(question: Question) -> tuple[Block, ...]:
    return (_say(f"{question.number}. {question.words}"), Lines(count=3))


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
    "lines": lambda value, guide: (Lines(count=value),),
    "boxes": lambda value, guide: (Lines(boxes=tuple(value)),),
    "table": lambda value, guide: (_table(value),),
    "note": lambda value, guide: (Callout("note", "", (Sentence(value, (), explains=True),)),),
    "insert": _insert,
}
