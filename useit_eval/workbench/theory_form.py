"""The form for theories and their rivals: what changes becomes a new version, shown beside the old one before it is written."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from useit_eval.ground import terms
from useit_eval.ground.wording import counted, plain
from useit_eval.workbench import authoring, theory_edits, theory_page
from useit_eval.workbench.form_parts import (
    NAME,
    Form,
    beside,
    button,
    choice,
    draw,
    heading,
    line,
    lines,
    marks,
    offer,
    shortened,
)
from useit_eval.workbench.theory_edits import RivalGiven, VersionGiven, given_of

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

NEW = "(new)"
_STATES = [
    ("still open", "open"),
    ("kept: it explains something the theory does not", "kept"),
    ("dropped: the evidence speaks against it", "dropped"),
]
_MOVES = {
    "glean": "glean: a first reading of the material", "juxtapose": "juxtapose: two accounts are set side by side",
    "reconcile": "reconcile: a difference is explained", "adjudicate": "adjudicate: the evidence decides between explanations",
    "consolidate": "consolidate: two accounts become one", "situate": "situate: it holds in some circumstances only",
    "split": "split: one theory becomes two", "merge": "merge: two theories become one", "set_aside": "set aside: it is not followed further",
}  # fmt: skip
_SLOTS = {"mechanism_mixed": "Expected mix of both"}  # its usual words are longer than a label may be
_NOTE = (
    "Versions are never edited: what you write here becomes a new version below the others in theory.yaml, with your name and today's "
    "day. What was judged and signed of earlier versions stays with them: the new version has to be judged and signed anew."
)


class TheoryForm(Form):
    """A form over the study's theories: their words and what they expect, or one rival."""

    kept = "The form for theories and rivals: run this cell to open it."

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self._previewed: VersionGiven | None = None
        self._make_fields()
        self._words = [self.fields[name] for name in ("if_", "then", "because", *bench.study.slots)]
        self._rivals = [self.fields[name] for name in ("rival", "rival_text", "state", "rival_reason")]
        self.write_button = button("Write the new version", self.save, main=True)
        why = [self.fields[name] for name in ("move", "reason", "evidence", "author")]
        self.stand(
            heading("1. The theory"), self.fields["theory"], self.page, self.fields["what"],
            heading("2. What changes"), *self._words, *self._rivals,
            heading("3. Why"), *why, beside(button("Show the difference", self.preview), self.write_button), self.difference,
            note=_NOTE,
        )  # fmt: skip
        self._show_theory()
        self._show_part()

    def read(self) -> VersionGiven:
        """Return the version that the form holds now."""
        current = given_of(self.given("theory"), self._current())
        why = {name: self.given(name) for name in ("move", "reason", "evidence", "author")}
        if self.given("what") == "rival":
            return dataclasses.replace(current, rivals=self._rivals_given(current.rivals), **why)
        expected = {slot: self.given(slot) for slot in self.bench.study.slots}
        words = {name: self.given(name) for name in ("if_", "then", "because")}
        return dataclasses.replace(current, **words, expected=expected, **why)

    def preview(self) -> bool:
        """Show what would change, without writing; return whether the version could be written."""
        return self.attempt(self._preview, refused="Not yet")

    def save(self) -> bool:
        """Write the new version that was shown last; return whether it was written."""
        return self.attempt(self._save, refused="Not written")

    def _preview(self) -> str:
        given = self.read()
        made = self._made(given)
        theory_edits.tried(self.bench, self.held, {given.theory_id: made})
        self.difference.value = draw("<h4>What changes</h4>", theory_page.told_difference(self._current(), made))
        self._previewed, self.write_button.disabled = given, False
        return f"Read the difference above. Nothing is written yet: version {made.version} comes with 'Write the new version'."

    def _save(self) -> str:
        given = self.read()
        if given != self._previewed:
            self._preview()
            return "The difference above was not shown before. Read it, then write the new version."
        made = self._made(given)
        judged = self._judged(given.theory_id, made.version - 1)
        theory_edits.write_versions(self.bench, self.held, {given.theory_id: made}, by=made.author)
        author = self.given("author")
        self._show_theory()
        self.fields["author"].value = author
        left = (
            f" {counted(judged, 'judgement')} of version {made.version - 1} stay with it; none counts for the new one yet."
            if judged
            else ""
        )
        return f"Written to theory.yaml: {given.theory_id} version {made.version}, by {made.author}.{left}"

    def _made(self, given: VersionGiven) -> Any:
        return theory_edits.next_version(
            given, self.bench.theories, codes=self.bench.codebook, known=self._known, slots=self.bench.study.slots
        )

    def _make_fields(self) -> None:
        from ipywidgets import HTML

        self.difference = HTML()
        theories = [(f"{theory.id}: {theory.title}", theory.id) for theory in self.bench.theories.theories]
        self.fields = {
            "theory": choice("Theory", theories),
            "what": marks(
                "What do you change",
                [("its words, or what it expects", "words"), ("a rival: another explanation", "rival")],
            ),
            **{name: lines(label, rows=3) for name, label in (("if_", "If"), ("then", "Then"), ("because", "Because"))},
            **{
                slot: line(_SLOTS.get(slot, f"Expected {plain(slot)}"), "names of codes, with semicolons between")
                for slot in self.bench.study.slots
            },
            "rival": choice("Which rival", [(NEW, "")]),
            "rival_text": lines("The other explanation", rows=3),
            "state": marks("It is", _STATES),
            "rival_reason": lines("Why it is kept or dropped"),
            "move": choice("Move", [("(not chosen yet)", ""), *((_MOVES[move], move) for move in terms.MOVES)]),
            "reason": lines("Why the theory changes", "in a sentence or two"),
            "evidence": line("On what evidence", "labels such as C001; F003, or: none yet"),
            "author": line(NAME, "it stands with the version"),
        }
        for name, act in (("theory", self._show_theory), ("what", self._show_part), ("rival", self._show_rival)):
            self.fields[name].observe(lambda _change, act=act: act(), names="value")

    def _current(self) -> Any:
        return self.bench.theories.theory(self.given("theory")).current

    def _show_theory(self) -> None:
        self.held = authoring.hold(self.bench.paths.codebooks / "theory.yaml")
        self._known = theory_edits.known_labels(self.bench)
        theory = self.bench.theories.theory(self.given("theory"))
        told = theory_page.told_version(self.bench, theory, theory.current)
        self.page.value = draw(told, theory_page.told_history(theory))
        names = {code.id: code.name for code in self.bench.codebook.codes}
        given, expected = given_of(theory.id, theory.current), theory.current.configuration.by_slot()
        for name in ("if_", "then", "because"):
            self.fields[name].value = getattr(given, name)
        for slot in self.bench.study.slots:
            self.fields[slot].value = "; ".join(names[code] for code in expected.get(slot, ()))
        rivals = ((shortened(f"{r.id} ({r.state}): {r.text}"), r.id) for r in given.rivals)
        offer(self.fields["rival"], [*rivals, (NEW, "")], chosen=given.rivals[0].id)
        for name in ("move", "reason", "evidence", "author"):
            self.fields[name].value = ""
        self._show_rival()
        self._previewed, self.difference.value, self.write_button.disabled = None, "", True
        self.tell("")

    def _show_part(self) -> None:
        rival = self.given("what") == "rival"
        for fields, shown in ((self._words, not rival), (self._rivals, rival)):
            for field in fields:
                field.layout.display = None if shown else "none"

    def _show_rival(self) -> None:
        found = {rival.id: rival for rival in self._current().rivals}.get(self.given("rival"))
        self.fields["rival_text"].value = found.text if found else ""
        self.fields["state"].value = found.state if found else "open"
        self.fields["rival_reason"].value = (found.reason or "") if found else ""

    def _rivals_given(self, held: tuple[RivalGiven, ...]) -> tuple[RivalGiven, ...]:
        typed = RivalGiven(
            self.given("rival"), self.given("rival_text"), self.given("state"), self.given("rival_reason")
        )
        if not typed.id:
            return (*held, typed)
        return tuple(typed if rival.id == typed.id else rival for rival in held)

    def _judged(self, theory_id: str, version: int) -> int:
        held = self.bench.load("evidence", coders="all")
        return int(((held["theory_id"] == theory_id) & (held["theory_version"] == version)).sum())
