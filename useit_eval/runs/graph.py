"""Which notebook must wait for which: what each needs against what the others give."""

from __future__ import annotations

import difflib
import graphlib
from collections.abc import Iterable, Mapping, Sequence

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.runs.templates import FILES, Notebook


def build_graph(notebooks: Sequence[Notebook]) -> dict[str, tuple[str, ...]]:
    """Return, for each notebook's name in an order that can be run, the names it waits for.

    Raises InputRefused when a need is given by no notebook (naming the closest), when two notebooks give the
    same thing, or when notebooks wait for each other in a circle.
    """
    givers = _givers(notebooks)
    waits = {notebook.name: _waits_for(notebook, givers) for notebook in notebooks}
    try:
        order = tuple(graphlib.TopologicalSorter(waits).static_order())
    except graphlib.CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        raise InputRefused(f"notebooks wait for each other in a circle: {circle}", "", "Mend their needs and gives.") from None
    rank = {name: place for place, name in enumerate(order)}
    return {name: waits[name] for name in sorted(waits, key=rank.__getitem__)}


def _givers(notebooks: Sequence[Notebook]) -> dict[str, str]:
    givers: dict[str, str] = {}
    for notebook in notebooks:
        for thing in notebook.gives:
            first = givers.setdefault(thing, notebook.name)
            if first != notebook.name or thing in FILES:
                raise InputRefused(f"{thing!r} is already given by {first}", notebook.path.name, "Give it another name.")
    return givers


def _waits_for(notebook: Notebook, givers: Mapping[str, str]) -> tuple[str, ...]:
    waits = []
    for need in notebook.needs:
        if need in FILES:
            continue
        if need not in givers:
            raise InputRefused(f"needs {need!r}, which no notebook gives", notebook.path.name, _closest(need, [*givers, *FILES]))
        waits.append(givers[need])
    return tuple(sorted(set(waits) - {notebook.name}))


def _closest(word: str, known: Iterable[str]) -> str:
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1)
    return f"Closest: {close[0]!r}." if close else f"Known: {', '.join(known)}."


def select(notebooks: Sequence[Notebook], only: str | Sequence[str] | None = None) -> tuple[Notebook, ...]:
    """Return the notebooks to run, each after those it waits for: all, or those named with all they depend on.

    ``only`` holds names with or without the number, or groups; several may be parted by commas.
    Raises UsageError for a word that names nothing, with the closest.
    """
    waits = build_graph(notebooks)
    by_name = {notebook.name: notebook for notebook in notebooks}
    wanted = set(by_name) if not only else _named(notebooks, only)
    for name in reversed(waits):  # every notebook comes after those it waits for, so one pass backwards is enough
        if name in wanted:
            wanted.update(waits[name])
    return tuple(by_name[name] for name in waits if name in wanted)


def _named(notebooks: Sequence[Notebook], only: str | Sequence[str]) -> set[str]:
    words = [only] if isinstance(only, str) else list(only)
    words = [word.strip() for part in words for word in part.split(",") if word.strip()]
    wanted: set[str] = set()
    for word in words:
        found = {notebook.name for notebook in notebooks if word in (notebook.name, notebook.short, notebook.group)}
        if not found:
            known = {notebook.short for notebook in notebooks} | {notebook.group for notebook in notebooks}
            raise UsageError(f"no notebook or group is called {word!r}", "--only", f"{_closest(word, known)} All: {', '.join(sorted(known))}.")
        wanted |= found
    return wanted
