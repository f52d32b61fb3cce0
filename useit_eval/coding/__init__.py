"""Counts, selects and compares marked passages. Pure: frames in, frames or findings out."""

from useit_eval.coding.agreement import (
    Ratings,
    bootstrap,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    kappa_max,
    krippendorff_alpha,
    measure_codes,
    percent,
    rate,
    rate_counts,
    rate_frame,
    rate_table,
    scott_pi,
    standard_error,
    why_undefined,
)
from useit_eval.coding.agreement.unitizing import unitizing_alpha
from useit_eval.coding.by_code import compare_codes
from useit_eval.coding.carrying import carry_over
from useit_eval.coding.codes import code_names, roll_up
from useit_eval.coding.compare import compare_coders
from useit_eval.coding.decided import tell_decisions
from useit_eval.coding.description import describe_coding
from useit_eval.coding.disagreements import list_disagreements
from useit_eval.coding.levels import compare_levels
from useit_eval.coding.linking import cross_slots, find_twins, link_coders, measure_links, rate_pairs, rate_slots
from useit_eval.coding.matching import match_passages
from useit_eval.coding.measuring import measure_agreement
from useit_eval.coding.originals import reach_originals, tell_rendering
from useit_eval.coding.overlaps import count_overlaps, find_overlaps, measure_depth
from useit_eval.coding.spans import verify_spans
from useit_eval.coding.units import Marks, mark_units, rate_units

__all__ = [
    "Marks",
    "Ratings",
    "bootstrap",
    "brennan_prediger",
    "carry_over",
    "code_names",
    "cohen_kappa",
    "compare_coders",
    "compare_codes",
    "compare_levels",
    "count_overlaps",
    "cross_slots",
    "describe_coding",
    "find_overlaps",
    "find_twins",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "kappa_max",
    "krippendorff_alpha",
    "link_coders",
    "list_disagreements",
    "mark_units",
    "match_passages",
    "measure_agreement",
    "measure_codes",
    "measure_depth",
    "measure_links",
    "percent",
    "rate",
    "rate_counts",
    "rate_frame",
    "rate_pairs",
    "rate_slots",
    "rate_table",
    "rate_units",
    "reach_originals",
    "roll_up",
    "scott_pi",
    "standard_error",
    "tell_decisions",
    "tell_rendering",
    "unitizing_alpha",
    "verify_spans",
    "why_undefined",
]
