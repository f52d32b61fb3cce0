"""The form for signing: the proposal and what it stands on, and a person's own rating beside it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from useit_eval.ground import terms
from useit_eval.ground.wording import counted, day, plain, text
from useit_eval.judgement import RATERS, tell_profiles
from useit_eval.workbench import signing, theory_page
from useit_eval.workbench.form_parts import NAME, Form, beside, button, choice, draw, heading, line, lines, marks, safe
from useit_eval.workbench.naming import same_person

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench

_NOTE = (
    "Your rating is kept beside the proposal and never changes it. Two people sign each theory, apart from one another: what others "
    "signed is not shown here. Signing again replaces your own earlier signature, which stays in the record."
)


@dataclasses.dataclass(frozen=True)
class Proposed:
    """What the rubric proposes: the frames of ratings, profiles and bearing, as notebook 06 has them."""

    ratings: pd.DataFrame
    profiles: pd.DataFrame
    bearing: pd.DataFrame


class SigningForm(Form):
    """A form over the study's theories and their proposed ratings."""

    kept = "The form for signing: run this cell to open it."

    def __init__(self, bench: Bench, proposed: Proposed) -> None:
        super().__init__()
        self.bench, self.proposed = bench, proposed
        self._versions = {theory.id: theory.current.version for theory in bench.theories.theories}
        found = tell_profiles(proposed.profiles, proposed.bearing, bench.theories.frame())
        self._profiles = {finding.theory: finding for finding in found}
        self._shown: tuple[str, str] = ("", "")
        self._make_fields()
        self.stand(
            heading("1. The theory and what the rubric proposes"), self.fields["theory"], self.page,
            heading("2. Your own rating"), self.fields["rater"], self.own, self.fields["rating"], self.fields["reason"],
            beside(button("Sign", self.save, main=True), button("Next theory", self.go_on)), note=_NOTE,
        )  # fmt: skip
        self._show_theory()

    def save(self) -> bool:
        """Write the signature; return whether it was written."""
        return self.attempt(self._save, refused="Not signed")

    def go_on(self) -> None:
        """Show the next theory of the list; after the last one the first."""
        ids = list(self._versions)
        self.fields["theory"].value = ids[(ids.index(self.given("theory")) + 1) % len(ids)]

    def _save(self) -> str:
        key, rating, rater = self.given("theory"), self.given("rating"), self.given("rater")
        signing.record_signature(
            self.bench, key, self._versions[key], rating=rating, reason=self.given("reason"), rater=rater
        )
        self._shown = (rating, self.given("reason"))
        self._show_own()
        return f"Signed by {' '.join(rater.split())}: {key} version {self._versions[key]} is {plain(rating)}. {self._many(key)}"

    def _make_fields(self) -> None:
        from ipywidgets import HTML

        self.own = HTML()
        theories = [(f"{theory.id}: {theory.title}", theory.id) for theory in self.bench.theories.theories]
        ratings = [("(not rated yet)", ""), *((plain(word), word) for word in terms.RATINGS)]
        self.fields = {
            "theory": choice("Theory", theories),
            "rater": line(NAME, "you sign with your own name"),
            "rating": marks("Your rating", ratings),
            "reason": lines("Why you rate it so", "in a sentence or two", rows=3),
        }
        self.fields["theory"].observe(lambda _change: self._show_theory(), names="value")
        self.fields["rater"].observe(lambda _change: self._show_own(), names="value")

    def _show_theory(self) -> None:
        key = self.given("theory")
        theory = self.bench.theories.theory(key)
        told = theory_page.told_version(self.bench, theory, theory.current)
        self.page.value = draw(told, self._told_proposal(key))
        self._fill("", "")
        self.tell("")
        self._show_own()

    def _told_proposal(self, key: str) -> str:
        found = self.proposed.ratings[self.proposed.ratings["theory_id"] == key]
        if found.empty:
            return "<p>Nothing is proposed for it.</p>"
        row = found.iloc[0].to_dict()
        measures = self._profiles[key].table
        rows = "".join(f"<dt>{safe(name)}</dt><dd>{safe(value)}</dd>" for name, value in measures.rows)
        told = (
            f"<p class='told'>The rubric proposes <strong>{safe(plain(row['rating']))}</strong>. {safe(row['why'])}</p>"
        )
        return f"{told}<details><summary>The profile it comes from</summary><dl>{rows}</dl></details>"

    def _show_own(self) -> None:
        own = self._own()
        told = ""
        if own:
            told = f"<p class='told'>You signed it on {safe(day(own['recorded_at'][:10]))} as {safe(plain(own['rating']))}. Signing again replaces that.</p>"
        self.own.value = draw(told or f'<p class="quiet">{safe(self._many(self.given("theory")))}</p>')
        if (self.given("rating"), self.given("reason")) == self._shown:
            self._fill(text(own.get("rating")), text(own.get("reason")))

    def _fill(self, rating: str, reason: str) -> None:
        self.fields["rating"].value, self.fields["reason"].value = rating, reason
        self._shown = (rating, reason)

    def _signed(self, key: str) -> list[dict[str, Any]]:
        held = self.bench.load("judgement")
        same = held[(held["theory_id"] == key) & (held["theory_version"] == self._versions[key])]
        return same.sort_values("recorded_at").to_dict("records")

    def _own(self) -> dict[str, Any]:
        mine = [row for row in self._signed(self.given("theory")) if same_person(row["rater"], self.given("rater"))]
        return mine[-1] if mine else {}

    def _many(self, key: str) -> str:
        people = len({" ".join(row["rater"].split()).casefold() for row in self._signed(key)})
        return (
            f"Signed by {counted(people, 'person', 'people')} so far{'; two are needed' if people < RATERS else ''}."
            if people
            else "Nobody has signed it yet; two are needed."
        )
