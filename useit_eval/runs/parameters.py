"""Parameters of notebooks: read from their annotated cell, and checked before anything runs."""

from __future__ import annotations

import ast
import dataclasses
import datetime
import difflib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.ground.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from useit_eval.runs.templates import Notebook

TYPES = {"str": str, "int": int, "float": float, "bool": bool, "dict": dict}
OWN = ("run_folder",)
"""Parameters that the run sets and no person passes."""
YES_OR_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell: name, type (str, int, float, bool or dict), default, and the comment for people."""

    name: str
    type: str
    default: str | int | float | bool | dict
    comment: str


def read_parameters(source: str, *, where: str) -> tuple[Parameter, ...]:
    """Return the parameters of a cell whose every line reads ``name: type = default  # what it does``.

    Raises InputRefused, with the line, for anything else in the cell.

    Example:
        >>> read_parameters("round_no: int = 1  # the coding round", where="x.ipynb")[0].comment
        'the coding round'
    """
    lines = source.splitlines()
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise InputRefused(f"the parameters cell is not Python ({error.msg})", f"{where}, line {error.lineno}") from None
    return tuple(_parameter(node, lines, where) for node in body)


def _parameter(node: ast.stmt, lines: list[str], where: str) -> Parameter:
    place = f"{where}, parameters cell, line {node.lineno}"
    pattern = "Write: name: type = default  # what it does."
    if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None):
        raise InputRefused("the line does not declare a parameter", place, pattern)
    kind = ast.unparse(node.annotation)
    if kind not in TYPES:
        raise InputRefused(f"the type {kind!r} cannot be passed to a notebook", place, f"Types: {', '.join(TYPES)}.")
    try:
        default = ast.literal_eval(node.value)
    except ValueError:
        raise InputRefused("the default is not a plain value", place, pattern) from None
    if not _fits(default, kind):
        raise InputRefused(f"the default {default!r} is not of type {kind}", place, pattern)
    comment = lines[node.end_lineno - 1][node.end_col_offset :].partition("#")[2].strip()
    if not comment:
        raise InputRefused(f"the parameter {node.target.id!r} has no comment", place, pattern)
    return Parameter(node.target.id, kind, default, comment)


def _fits(value: object, kind: str) -> bool:
    if kind == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is TYPES[kind]


def check_parameters(notebooks: Iterable[Notebook], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values given, each converted to the type its notebooks declare.

    Raises UsageError for a name that no chosen notebook declares (naming the closest and the list) and for a
    value of another type; InputRefused when two notebooks declare one name with two types.
    """
    known = _known(notebooks)
    return {name: _check(name, value, known) for name, value in given.items()}


def _known(notebooks: Iterable[Notebook]) -> dict[str, Parameter]:
    known: dict[str, Parameter] = {}
    for notebook in notebooks:
        for parameter in notebook.parameters:
            first = known.setdefault(parameter.name, parameter)
            if first.type != parameter.type:
                raise InputRefused(
                    f"the parameter {parameter.name!r} is {parameter.type} here and {first.type} in another notebook",
                    notebook.path.name, "Give it one type.",
                )
    return {name: parameter for name, parameter in known.items() if name not in OWN}


def _check(name: str, value: object, known: Mapping[str, Parameter]) -> Any:
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        closest = f"Closest: {close[0]!r}. " if close else ""
        raise UsageError(f"no notebook of this run has a parameter {name!r}", "", f"{closest}Parameters: {', '.join(sorted(known))}.")
    return convert(value, known[name])


def convert(value: object, parameter: Parameter) -> Any:
    """Return a value as the parameter's type; text is read as the command line writes it.

    Raises UsageError when it does not read as that type, or when ``as_of`` is not an ISO day.

    Example:
        >>> convert("2", Parameter("round_no", "int", 1, "the coding round"))
        2
    """
    converted = _read(value, parameter) if isinstance(value, str) else value
    if not _fits(converted, parameter.type):
        raise _ill_typed(value, parameter)
    if parameter.name == "as_of" and converted:
        _check_day(converted)
    return float(converted) if parameter.type == "float" else converted


def _read(text: str, parameter: Parameter) -> Any:
    if parameter.type == "str":
        return text
    try:
        if parameter.type == "dict":
            return json.loads(text)
        return YES_OR_NO[text.strip().lower()] if parameter.type == "bool" else TYPES[parameter.type](text)
    except (KeyError, ValueError):
        raise _ill_typed(text, parameter) from None


def _ill_typed(value: object, parameter: Parameter) -> UsageError:
    words = {"int": "a whole number", "float": "a number", "bool": "true or false", "str": "text"}
    words["dict"] = 'names and values such as {"name": 2}'
    example = f"It means: {parameter.comment.rstrip('.')}. Default: {parameter.default!r}."
    return UsageError(f"the parameter {parameter.name!r} must be {words[parameter.type]}, not {value!r}", "", example)


def _check_day(text: str) -> None:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"as_of must be a day such as 2017-09-30, not {text!r}", "", "Write year, month and day.") from None


def read_assignments(pairs: Iterable[str]) -> dict[str, str]:
    """Return ``name=value`` pairs as a mapping. Raises UsageError for a pair without '=' or a name given twice.

    Example:
        >>> read_assignments(["min_units=3"])
        {'min_units': '3'}
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        name = name.strip()
        if not sign or not name:
            raise UsageError(f"{pair!r} is not a parameter", "-p", "Write: -p name=value.")
        if name in found:
            raise UsageError(f"the parameter {name!r} is given twice", "-p", "Give it once.")
        found[name] = value
    return found


def gather(pairs: Iterable[str], **flags: str | None) -> dict[str, str]:
    """Return the parameters of ``-p name=value`` pairs and of flags that were given, which are the same parameters.

    Raises UsageError when one is given both ways with two values.

    Example:
        >>> gather(["min_units=3"], strand="matching_skills", study=None)
        {'min_units': '3', 'strand': 'matching_skills'}
    """
    found = read_assignments(pairs)
    for name, value in flags.items():
        if value is not None and found.setdefault(name, value) != value:
            raise UsageError(f"{name!r} is given twice, as {found[name]!r} and {value!r}", "-p", "Give it once.")
    return found
