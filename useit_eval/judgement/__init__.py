"""Turns bearing into a profile and a proposed rating. Pure: frames in, frames or findings out."""

from useit_eval.judgement.groups import contexts_of, rate_groups, tell_groups
from useit_eval.judgement.history import tell_history
from useit_eval.judgement.measures import MEASURES, profile_theories
from useit_eval.judgement.moving import sensitivity
from useit_eval.judgement.proposal import propose
from useit_eval.judgement.retroduction import tell_retroduction
from useit_eval.judgement.rivals import tell_rivals
from useit_eval.judgement.round_changes import tell_changes
from useit_eval.judgement.rules import read_rules
from useit_eval.judgement.signatures import RATERS, check_signature, signed_ratings, tell_signatures
from useit_eval.judgement.telling import tell_profiles, tell_ratings
from useit_eval.judgement.variation import changes_tried, vary_ratings

__all__ = [
    "MEASURES",
    "RATERS",
    "changes_tried",
    "check_signature",
    "contexts_of",
    "profile_theories",
    "propose",
    "rate_groups",
    "read_rules",
    "sensitivity",
    "signed_ratings",
    "tell_changes",
    "tell_groups",
    "tell_history",
    "tell_profiles",
    "tell_ratings",
    "tell_retroduction",
    "tell_rivals",
    "tell_signatures",
    "vary_ratings",
]
