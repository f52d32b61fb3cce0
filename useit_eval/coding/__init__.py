"""Counts, selects and compares marked passages. Pure: frames in, frames or findings out."""

from useit_eval.coding.agreement import bootstrap, cohen_kappa, krippendorff_alpha, percent, why_undefined
from useit_eval.coding.carrying import carry_over
from useit_eval.coding.codes import code_names, roll_up
from useit_eval.coding.compare import compare_coders
from useit_eval.coding.description import describe_coding
from useit_eval.coding.matching import match_passages
from useit_eval.coding.originals import reach_originals, tell_rendering
from useit_eval.coding.overlaps import count_overlaps, find_overlaps, measure_depth
from useit_eval.coding.spans import verify_spans

__all__ = [
    "bootstrap",
    "carry_over",
    "code_names",
    "cohen_kappa",
    "compare_coders",
    "count_overlaps",
    "describe_coding",
    "find_overlaps",
    "krippendorff_alpha",
    "match_passages",
    "measure_depth",
    "percent",
    "reach_originals",
    "roll_up",
    "tell_rendering",
    "verify_spans",
    "why_undefined",
]
