"""The form for theories and their rivals: what changes becomes a new version, shown beside the old one before it is
written; a new theory is put forward in the same form."""

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
    safe,
    shortened,
)
from useit_eval.workbench.new_theory import TheoryGiven, new_theory
from useit_eval.workbench.theory_edits import RivalGiven, VersionGiven, given_of

if TYPE_CHECKING:
    from useit_eval.codebook import Theory, TheoryVersion
    from useit_eval.workbench.bench import Bench

NEW = "(new)"
NEW_THEORY = "(a new theory)"
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
_ABOUT = {
    "title": ("Title", "a few words"), "question": ("Question", "what people are asked that leads to it"),
    "plain": ("In plain words", "the theory in a sentence that everybody understands"),
    "moves_rating": ("What would move it", "which evidence would raise or lower its rating"),
}  # fmt: skip
_SLOTS = {"mechanism_mixed": "Expected mix of both"}  # its usual words are longer than a label may be
_HINTS = {"mechanism_mixed": "codes of a mechanism whose resource and reasoning cannot be told apart"}
_NOTE = (
    "Versions are never edited: what you write here becomes a new version below the others in theory.yaml, with your name and today's "
    "day. What was judged and signed of earlier versions stays with them: the new version has to be judged and signed anew. "
    "A new theory stands at the end of theory.yaml."
)


_PUT_FORWARD = (
    "A theory is a claim that can be wrong: in which circumstances, with what, what comes of it, and what it is in people "
    "that brings it about. Beside it stands at least one other explanation of the same outcome."
)


class TheoryForm(Form):
    """A form over the study's theories: their words and what they expect, one rival, or a new theory."""

    kept = "The form for theories and rivals: run this cell to open it."

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self._previewed: VersionGiven | TheoryGiven | None = None
        self._make_fields()
        self._words = [self.fields[name] for name in ("if_", "then", "because", *bench.study.slots)]
        self._rivals = [self.fields[name] for name in ("rival", "rival_text", "state", "rival_reason")]
        self._about = [self.fields[name] for name in ("id", "strand", "kind", *_ABOUT)]
        self._others = [self.fields["rivals"]]
        self.write_button = button("Write the new version", self.save, main=True)
        why = [self.fields[name] for name in ("move", "reason", "evidence", "author")]
        self.stand(
            heading("1. The theory"), self.fields["theory"], self.page, self.fields["what"],
            heading("2. What changes, or what is new"), *self._about, *self._words, *self._others, *self._rivals,
            heading("3. Why"), *why, beside(button("Show the difference", self.preview), self.write_button), self.difference,
            note=_NOTE,
        )  # fmt: skip
        self._show_theory()
        self._show_part()

    def read(self) -> VersionGiven | TheoryGiven:
        """Return the version, or the new theory, that the form holds now."""
        why = {name: self.given(name) for name in ("move", "reason", "evidence", "author")}
        expected = {slot: self.given(slot) for slot in self.bench.study.slots}
        words = {name: self.given(name) for name in ("if_", "then", "because")}
        if not self.given("theory"):
            rivals = tuple(RivalGiven("", text) for text in self.given("rivals").splitlines() if text.strip())
            first = VersionGiven(self.given("id").strip(), **words, expected=expected, rivals=rivals, **why)
            return TheoryGiven(first, **{name: self.given(name) for name in ("strand", "kind", *_ABOUT)})
        current = given_of(self.given("theory"), self._current())
        if self.given("what") == "rival":
            return dataclasses.replace(current, rivals=self._rivals_given(current.rivals), **why)
        return dataclasses.replace(current, **words, expected=expected, **why)

    def preview(self) -> bool:
        """Show what would change, without writing; return whether the version could be written."""
        return self.attempt(self._preview, refused="Not yet")

    def save(self) -> bool:
        """Write the new version that was shown last; return whether it was written."""
        return self.attempt(self._save, refused="Not written")

    def _preview(self) -> str:
        self._previewed, self.difference.value, self.write_button.disabled = None, "", True  # of what was typed before
        given = self.read()
        made, theory = self._made(given)
        self._write(made, theory, try_only=True)
        before = None if theory else self._current()
        head = theory_page.told_theory(self.bench, theory) if theory else ""
        self.difference.value = draw(
            "<h4>What changes</h4>", head, theory_page.told_difference(before, made, names=self._names())
        )
        self._previewed, self.write_button.disabled = given, False
        comes = f"the theory {theory.id}" if theory else f"version {made.version}"
        return f"Read the difference above. Nothing is written yet: {comes} comes with 'Write the new version'."

    def _save(self) -> str:
        given = self.read()
        if given != self._previewed:
            self._preview()
            return "The difference above was not shown before. Read it, then write the new version."
        made, theory = self._made(given)
        theory_id = theory.id if theory else given.theory_id
        judged = self._judged(theory_id, made.version - 1)
        self._write(made, theory)
        author = self.given("author")
        offer(self.fields["theory"], self._theories(), chosen=theory_id)
        self._show_theory()
        self.fields["author"].value = author
        left = (
            f" {counted(judged, 'judgement')} of version {made.version - 1} stay with it; none counts for the new one yet."
            if judged
            else ""
        )
        new = " Run the notebook again to see it in the tables and the form for signing." if theory else ""
        return f"Written to theory.yaml: {theory_id} version {made.version}, by {made.author}.{left}{new}"

    def _write(self, made: TheoryVersion, theory: Theory | None, *, try_only: bool = False) -> None:
        """Write what is new to theory.yaml, or only see that it would hold it."""
        versions, added = ({}, [theory]) if theory else ({self.given("theory"): made}, [])
        if try_only:
            theory_edits.tried(self.bench, self.held, versions, added=added)
        else:
            theory_edits.write_versions(self.bench, self.held, versions, by=made.author, added=added)

    def _made(self, given: VersionGiven | TheoryGiven) -> tuple[TheoryVersion, Theory | None]:
        told = {"codes": self.bench.codebook, "known": self._known}
        if isinstance(given, TheoryGiven):
            theory = new_theory(given, self.bench.theories, study=self.bench.study, **told)
            return theory.current, theory
        return theory_edits.next_version(given, self.bench.theories, slots=self.bench.study.slots, **told), None

    def _theories(self) -> list[tuple[str, str]]:
        held = [(f"{theory.id}: {theory.title}", theory.id) for theory in self.bench.theories.theories]
        return [*held, (NEW_THEORY, "")]

    def _make_fields(self) -> None:
        from ipywidgets import HTML

        self.difference = HTML()
        study = self.bench.study
        strands = [(study.title_of(strand), strand) for strand in study.all_strand_ids]
        self.fields = {
            "theory": choice("Theory", self._theories()),
            "what": marks(
                "What do you change",
                [("its words, or what it expects", "words"), ("a rival: another explanation", "rival")],
            ),
            "id": line("Its id", "a short name of its own, such as LE3"),
            "strand": choice("Strand", [("(not chosen yet)", ""), *strands]),
            "kind": choice("It tells", [(told, kind) for kind, told in theory_page.KINDS.items()]),
            **{name: lines(label, hint) for name, (label, hint) in _ABOUT.items()},
            **{name: lines(label, rows=3) for name, label in (("if_", "If"), ("then", "Then"), ("because", "Because"))},
            **{
                slot: line(
                    _SLOTS.get(slot, f"Expected {plain(slot)}"),
                    _HINTS.get(slot, "names of codes, with semicolons between"),
                )
                for slot in self.bench.study.slots
            },
            "rivals": lines(
                "Its rivals", "other explanations of the same outcome, at least one; each on a line of its own", rows=4
            ),
            "rival": choice("Which rival", [(NEW, "")]),
            "rival_text": lines("The other explanation", rows=3),
            "state": marks("It is", _STATES),
            "rival_reason": lines("Why it is kept or dropped"),
            "move": choice("Move", [("(not chosen yet)", ""), *((_MOVES[move], move) for move in terms.MOVES)]),
            "reason": lines("Why", "why the theory changes, or is put forward, in a sentence or two"),
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
        for name in ("id", "strand", *_ABOUT, "rivals", "move", "reason", "evidence", "author"):
            self.fields[name].value = ""
        if self.given("theory"):
            self._fill_theory(self.bench.theories.theory(self.given("theory")))
        else:
            self._empty_theory()
        self._show_part()
        self._previewed, self.difference.value, self.write_button.disabled = None, "", True
        self.tell("")

    def _fill_theory(self, theory: Theory) -> None:
        told = theory_page.told_version(self.bench, theory, theory.current)
        self.page.value = draw(told, theory_page.told_history(theory), theory_page.told_codes(self.bench))
        names = self._names()
        given, expected = given_of(theory.id, theory.current), theory.current.configuration.by_slot()
        for name in ("if_", "then", "because"):
            self.fields[name].value = getattr(given, name)
        for slot in self.bench.study.slots:
            self.fields[slot].value = "; ".join(names[code] for code in expected.get(slot, ()))
        rivals = ((shortened(f"{r.id} ({r.state}): {r.text}"), r.id) for r in given.rivals)
        offer(self.fields["rival"], [*rivals, (NEW, "")], chosen=given.rivals[0].id)
        self._show_rival()

    def _names(self) -> dict[str, str]:
        return {code.id: code.name for code in self.bench.codebook.codes}

    def _empty_theory(self) -> None:
        """Empty the words, for a theory that is put forward: nothing of the one shown before may slip into it."""
        self.page.value = draw(f'<p class="told">{safe(_PUT_FORWARD)}</p>', theory_page.told_codes(self.bench))
        for name in ("if_", "then", "because", *self.bench.study.slots):
            self.fields[name].value = ""

    def _show_part(self) -> None:
        new = not self.given("theory")
        rival = self.given("what") == "rival" and not new
        shown = ((self._about, new), (self._others, new), (self._words, not rival), (self._rivals, rival))
        for fields, stands in (*shown, ([self.fields["what"]], not new)):
            for field in fields:
                field.layout.display = None if stands else "none"

    def _show_rival(self) -> None:
        if not self.given("theory"):
            return
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
