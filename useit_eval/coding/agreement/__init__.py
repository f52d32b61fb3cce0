"""Agreement between coders: coefficients for any number of coders with gaps, their errors, and bootstrap intervals.

Low agreement is a prompt to sharpen a definition, never a grade of a person.
"""

from useit_eval.coding.agreement.distances import jaccard, masi
from useit_eval.coding.agreement.drawing import bootstrap
from useit_eval.coding.agreement.estimates import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    kappa_max,
    krippendorff_alpha,
    percent,
    scott_pi,
    standard_error,
)
from useit_eval.coding.agreement.measuring import measure, measure_codes, why_undefined
from useit_eval.coding.agreement.ratings import (
    Ratings,
    one_against_rest,
    rate,
    rate_counts,
    rate_frame,
    rate_table,
)

__all__ = [
    "Ratings",
    "bootstrap",
    "brennan_prediger",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "jaccard",
    "kappa_max",
    "krippendorff_alpha",
    "masi",
    "measure",
    "measure_codes",
    "one_against_rest",
    "percent",
    "rate",
    "rate_counts",
    "rate_frame",
    "rate_table",
    "scott_pi",
    "standard_error",
    "why_undefined",
]
