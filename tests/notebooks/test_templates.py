"""The rules of the house for notebooks: thin, annotated, without code of their own, stored without outputs."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from useit_eval.runs.graph import build_graph, select
from useit_eval.runs.templates import read_notebooks

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
NAMES = [
    "00_start_here", "01_sources", "02_code_interviews", "03_compare_coders", "04_configurations", "05_evidence",
    "06_judgement", "07_write_chapters", "08_make_training",
]  # fmt: skip
KEPT_WITH_OUTPUTS = "00_start_here"
NOT_THIN = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.If, ast.IfExp, ast.Try, ast.With,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
SQL = re.compile(r"\b(select\s.+\sfrom|insert\s+into|create\s+table|update\s.+\sset)\b", re.IGNORECASE | re.DOTALL)
PATH = re.compile(r"[\w.]+[/\\][\w.]+|\.(csv|yaml|sqlite|json|parquet|html|docx)$")


def _cells(path: Path, kind: str) -> list[dict]:
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == kind]


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def _code(path: Path) -> list[str]:
    return [_source(cell) for cell in _cells(path, "code") if "parameters" not in cell["metadata"].get("tags", [])]


each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_the_nine_notebooks_are_there():
    assert [path.stem for path in PATHS] == NAMES


@each
def test_a_notebook_is_thin(path):
    cells = _code(path)
    assert 1 <= len(cells) <= 12
    assert max(len(cell.splitlines()) for cell in cells) <= 8
    for cell in cells:
        assert not [node for node in ast.walk(ast.parse(cell)) if isinstance(node, NOT_THIN)]


def test_the_notebook_on_evidence_shows_all_of_the_mechanism():
    """Where the chain breaks, what connects, openings over time, needs and the pathway: not the answer alone."""
    cells = _code(NOTEBOOKS / "05_evidence.ipynb")
    assert [cell.splitlines()[-1] for cell in cells if "answer_connections" in cell] == ["workbench.show(connected)"]


@each
def test_a_notebook_holds_no_sql_and_no_path(path):
    for cell in _code(path):
        texts = [node.value for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert not [text for text in texts if SQL.search(text) or PATH.search(text)]


@each
def test_a_notebook_begins_with_its_title_its_question_and_its_parameters(path):
    document = json.loads(path.read_text("utf-8"))
    declared = document["metadata"]["useit"]
    first, second = document["cells"][:2]
    assert _source(first) == f"# {declared['title']}\n\n**{declared['question']}**"
    assert declared["question"].endswith("?")
    assert second["metadata"]["tags"] == ["parameters"]


@each
def test_a_notebook_is_stored_without_outputs_and_without_a_trace_of_a_machine(path):
    text = path.read_text("utf-8")
    for cell in _cells(path, "code"):
        assert path.stem == KEPT_WITH_OUTPUTS or (cell["outputs"], cell["execution_count"]) == ([], None)
    assert not re.search(r"/(home|root|tmp|Users|work)/|[A-Z]:\\\\", text)


@each
def test_every_cell_keeps_an_id_of_its_own(path):
    ids = [cell["id"] for cell in json.loads(path.read_text("utf-8"))["cells"]]
    assert ids == [f"{path.stem[:2]}-{number:02d}" for number in range(len(ids))]


def test_the_notebooks_can_be_put_in_an_order_and_every_one_of_the_river_waits_for_the_sources():
    notebooks = read_notebooks(NOTEBOOKS)
    order = list(build_graph(notebooks))
    assert order.index("01_sources") < order.index("04_configurations") < order.index("07_write_chapters")
    assert {"01_sources", "06_judgement"} <= {notebook.name for notebook in select(notebooks, "chapters")}
    assert "07_write_chapters" not in {notebook.name for notebook in select(notebooks, "training")}


def test_what_every_notebook_gives_is_what_it_says_in_code():
    for notebook in read_notebooks(NOTEBOOKS):
        code = "\n".join(_code(notebook.path))
        given = set(re.findall(r'bench\.give\("(\w+)"', code))
        declared = {thing.partition(":")[2] for thing in notebook.gives if thing.startswith(("findings:", "frames:"))}
        assert given == declared
        taken = set(re.findall(r'bench\.take\("(\w+)"', code))
        assert taken <= {thing.partition(":")[2] for thing in notebook.needs}


@each
def test_every_notebook_can_be_told_its_study_and_where_to_write(path):
    names = {parameter.name for notebook in read_notebooks(NOTEBOOKS) if notebook.path == path for parameter in notebook.parameters}
    assert {"study", "run_folder"} <= names
