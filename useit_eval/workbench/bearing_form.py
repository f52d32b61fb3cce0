"""The form for bearing: one claim, figure or statistic held against one version of a theory, in a person's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from useit_eval.ground import terms
from useit_eval.ground.wording import counted, day, plain
from useit_eval.workbench import judged as rows
from useit_eval.workbench import theory_page
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
    pairs,
    safe,
    shortened,
)
from useit_eval.workbench.judged import GRADE_WORDS, GRADES, Judged
from useit_eval.workbench.modelling import run_models
from useit_eval.workbench.naming import same_person
from useit_eval.workbench.subjects import KINDS, Subject, subjects_of

if TYPE_CHECKING:
    from useit_eval.ground.findings import Finding
    from useit_eval.workbench.bench import Bench

_BEARS = {
    "supports": "supports: it tells what the theory expects",
    "refines": "refines: the theory should be put otherwise",
    "refutes": "refutes: it tells the contrary",
    "neutral": "neutral: it is about the theory and settles nothing",
}
_ASKED = {
    "relevance": "Relevance: how close it comes to this theory",
    "richness": "Richness: how much it tells of how and why",
    "rigour": "Rigour: how far what it tells can be trusted",
}
_NOTE = (
    "What you save is written under your name at once. Judging the same pair again replaces your own earlier judgement, which "
    "stays in the record; nobody else's is touched. 1 is low, 2 middling, 3 high."
)


class BearingForm(Form):
    """A form over the study's theories and whatever may bear on them."""

    kept = "The form for bearing: run this cell to open it."

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench, self.subjects = bench, subjects_of(bench)
        self._filled = Judged("", 0, "", "")
        self._models: dict[str, Finding] = {}
        self._make_fields()
        named = (*("theory", "version"), "theory_page", *("kind", "find", "subject"), "page", *("bearing", "explained"))
        grades = [self.fields[name] for grade in GRADES for name in (grade, f"why_{grade}")]
        parts = {**self.fields, "theory_page": self.theory_page, "page": self.page}
        self.stand(
            heading("1. The theory, and what may bear on it"), *(parts[name] for name in named[:7]),
            heading("2. Your judgement"), self.fields["rater"], self.own, *(parts[name] for name in named[7:]),
            self.fields["reason"], *grades, self.fields["rival"],
            beside(button("Save judgement", self.save, main=True), button("Next to judge", self.go_on)), note=_NOTE,
        )  # fmt: skip
        self._offer_versions()

    def read(self) -> Judged:
        """Return what the form holds now."""
        kind, label = self.given("subject") or ("", "")
        typed = ("bearing", *GRADES, "reason", *(f"why_{name}" for name in GRADES), "explained", "rival", "rater")
        given = {name: self.given(name) for name in typed}
        given |= {name: given[name] or None for name in GRADES}  # a list shows no words for what stands for None
        return Judged(self.given("theory"), self.given("version"), kind, label, **given)

    def save(self) -> bool:
        """Write the judgement; return whether it was written."""
        return self.attempt(self._save)

    def go_on(self) -> None:
        """Show the next of the list that the named rater has not judged for this version."""
        options = [value for _, value in self.fields["subject"].options if value]
        place = options.index(self.given("subject")) + 1 if self.given("subject") in options else 0
        held = self.bench.load("evidence", coders="all")
        mine = held.loc[[same_person(rater, self.given("rater")) for rater in held["rater"]]]
        mine = mine[(mine["theory_id"] == self.given("theory")) & (mine["theory_version"] == self.given("version"))]
        done = set(zip(mine["subject_kind"], mine["subject_label"], strict=True))
        waiting = [key for key in (*options[place:], *options[:place]) if key not in done]
        if waiting:
            self.fields["subject"].value = waiting[0]
        self.tell("" if waiting else "You have judged everything in this list.")

    def _save(self) -> str:
        given = self.read()
        self.subjects = subjects_of(self.bench)  # consent may have been withdrawn since the form was opened
        rows.record_bearing(self.bench, given, subjects=self.subjects)
        self._filled = given
        self._show_own()
        counts = self.bench.study.counted_coders
        kept = (
            ""
            if counts is None or given.rater in counts
            else " It is kept and not counted: counted_coders of study.yaml names others."
        )
        bears = "is neutral to" if given.bearing == "neutral" else plain(given.bearing)
        return f"Saved in the study's store: {given.subject_label} {bears} {given.theory_id} version {given.theory_version}.{kept}"

    def _make_fields(self) -> None:
        from ipywidgets import HTML

        self.theory_page, self.own = HTML(), HTML()
        theories = [(f"{theory.id}: {theory.title}", theory.id) for theory in self.bench.theories.theories]
        bears = [("(not said yet)", ""), *((_BEARS[word], word) for word in terms.BEARINGS)]
        grades = [("(not given yet)", ""), *GRADE_WORDS]
        self.fields = {
            "theory": choice("Theory", theories),
            "version": choice("Version", [("", 0)]),
            "kind": choice("What to judge", [("Claims", "claim"), ("Figures", "figure"), ("Statistics", "model")]),
            "find": line("Only with the word", "a word and Enter; empty: all of them"),
            "subject": choice("Which one", [("(choose one)", "")]),
            "rater": line(NAME, "you judge in your own name"),
            "bearing": marks("Which way it bears", bears),
            "explained": lines("How the refutation is explained", "leave empty while it is not explained"),
            "reason": lines("Why it bears so"),
            "rival": choice("Speaks for a rival", [("(for none)", "")]),
        }
        for grade, asked in _ASKED.items():
            self.fields[grade] = choice(asked.partition(":")[0], grades)
            self.fields[f"why_{grade}"] = lines("... because", asked.partition(": ")[2], rows=1)
        self._watch()

    def _watch(self) -> None:
        watched = {
            **{"theory": self._offer_versions, "version": self._show_theory, "kind": self._offer, "find": self._offer},
            **{"subject": self._show_subject, "rater": self._show_own, "bearing": self._show_explained},
        }
        for name, act in watched.items():
            self.fields[name].observe(lambda _change, act=act: act(), names="value")

    def _offer_versions(self) -> None:
        theory = self.bench.theories.theory(self.given("theory"))
        current = theory.current.version
        options = [
            (f"{v.version}{' (current: only this one counts)' if v.version == current else ''}", v.version)
            for v in reversed(theory.versions)
        ]
        offer(self.fields["version"], options, chosen=current)
        self._show_theory()

    def _show_theory(self) -> None:
        theory = self.bench.theories.theory(self.given("theory"))
        if not 1 <= self.given("version") <= len(theory.versions):
            return  # another theory is being shown, and its versions are not offered yet
        version = theory.versions[self.given("version") - 1]
        self.theory_page.value = draw(theory_page.told_version(self.bench, theory, version))
        rivals = ((shortened(f"{rival.id}: {rival.text}"), rival.id) for rival in version.rivals)
        offer(self.fields["rival"], [("(for none)", ""), *rivals])
        self._offer()

    def _offer(self) -> None:
        kind, sought = self.given("kind"), self.given("find").casefold().strip()
        found = [
            s
            for s in self.subjects.values()
            if s.kind == kind and sought in f"{s.label} {s.says} {s.whence}".casefold()
        ]
        first = f"(choose one of {len(found)})" if found else "(none)"
        listed = ((shortened(f"{subject.label}: {subject.says}"), subject.key) for subject in found)
        offer(self.fields["subject"], [(first, ""), *listed])
        self._show_subject()

    def _show_subject(self) -> None:
        subject = self.subjects.get(self.given("subject"))
        self.page.value = "" if subject is None else self._told_subject(subject)
        self.tell("")  # what was saved of the one before is no word on this one
        self._show_own()

    def _told_subject(self, subject: Subject) -> str:
        """Return what there is to judge: the words of who coded or counted it, or all that a statistic found."""
        name = f"{KINDS[subject.kind]} {subject.label}"
        if subject.kind != "model":
            whence = f"In the words of who coded or counted it. {subject.whence}"
            return draw(f"<blockquote>{safe(subject.says)}</blockquote>", pairs([(name, whence)]))
        found = "".join(f"<li>{safe(one)}</li>" for one in self._found(subject.label))
        return draw(f"<blockquote>{safe(subject.says)}<ul>{found}</ul></blockquote>", pairs([(name, subject.whence)]))

    def _found(self, label: str) -> list[str]:
        if not self._models:  # only once somebody looks at one: some take seconds
            self._models = {found.key: found for found in run_models(self.bench)}
        found = self._models.get(f"evidence.model.{label}")
        return [sentence.text for sentence in found.sentences] if found else []

    def _show_own(self) -> None:
        """Show what the named rater judged of the pair before, and fill it in where nothing else was typed."""
        key = self.given("subject")
        own = self._standing(key) if key else {}
        earlier = self._standing(key, earlier=True) if key and not own else {}
        if self.read_judgement() == self._judgement_of(self._filled):
            self._fill(rows.judged_of(own or earlier) if own or earlier else Judged("", 0, "", ""))
        self.own.value = self._told_own(key, own, earlier)
        self._show_explained()

    def _told_own(self, key: Any, own: dict[str, Any], earlier: dict[str, Any]) -> str:
        if own:
            return draw(
                f"<p class='told'>You judged it on {safe(day(own['recorded_at'][:10]))}: {safe(plain(own['bearing']))}. Saving replaces that.</p>"
            )
        if earlier:
            return draw(
                f"<p class='told'>Filled in from what you judged of version {int(earlier['theory_version'])}. Read it against the words of this version before you save.</p>"
            )
        others = self._others(key) if key else 0
        words = (
            f"{counted(others, 'other person', 'other people')} judged it; what they said is not shown before you judge."
            if others
            else ""
        )
        return draw(f'<p class="quiet">{words}</p>') if words else ""

    def read_judgement(self) -> tuple[Any, ...]:
        """Return what was typed of the judgement itself, without pair and name."""
        return self._judgement_of(self.read())

    def _judgement_of(self, given: Judged) -> tuple[Any, ...]:
        return tuple(
            getattr(given, name)
            for name in ("bearing", *GRADES, "reason", *(f"why_{g}" for g in GRADES), "explained", "rival")
        )

    def _fill(self, given: Judged) -> None:
        for name in ("bearing", *GRADES, "reason", *(f"why_{grade}" for grade in GRADES), "explained"):
            self.fields[name].value = getattr(given, name) or ""
        known = [value for _, value in self.fields["rival"].options]
        self.fields["rival"].value = given.rival if given.rival in known else ""
        self._filled = self.read()

    def _show_explained(self) -> None:
        refutes = self.given("bearing") == "refutes"
        self.fields["explained"].layout.display = None if refutes else "none"
        if not refutes:
            self.fields["explained"].value = ""

    def _rows(self, key: Any) -> list[dict[str, Any]]:
        held = self.bench.load("evidence", coders="all")
        same = held[
            (held["theory_id"] == self.given("theory"))
            & (held["subject_kind"] == key[0])
            & (held["subject_label"] == key[1])
        ]
        return same.sort_values(["theory_version", "recorded_at"]).to_dict("records")

    def _standing(self, key: Any, *, earlier: bool = False) -> dict[str, Any]:
        if not self.given("rater").strip():
            return {}
        version = self.given("version")
        own = [row for row in self._rows(key) if same_person(row["rater"], self.given("rater"))]
        found = [
            row for row in own if (row["theory_version"] < version if earlier else row["theory_version"] == version)
        ]
        return found[-1] if found else {}

    def _others(self, key: Any) -> int:
        rows_now = [row for row in self._rows(key) if row["theory_version"] == self.given("version")]
        return len({row["rater"] for row in rows_now if not same_person(row["rater"], self.given("rater"))})
