"""Turns bearing into a profile and a proposed rating. Pure: frames in, frames or findings out."""

from useit_eval.judgement.measures import MEASURES, profile_theories
from useit_eval.judgement.moving import sensitivity
from useit_eval.judgement.proposal import propose
from useit_eval.judgement.rules import read_rules
from useit_eval.judgement.signatures import check_signature, signed_ratings, tell_signatures
from useit_eval.judgement.telling import tell_profiles, tell_ratings
from useit_eval.judgement.variation import changes_tried, vary_ratings

__all__ = [
    "MEASURES",
    "changes_tried",
    "check_signature",
    "profile_theories",
    "propose",
    "read_rules",
    "sensitivity",
    "signed_ratings",
    "tell_profiles",
    "tell_ratings",
    "tell_signatures",
    "vary_ratings",
]
