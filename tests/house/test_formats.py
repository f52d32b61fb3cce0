"""Every file that somebody writes by hand says in its first line what it is, so that a newer one can be refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, shown

KINDS = r"useit-[a-z_]+/[1-9]\d*"
PLACES = ("codebooks", "data_raw", "useit_eval/templates")
AUTHORED = tuple(
    sorted(
        p
        for place in PLACES
        for p in (ROOT / place).rglob("*")
        if p.suffix in (".yaml", ".csv", ".md") and p.name != "README.md"
    )
)
FIRST_LINE = {
    ".yaml": re.compile(rf"format: {KINDS}\s*$"),
    ".csv": re.compile(rf"# format: {KINDS}\s*$"),
    ".md": re.compile(rf"<!-- format: {KINDS};"),
}


@pytest.mark.parametrize("path", AUTHORED, ids=shown)
def test_an_authored_file_begins_with_its_format(path: Path):
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    if path.suffix == ".yaml":  # a template may open with remarks
        lines = [line for line in lines if not line.startswith("#")]
    assert FIRST_LINE[path.suffix].match(lines[0])


def test_the_shipped_study_has_files_of_every_kind():
    kinds = {m.group(1) for p in AUTHORED if (m := re.search(r"format: useit-([a-z_]+)/", p.read_text("utf-8")))}
    assert kinds >= {"study", "codebook", "theory", "rubric", "claims", "bearing", "sections", "manifest", "figures",
                     "links", "milestones", "challenges", "faults"}  # fmt: skip


def test_the_projects_own_file_has_its_format():
    assert 'format = "useit-project/1"' in (ROOT / "useit.toml").read_text("utf-8")
