"""Every public name says what comes back, and every example in a docstring runs."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, modules, parsed, shown

PLAIN = tuple(path for path in modules() if "migrations" not in path.parts)
WITH_EXAMPLES = tuple(path for path in PLAIN if ">>>" in path.read_text("utf-8"))


def test_every_module_class_and_function_that_is_public_has_a_docstring():
    silent = []
    for path in PLAIN:
        tree = parsed(path)
        if ast.get_docstring(tree) is None:
            silent.append(shown(path))
        silent += [
            f"{shown(path)}:{node.lineno} {node.name}" for node in _public(tree) if ast.get_docstring(node) is None
        ]
    assert silent == []


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=shown)
def test_every_example_in_a_docstring_runs(path):
    module = importlib.import_module(_dotted(path))
    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert result.failed == 0
    assert result.attempted > 0


def _public(tree: ast.AST) -> list[ast.AST]:
    """Public classes and functions of a module, and public methods of public classes; nothing inside functions."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += _public(node)
    return found


def _dotted(path: Path) -> str:
    inside = path.relative_to(PACKAGE.parent).with_suffix("")
    return ".".join(inside.parts).removesuffix(".__init__")
