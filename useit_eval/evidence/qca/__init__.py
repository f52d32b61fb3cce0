"""Qualitative comparative analysis of cases, crisp and fuzzy. Pure: frames in, truth tables, models and findings out."""

from useit_eval.evidence.qca.calibration import calibrated, crisp, fuzzy
from useit_eval.evidence.qca.necessity import necessity
from useit_eval.evidence.qca.solutions import KINDS, Solution, assumptions, fit_of, solve, written
from useit_eval.evidence.qca.stability import moved
from useit_eval.evidence.qca.telling import tell_qca
from useit_eval.evidence.qca.truth_table import TruthTable, truth_table, with_cutoffs

__all__ = [
    "KINDS",
    "Solution",
    "TruthTable",
    "assumptions",
    "calibrated",
    "crisp",
    "fit_of",
    "fuzzy",
    "moved",
    "necessity",
    "solve",
    "tell_qca",
    "truth_table",
    "with_cutoffs",
    "written",
]
