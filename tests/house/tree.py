"""The tree as the house tests see it: the package's modules and the files that git tracks."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "useit_eval"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def modules() -> tuple[Path, ...]:
    """Return every Python file of the package, generated folders left out."""
    return tuple(sorted(p for p in PACKAGE.rglob("*.py") if "__pycache__" not in p.parts and "_shipped" not in p.parts))


@functools.cache
def parsed(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def shown(path: Path) -> str:
    """Return a path as people write it, from the project's root."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of a module, inner ones too."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function):
            yield node


def body_lines(function: Function) -> int:
    """Return how many lines a function's body has, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Return the files that git tracks or would track; the test is skipped outside a git checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this is not a git checkout")
    return tuple(sorted(p for name in done.stdout.decode().split("\0") if name and (p := ROOT / name).is_file()))
