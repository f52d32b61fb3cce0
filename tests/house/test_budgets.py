"""Short modules, short functions, few methods: what keeps the code readable by someone new."""

from __future__ import annotations

import ast

import pytest

from tests.house.tree import ROOT, body_lines, functions, modules, parsed, shown

BANNED = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
BENCHMARKS = tuple(sorted((ROOT / "benchmarks").glob("*.py")))
CODE = (*modules(), *BENCHMARKS)


def test_no_module_has_more_than_350_lines():
    long = {shown(path): count for path in CODE if (count := len(path.read_text("utf-8").splitlines())) > 350}
    assert long == {}


def test_no_function_body_has_more_than_45_lines():
    long = {
        f"{shown(path)}:{function.lineno} {function.name}": body_lines(function)
        for path in CODE for function in functions(path) if body_lines(function) > 45
    }  # fmt: skip
    assert long == {}


def test_nine_functions_in_ten_have_at_most_25_lines():
    lengths = [body_lines(function) for path in CODE for function in functions(path)]
    assert sum(length <= 25 for length in lengths) >= 0.9 * len(lengths)


def test_no_class_has_ten_public_methods_or_more():
    large = {}
    for path in CODE:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                public = [m.name for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_")]
                if len(public) >= 10 and not _only_properties(node):
                    large[f"{shown(path)}:{node.lineno} {node.name}"] = len(public)
    assert large == {}


def _only_properties(node: ast.ClassDef) -> bool:
    """A record of paths may name many: properties without arguments are columns rather than behaviour."""
    methods = [m for m in node.body if isinstance(m, ast.FunctionDef)]
    plain = [m for m in methods if not any(isinstance(d, ast.Name) and d.id == "property" for d in m.decorator_list)]
    return len(plain) < 10


@pytest.mark.parametrize("path", CODE, ids=shown)
def test_a_module_is_named_for_what_it_holds(path):
    assert not BANNED & {path.stem, *(part.name for part in path.parents)}


def test_nobody_prints_outside_the_door_or_hides_a_fault():
    faults = []
    for path in modules():
        for node in ast.walk(parsed(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "print"
                and "cli" not in path.parts
            ):
                faults.append(f"{shown(path)}:{node.lineno} print")
            if isinstance(node, ast.Assert):
                faults.append(f"{shown(path)}:{node.lineno} assert")
            if isinstance(node, ast.ExceptHandler) and _is_blanket(node):
                faults.append(f"{shown(path)}:{node.lineno} blanket except")
    assert faults == []


def _is_blanket(handler: ast.ExceptHandler) -> bool:
    """A handler for everything that does not raise again."""
    everything = handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )
    return everything and not any(isinstance(node, ast.Raise) for node in ast.walk(handler))
