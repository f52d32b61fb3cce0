"""Says how something bears on a theory, and computes statistics. Pure: frames in, frames or findings out."""

from useit_eval.evidence.against import contradictions, silences, speaks_against, state_of, unexplained
from useit_eval.evidence.baseline import tell_baseline
from useit_eval.evidence.bearing import bear, current
from useit_eval.evidence.connected import REGISTERS, answer_connections
from useit_eval.evidence.connecting import tell_resources, tell_unconnected
from useit_eval.evidence.details import flag_details
from useit_eval.evidence.disclosure import protect
from useit_eval.evidence.figures import attain_targets, attained, count_figures
from useit_eval.evidence.joint import display_jointly
from useit_eval.evidence.link_times import tell_times
from useit_eval.evidence.links import answer_links
from useit_eval.evidence.matching import match
from useit_eval.evidence.pathway import MATCHED, list_gaps
from useit_eval.evidence.proportions import wilson
from useit_eval.evidence.registers import challenges_matrix, conflict_groups, conflicts, milestones_to_check
from useit_eval.evidence.rosters import tell_events, tell_partners
from useit_eval.evidence.saturation import tell_saturation

__all__ = [
    "MATCHED",
    "REGISTERS",
    "answer_connections",
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
    "display_jointly",
    "flag_details",
    "list_gaps",
    "match",
    "milestones_to_check",
    "protect",
    "silences",
    "speaks_against",
    "state_of",
    "tell_baseline",
    "tell_events",
    "tell_partners",
    "tell_resources",
    "tell_saturation",
    "tell_times",
    "tell_unconnected",
    "unexplained",
    "wilson",
]
