"""Agreement between coders: coefficients, standard errors and bootstrap intervals. Low agreement is a prompt to
sharpen a definition, never a grade of a person.
"""

from useit_eval.coding.agreement.nominal import bootstrap, cohen_kappa, krippendorff_alpha, percent, why_undefined
from useit_eval.coding.agreement.ratings import Ratings, rate, rate_counts, rate_frame, rate_table

__all__ = [
    "Ratings",
    "bootstrap",
    "cohen_kappa",
    "krippendorff_alpha",
    "percent",
    "rate",
    "rate_counts",
    "rate_frame",
    "rate_table",
    "why_undefined",
]
