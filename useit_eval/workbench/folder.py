"""A folder of files arrives: each is taken in whole or not at all, and what became of each is told in one table."""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground.errors import InputRefused, UseitError
from useit_eval.ground.safe_files import shown_name
from useit_eval.sources import read_many
from useit_eval.workbench.arrival import ATTACHED, KNOWN, NEW, VERSION, AddReport, is_new, receive, register
from useit_eval.workbench.describing import Described
from useit_eval.workbench.desk import Desk
from useit_eval.workbench.labelled import listed
from useit_eval.workbench.places import place_warnings

if TYPE_CHECKING:
    from useit_eval.sources.texts import SourceImport
    from useit_eval.workbench.bench import Bench

UNDECIDED, REFUSED = "needs a decision", "refused"
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
_TABLE = "It is a table: useit-eval questionnaires takes answers, useit-eval indicators takes statistics."
MOST_WAITING = 25
MOST_HELD = 2_000_000
"""Characters, with a hundred for each turn, that may wait: files of hundreds of thousands of turns go one by one."""
_LOCKS = ("~$", ".~lock", "._")
_SYSTEM = ("thumbs.db", "desktop.ini", "icon\r")
_LICENCES = ("license", "licence", "copying")  # they come with shared data, and nobody speaks in them


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of one file of a folder: its path below the folder, the state, its source's label, and why."""

    file: str
    state: str
    label: str = ""
    why: str = ""


@dataclasses.dataclass(frozen=True)
class FolderReport:
    """What became of every file of a folder, in order; ``decisions`` are sentences on the sources that came in.

    ``changes`` and ``doubts`` are from reading, each with the labels it is about; ``left`` lists passages that await a
    new place; ``passed_over`` counts hidden files, lock files and the study's own registers.
    """

    outcomes: tuple[Outcome, ...]
    decisions: tuple[str, ...]
    changes: tuple[str, ...]
    doubts: tuple[str, ...]
    left: tuple[str, ...]
    passed_over: int
    warnings: tuple[str, ...]

    def of(self, *states: str) -> list[Outcome]:
        """Return the files of some states."""
        return [outcome for outcome in self.outcomes if outcome.state in states]


@dataclasses.dataclass(frozen=True)
class Step:
    """How far a folder has come: files done of all, and what became of the last."""

    done: int
    total: int
    outcome: Outcome


def add_folder(
    bench: Bench,
    folder: Path | str,
    *,
    encoding: str | None = None,
    progress: Callable[[Step], None] | None = None,
    processes: int = 2,
    by: str = "researcher",
    **said: Any,
) -> FolderReport:
    """Return what became of each file of a folder and the folders in it, in the order of their names.

    Files are kept in short transactions, each file whole or not at all, so that an interruption leaves what was done,
    and adding the folder again goes on. Hidden files, lock files, licences and the study's own registers are passed over. ``said`` describes
    new sources as in `arrival.add_source`. Raises UsageError for a wrong word, InputRefused when no file lies there.
    """
    described, root = Described(**said).check(), Path(folder)
    files, passed_over = _files(root, bench)
    if not files:
        raise InputRefused("there is no file to add", str(root), "Check the folder's name.")
    tray = _Tray(Desk(bench, by=by), root, described, Counter(path.name for path in files))
    for path, found in _Reader(root, files, encoding, processes).in_order():
        tray.put(path, found)
        _show(progress, tray, len(files))
    tray.empty()
    _show(progress, tray, len(files))
    return _gathered(bench, tuple(tray.outcomes), tray.reports, passed_over)


def _show(progress: Callable[[Step], None] | None, tray: _Tray, total: int) -> None:
    while progress and tray.shown < len(tray.outcomes):
        tray.shown += 1
        progress(Step(tray.shown, total, tray.outcomes[tray.shown - 1]))


class _Tray:
    """Files as they were read; new ones wait for one another, for a transaction takes its time however small."""

    def __init__(self, desk: Desk, root: Path, said: Described, names: Counter[str]) -> None:
        self._desk, self._root, self._said, self._names = desk, root, said, names
        self._waiting: list[tuple[str, SourceImport]] = []
        self.outcomes: list[Outcome] = []
        self.reports: list[AddReport] = []
        self.shown = 0

    def put(self, path: Path, found: SourceImport | UseitError | None) -> None:
        """Take in one file, or let it wait with others that are new too."""
        file = shown_name(path.relative_to(self._root).as_posix())
        if found is not None and not isinstance(found, UseitError) and self._is_new(found):
            self._waiting.append((file, found))
            if len(self._waiting) >= MOST_WAITING or sum(_weight(each) for _, each in self._waiting) > MOST_HELD:
                self.empty()
            return
        self.empty()
        self._keep(*_take(self._desk, file, found, self._said, doubled=self._names[path.name] > 1))

    def empty(self) -> None:
        """Register the files that wait, in one transaction."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            reports = register(self._desk, [found for _, found in waiting], self._said)
        except InputRefused:  # one of them is; each is tried alone
            for file, found in waiting:
                self._keep(*_take(self._desk, file, found, self._said, doubled=False))
            return
        for (file, _), report in zip(waiting, reports, strict=True):
            self._keep(Outcome(file, report.state, report.label), report)

    def _keep(self, told: Outcome, report: AddReport | None) -> None:
        self.outcomes.append(told)
        self.reports += [report] if report else []

    def _is_new(self, found: SourceImport) -> bool:
        met = any(found.sha256_text == each.sha256_text or found.file == each.file for _, each in self._waiting)
        return not met and is_new(self._desk, found)


def _weight(found: SourceImport) -> int:
    return found.characters + 100 * len(found.turns)


@dataclasses.dataclass(frozen=True)
class _Reader:
    """The files of a folder, read side by side and handed on in the order of their names."""

    root: Path
    files: list[Path]
    encoding: str | None
    processes: int

    def in_order(self) -> Iterator[tuple[Path, SourceImport | UseitError | None]]:
        """Give each file with what was read, why it was refused, or None for a table."""
        texts = [path for path in self.files if path.suffix.lower() not in TABLES]
        read = read_many(texts, processes=self.processes, encoding=self.encoding, within=self.root)
        held: dict[Path, SourceImport | UseitError] = {}
        try:
            for path in self.files:
                if path.suffix.lower() in TABLES:
                    yield path, None
                    continue
                while path not in held:
                    done, found = next(read)
                    held[done] = found
                yield path, held.pop(path)
        finally:
            read.close()


def _take(
    desk: Desk, file: str, found: SourceImport | UseitError | None, said: Described, *, doubled: bool
) -> tuple[Outcome, AddReport | None]:
    if found is None:
        return Outcome(file, UNDECIDED, why=_TABLE), None
    if isinstance(found, UseitError):
        return Outcome(file, REFUSED, why=_sentence(found, file)), None
    if doubled and desk.of_text(found.sha256_text) is None and desk.of_file(found.file) is not None:
        why = f"Another file of the name {found.file} is source {desk.of_file(found.file)['label']}: give one of them another name."
        return Outcome(file, UNDECIDED, why=why), None
    try:
        report = receive(desk, found, said)
    except InputRefused as error:
        undecided = desk.of_file(found.file) is not None
        return Outcome(file, UNDECIDED if undecided else REFUSED, why=_sentence(error, file)), None
    return Outcome(file, report.state, report.label), report


def _sentence(error: UseitError, file: str) -> str:
    """Return an error without the file's name, which stands beside it."""
    where = "" if not error.where or error.where in (file, Path(file).name) else f"{error.where}: "
    first = f"{where}{error.what}"
    return f"{first[0].upper()}{first[1:]}. {error.next}".strip()


def _gathered(bench: Bench, outcomes: tuple[Outcome, ...], reports: list[AddReport], passed_over: int) -> FolderReport:
    told = [
        (report.label, sentence.removeprefix(f"{report.label}: "))
        for report in reports
        for sentence in report.decisions
    ]
    return FolderReport(
        outcomes,
        decisions=_grouped(told),
        changes=_grouped(
            (report.label, text) for report in reports for text in report.changes if report.state != KNOWN
        ),
        doubts=_grouped((report.label, text) for report in reports for text in report.doubts if report.state != KNOWN),
        left=tuple(f"{report.label}: {text}" for report in reports for text in report.left),
        passed_over=passed_over,
        warnings=place_warnings(bench),
    )


def _grouped(told: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return each sentence once, after the labels it is about."""
    labels: dict[str, list[str]] = {}
    for label, sentence in told:
        labels.setdefault(sentence, []).append(label)
    return tuple(f"{listed(names)}: {sentence}" for sentence, names in labels.items())


def _files(root: Path, bench: Bench) -> tuple[list[Path], int]:
    """Return the files to read, in the order of their paths, and how many were passed over."""
    found, passed_over = [], 0
    own = bench.paths.raw.resolve()
    for folder, folders, names in os.walk(root):
        passed_over += sum(name.startswith(".") for name in folders)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(folder) / name
            if _is_passed_over(name) or (path.parent.resolve() == own and _is_the_studys(name)):
                passed_over += 1
            else:
                found.append(path)
    return sorted(found), passed_over


def _is_the_studys(name: str) -> bool:
    """Return whether a file of the study's own folder is one that researchers write: a register, or what explains them."""
    return name.lower().endswith(".csv") or name == "README.md"


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", *_LOCKS)) or name.lower() in (*_SYSTEM, *_LICENCES)


IMPORTED = (NEW, ATTACHED)
STATES = {"imported": IMPORTED, KNOWN: (KNOWN,), VERSION: (VERSION,), UNDECIDED: (UNDECIDED,), REFUSED: (REFUSED,)}
"""The states of a file as the closing table counts them."""
