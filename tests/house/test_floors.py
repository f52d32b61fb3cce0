"""The floors of ARCHITECTURE.md, held by import-linter."""

from __future__ import annotations

import subprocess
import sys
import tomllib

from tests.house.tree import PACKAGE, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


def test_every_import_goes_downward_and_every_library_has_one_door():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_the_contract_on_floors_leaves_no_module_out():
    floors = next(contract for contract in CONTRACTS if contract["id"] == "floors")
    listed = {name.strip().strip("()") for layer in floors["layers"] for name in layer.split("|")}
    there = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert floors["exhaustive"] is True
    assert there - {"__init__"} <= listed


def test_every_heavy_library_has_a_contract():
    doors = {library for contract in CONTRACTS for library in contract.get("forbidden_modules", [])}
    assert doors >= {
        "sqlalchemy", "alembic", "papermill", "nbclient", "jupyter_client", "typer", "nltk", "statsmodels", "plotly",
        "matplotlib", "pypandoc", "jinja2", "markdown_it", "pandera", "ruamel", "pydantic", "babel",
    }  # fmt: skip
