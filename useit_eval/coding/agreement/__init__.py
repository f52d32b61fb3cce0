"""Agreement between coders: coefficients for any number of coders with gaps, their errors, and bootstrap intervals.

Gaps: alpha leaves out units coded once (Krippendorff 2011). The other measures compare coders on units coded twice or
more, and take the shares of codes from all units somebody coded (Gwet 2014).

Undefined cases have NaN for a value and words from `why_undefined`:
nothing coded, or only one coder: no measure; no unit coded twice: no measure; one code used by everybody: percent is
1, and the measures that correct for chance have no value, because nothing was left to chance (AC1, AC2 and
Brennan-Prediger have one where categories that nobody used are named).

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
