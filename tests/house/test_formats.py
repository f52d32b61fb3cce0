"""Every file that somebody writes by hand says in its first line what it is, so that a newer one can be refused."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, shown

KINDS = r"useit-[a-z_]+/[1-9]\d*"
PLACES = ("codebooks", "data_raw", "useit_eval/templates")


def _from_the_field() -> set[Path]:
    """Return the files that a manifest registers as sources: somebody gave us these, and they stay as they came."""
    manifests = [path for place in PLACES for path in (ROOT / place).rglob("manifest.csv")]
    rows = [(path, row) for path in manifests for row in csv.DictReader(path.read_text("utf-8").splitlines()[1:])]
    return {path.parent / row["file"] for path, row in rows if row["file"]}


GIVEN = _from_the_field()
AUTHORED = tuple(
    sorted(
        p
        for place in PLACES
        for p in (ROOT / place).rglob("*")
        if p.suffix in (".yaml", ".csv", ".md") and p.name != "README.md" and p not in GIVEN
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
