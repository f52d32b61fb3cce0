"""Says how something bears on a theory, and computes statistics. Pure: frames in, frames or findings out."""

from useit_eval.evidence.against import contradictions, silences, speaks_against, state_of, unexplained
from useit_eval.evidence.bearing import bear, current
from useit_eval.evidence.details import flag_details
from useit_eval.evidence.disclosure import protect
from useit_eval.evidence.figures import attain_targets, attained, count_figures
from useit_eval.evidence.links import answer_links
from useit_eval.evidence.proportions import wilson
from useit_eval.evidence.registers import challenges_matrix, conflict_groups, conflicts, milestones_to_check
from useit_eval.evidence.saturation import tell_saturation

__all__ = [
    "answer_links",
    "attain_targets",
    "attained",
    "bear",
    "challenges_matrix",
    "conflict_groups",
    "conflicts",
    "contradictions",
    "count_figures",
    "current",
    "flag_details",
    "milestones_to_check",
    "protect",
    "silences",
    "speaks_against",
    "state_of",
    "tell_saturation",
    "unexplained",
    "wilson",
]
