"""Everything a chapter is written from: the study, its frames, the findings of the run and the authors' prose."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from useit_eval.document.page import Prose
from useit_eval.ground.findings import Finding
from useit_eval.judgement import signed_ratings

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Study, Theories, Theory


WHOLE = "whole"


@dataclasses.dataclass(frozen=True)
class Words:
    """One short quotation of a claim: the words, who speaks, the claim's label, and how translated words came about."""

    words: str
    who: str
    claim: str
    rendered: str = ""

    @property
    def printed(self) -> str:
        """Return the words in quotation marks, with what must be said of a translation: every page prints this."""
        return f"“{self.words}”" + (f" ({self.rendered})" if self.rendered else "")


@dataclasses.dataclass(frozen=True)
class Material:
    """The material of the chapters.

    ``frames`` holds source, voice, claim, claim_part, evidence, figure, link, milestone, challenge, fault and
    judgement as in `ground.frames`; ``factors`` maps code ids to names; ``quotations`` only holds words that
    may be quoted; ``at_hand`` tells for each source label whether its text is registered; ``compared``
    how many claims each coder has whose claims are kept and not counted; ``blocks`` maps a block's name to prose.
    """

    study: Study
    theories: Theories
    as_of: str
    frames: dict[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    factors: dict[str, str]
    quotations: tuple[Words, ...] = ()
    at_hand: dict[str, bool] = dataclasses.field(default_factory=dict)
    compared: dict[str, int] = dataclasses.field(default_factory=dict)
    blocks: dict[str, Prose] = dataclasses.field(default_factory=dict)

    def find(self, prefix: str, *, strand: str | None = None, theory: str | None = None) -> list[Finding]:
        """Return the findings whose key begins with a prefix, in key order, of one strand or theory if named."""
        found = [f for f in self.findings if f.key == prefix or f.key.startswith(f"{prefix}.")]
        if strand is not None:
            found = [f for f in found if f.strand == strand]
        if theory is not None:
            found = [f for f in found if f.theory == theory]
        return sorted(found, key=lambda f: f.key)

    @property
    def chaptered(self) -> tuple[str, ...]:
        """Return the strands and themes with a chapter of their own: every strand, and each crossing theme with theories."""
        crossing = (theme.id for theme in self.study.cross_strands if theme.id != WHOLE)
        return (*self.study.strand_ids, *(theme for theme in crossing if self.theories_of(theme)))

    def theories_of(self, strand: str) -> list[Theory]:
        """Return the theories of one strand in the order of theory.yaml."""
        return [theory for theory in self.theories.theories if theory.strand == strand]

    def prose(self, name: str) -> tuple[Prose, ...]:
        """Return the authors' block of that name, or nothing."""
        return (self.blocks[name],) if name in self.blocks else ()

    def signatures(self, theory_id: str) -> list[dict]:
        """Return the signed ratings of a theory's current version, one for each rater, newest last."""
        signed = signed_ratings(self.frames["judgement"], self.theories.frame())
        return signed[(signed["theory_id"] == theory_id) & signed["newest"]].to_dict("records")
