"""The docs say what the code does: made pages are fresh, and every command, notebook, word and module is in them."""

from __future__ import annotations

import importlib.util
import re

import pytest

from tests.house.tree import ROOT, modules
from useit_eval.ground import frames, terms

_SPEC = importlib.util.spec_from_file_location("write_docs", ROOT / "docs" / "write_docs.py")
WRITE_DOCS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(WRITE_DOCS)
READ_BY_PEOPLE = "\n".join((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/commands.md"))
REMEDY = "run: python docs/write_docs.py"


def test_the_table_of_modules_equals_the_tree():
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    listed = re.findall(r"^\| `([\w/]+\.py)` \|", page, flags=re.MULTILINE)
    assert listed == sorted((path.relative_to(ROOT / "useit_eval").as_posix() for path in modules()), key=_as_paths), (
        REMEDY
    )
    assert WRITE_DOCS.architecture(page) == page, REMEDY


def test_the_data_dictionary_agrees_with_the_column_specification():
    page = (ROOT / "docs" / "data_dictionary.md").read_text("utf-8")
    assert page == WRITE_DOCS.data_dictionary(), REMEDY
    assert all(f"## {name}\n" in page for name in frames.TABLES)


def test_the_page_of_commands_is_fresh():
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == WRITE_DOCS.commands(), REMEDY


def test_every_command_is_documented():
    import typer.main

    from useit_eval import cli

    verbs = typer.main.get_command(cli.app).commands
    assert [name for name in verbs if f"useit-eval {name}" not in READ_BY_PEOPLE] == []
    assert [name for name, verb in verbs.items() if not (verb.help or "").strip()] == []


@pytest.mark.parametrize("verb", ["evaluate", "test", "lab"])
def test_readme_shows_each_verb_with_make_and_without(verb):
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"make {verb}" in readme
    assert f"python -m useit_eval {verb}" in readme


def test_every_notebook_is_documented():
    notebooks = [path.name for path in (ROOT / "notebooks").glob("*.ipynb")]
    assert len(notebooks) >= 9
    assert [name for name in notebooks if name not in READ_BY_PEOPLE] == []


def test_every_word_that_the_record_allows_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    words = {
        word for value in vars(terms).values() if isinstance(value, tuple) for word in value if isinstance(word, str)
    }
    assert {word for word in words | set(terms.TEMPLATES) if f"`{word}`" not in glossary} == set()


def test_every_link_between_the_docs_leads_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [f"{page.name}: {target}" for page in pages
              for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")) if not (page.parent / target).exists()]  # fmt: skip
    assert broken == []


def test_decision_records_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("0*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def _as_paths(name: str) -> tuple[str, ...]:
    return tuple(name.split("/"))
