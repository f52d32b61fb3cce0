"""Change one thing in the record and exactly what stands on it changes on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.report.overall import AUTHORS_BLOCKS
from useit_eval.report.rameses import ITEMS

from .conftest import evaluate

FIGURE = "F087"
# Agreement between coders is measured over the whole source, so its lines name the source.
OF_ALL_CODING = {"J1"}
GROUPS = "Groups of configurations"


@pytest.fixture(scope="module")
def claim(as_shipped):
    """Return an observed claim of the strand matching_skills that bears on a theory, and that theory's id."""
    from useit_eval.codebook import load_bearing, load_claims

    coding = Path(__file__).parents[2] / "codebooks" / "useit" / "coding"
    claims = [c for path in sorted(coding.glob("claims_*.yaml")) for c in load_claims(path).claims]
    supports = {b.claim: b.theory for b in load_bearing(coding / "bearing.yaml").bearing if b.bearing == "supports"}
    found = next(c for c in claims if c.strand == "matching_skills" and c.status == "observed" and c.label in supports)
    bears = {b.theory for b in load_bearing(coding / "bearing.yaml").bearing if b.claim == found.label}
    return found.label, bears


def edit(path: Path, pattern: str, into: str) -> None:
    """Replace exactly one match in a file."""
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, into, text, count=1, flags=re.DOTALL | re.MULTILINE)
    assert count == 1, pattern
    path.write_text(changed, encoding="utf-8")


def changes(before, after, *slugs):
    """Return the lines that are only in one of two evaluations."""
    return before.lines(*slugs) ^ after.lines(*slugs)


def strays(changed, touched: set[str]) -> list[str]:
    """Return changed lines that name nothing of what was touched, neither as they were nor as they are.

    A line that loses its claim no longer names it: it is known by the same words with other numbers. A claim that
    was grouped with one that is gone finds another group, or stands alone.
    """
    known = {_skeleton(text) for text, ids in changed if touched & set(ids)}
    regrouped = {label for text, ids in changed if GROUPS in text and touched & set(ids) for label in ids}
    return [
        text
        for text, ids in changed
        if not touched & set(ids) and _skeleton(text) not in known and not (GROUPS in text and regrouped & set(ids))
    ]


def _skeleton(text: str) -> str:
    return re.sub(r"\d+|\bnone\b|\bno\b|\bare\b|\bis\b|s\b", "#", text)


def test_one_changed_ledger_figure_changes_only_the_lines_that_name_it(copy_of_useit, as_shipped):
    root = copy_of_useit("figure")
    edit(root / "data_raw/useit/figures.csv", rf"^([^,\n]+,{FIGURE}),71,", r"\1,73,")
    edit(root / "data_raw/useit/figures.csv", rf"^([^\n]*,{FIGURE},73,[^\n]*?),71,(en_GB)", r"\1,73,\2")
    changed = changes(as_shipped, evaluate(root, "useit", root / "run"))
    assert changed
    assert strays(changed, {FIGURE}) == []
    assert any("73" in text for text, _ in changed)


def test_one_claim_denied_changes_only_the_lines_that_name_it_or_its_theories(copy_of_useit, as_shipped, claim):
    label, theories = claim
    root = copy_of_useit("denied")
    for path in (root / "codebooks/useit/coding").glob("claims_*.yaml"):
        if f"label: {label}\n" in path.read_text(encoding="utf-8"):
            edit(path, rf"(- label: {label}\n.*?status: )observed", r"\1denied")
    changed = changes(as_shipped, evaluate(root, "useit", root / "run"))
    assert changed
    assert strays(changed, {label, *theories}) == []


def test_a_strand_without_claims_reads_silent_and_the_other_chapters_stay_as_they_were(copy_of_useit, as_shipped):
    root = copy_of_useit("silent")
    touched = _delete_claims_of(root, "community_finance") | OF_ALL_CODING
    after = evaluate(root, "useit", root / "run")
    page = after.lines("community_finance")
    assert any("silent" in text for text, _ in page)
    assert as_shipped.lines("community_finance") != page
    for strand in ("social_enterprise", "community_research"):
        assert strays(changes(as_shipped, after, strand), touched) == [], strand


def _delete_claims_of(root: Path, strand: str) -> set[str]:
    """Delete a strand's claims everywhere; return their labels, the theories they bear on and the rows that cite them."""
    from ruamel.yaml import YAML

    yaml, gone = YAML(), set()
    coding = root / "codebooks/useit/coding"
    for path in sorted(coding.glob("claims_*.yaml")):
        held = yaml.load(path)
        gone |= {claim["label"] for claim in held["claims"] if claim["strand"] == strand}
        held["claims"] = [claim for claim in held["claims"] if claim["strand"] != strand]
        yaml.dump(held, path)
    assert gone
    held = yaml.load(coding / "bearing.yaml")
    touched = gone | {entry["theory"] for entry in held["bearing"] if entry.get("claim") in gone}
    held["bearing"] = [entry for entry in held["bearing"] if entry.get("claim") not in gone]
    yaml.dump(held, coding / "bearing.yaml")
    theory = root / "codebooks/useit/theory.yaml"
    held = yaml.load(theory)
    for entry in held["theories"]:
        for version in entry["versions"]:
            if version["evidence"] != "none yet":
                kept = [label for label in version["evidence"] if label not in gone]
                version["evidence"] = kept or "none yet"
    yaml.dump(held, theory)
    touched |= _leave_out(root, "joint_display", "rows", gone) | _leave_out(root, "retroduction", "steps", gone)
    _leave_out(root, "coding/ripples" if (coding / "ripples.yaml").exists() else "ripples", "confirmed", gone)
    for path in (root / "data_raw/useit").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        touched |= {row.split(",")[1] for row in text.splitlines() if any(label in row for label in gone)}
        for label in gone:
            text = re.sub(rf"(; )?\b{label}\b", "", text)
        path.write_text(re.sub(r",; ", ",", text), encoding="utf-8")
    return touched


def _leave_out(root: Path, name: str, key: str, gone: set[str]) -> set[str]:
    """Leave out the entries of an authored file that name a claim that is gone; return the theories they are about."""
    from ruamel.yaml import YAML

    yaml, path = YAML(), root / f"codebooks/useit/{name}.yaml"
    held = yaml.load(path)
    naming = [entry for entry in held[key] if gone & set(re.findall(r"\bC\d+\b", str(dict(entry))))]
    held[key] = [entry for entry in held[key] if entry not in naming]
    yaml.dump(held, path)
    return {theory for entry in naming for theory in (entry.get("theory"), *entry.get("led_to", ())) if theory}


def test_prose_whose_evidence_changed_is_marked_and_its_file_stays_as_it_was(copy_of_useit, as_shipped):
    root = copy_of_useit("prose")
    block = root / "codebooks/useit/text/matching_skills.summary.md"
    block.parent.mkdir(exist_ok=True)
    words = f"<!-- format: useit-text/1; author: A. Researcher; stands_on: {FIGURE}, F088 -->\nMany were *found*.\n"
    block.write_text(words, encoding="utf-8")
    assert "Many were *found*." in evaluate(root, "useit", root / "run1").words()
    edit(root / "data_raw/useit/figures.csv", rf"^([^,\n]+,{FIGURE}),71,", r"\1,73,")
    edit(root / "data_raw/useit/figures.csv", rf"^([^\n]*,{FIGURE},73,[^\n]*?),71,(en_GB)", r"\1,73,\2")
    page = evaluate(root, "useit", root / "run2").pages["matching_skills"]
    prose = next(block for section in page.sections for block in section.blocks if type(block).__name__ == "Prose")
    assert prose.check == (FIGURE,)
    assert block.read_text(encoding="utf-8") == words


@pytest.mark.parametrize(
    ("name", "stands_on", "said"),
    [
        ("matching_skill.summary", FIGURE, r"matching_skill\.summary\.md: no chapter .*'matching_skills\.summary'"),
        ("analysis", "F999", r"analysis\.md, line 1: stands_on names 'F999', which is not on record"),
    ],
)
def test_prose_that_no_page_would_show_or_that_names_an_unknown_id_is_refused(copy_of_useit, name, stands_on, said):
    root = copy_of_useit("lost")
    block = root / f"codebooks/useit/text/{name}.md"
    block.write_text(f"<!-- format: useit-text/1; author: A; stands_on: {stands_on} -->\nWords.\n", encoding="utf-8")
    with pytest.raises(InputRefused, match=said):
        evaluate(root, "useit", root / "run")


def test_every_block_that_the_checklist_asks_for_has_a_place_on_a_page():
    assert {item.block for item in ITEMS if item.block} <= {"summary", "limits", *(name for name, _ in AUTHORS_BLOCKS)}
