"""What stands beside a theory and its rating on a page."""

from __future__ import annotations

import types

import pytest

from useit_eval.document.page import Listing, Section
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.report.beside import by_group, history, rivals, signed, thought_of, told_standing


def _material(*findings: Finding, **signatures: int):
    def find(prefix: str, *, strand: str | None = None, theory: str | None = None) -> list[Finding]:
        """Return the findings as `Material.find` does."""
        found = [f for f in findings if f.key == prefix or f.key.startswith(f"{prefix}.")]
        return [f for f in found if strand in (None, f.strand) and theory in (None, f.theory)]

    return types.SimpleNamespace(find=find, signatures=lambda theory: [{}] * signatures.get(theory, 0))


def _finding(kind: str, *, theory: str = "N1", strand: str = "north", **data) -> Finding:
    line, table = Sentence(f"A line of {kind}.", (theory,)), Table(("A",), (("b",),), ((theory,),))
    return Finding(f"judgement.{kind}.{theory or strand}", f"Title of {kind}", (line,), table, strand=strand, theory=theory, data=data)


@pytest.mark.parametrize(("signatures", "told"), [
    ({}, "Proposed by rubric, not signed"),
    ({"N1": 1}, "Proposed by rubric: of 2 ratings 1 signed by one, 1 signed by nobody"),
    ({"N1": 2}, "Proposed by rubric: of 2 ratings 1 signed by two raters, 1 signed by nobody"),
    ({"N1": 2, "N2": 1}, "Proposed by rubric: of 2 ratings 1 signed by two raters, 1 signed by one"),
    ({"N1": 2, "N2": 3}, ""),
])  # fmt: skip
def test_the_standing_line_says_whether_nobody_one_or_two_signed(signatures, told):
    assert told_standing(_material(**signatures), ["N1", "N2"]) == told


def test_signatures_are_shown_where_there_are_any_even_on_an_older_version():
    assert signed(_material(_finding("signed", signed=0, earlier=0)), "N1") == ()
    (block,) = signed(_material(_finding("signed", signed=0, earlier=1)), "N1")
    assert isinstance(block, Listing) and block.items[0].text == "A line of signed."


def test_a_history_is_told_only_where_something_changed():
    assert history(_material(_finding("history", versions=1)), "N1") == ()
    (section,) = history(_material(_finding("history", versions=2)), "N1")
    assert section.title == "How it came to read so" and isinstance(section.blocks[1], Table)


def test_rivals_come_from_the_run_and_without_it_from_the_theory():
    rival = types.SimpleNamespace(id="N1.R1", text="Friends do it.", state="kept", reason="Told twice.")
    theory = types.SimpleNamespace(id="N1", current=types.SimpleNamespace(rivals=(rival,)))
    assert isinstance(rivals(_material(_finding("rivals")), theory)[-1], Table)
    listing = rivals(_material(), theory)[-1]
    assert listing.items[0].text == "Friends do it (kept: Told twice)."


def test_groups_and_the_log_are_shown_where_they_belong():
    material = _material(_finding("groups"), _finding("retroduction", theory="", strand="south"))
    assert len(by_group(material, "N1")) == 2 and by_group(material, "N2") == ()
    (section,) = thought_of(material, "south")
    assert isinstance(section, Section) and thought_of(material, "north") == ()
