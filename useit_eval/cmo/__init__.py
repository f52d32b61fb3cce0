"""Relates context, mechanism and outcome: linked configurations, maps and ripples. Pure: frames in, frames or findings out."""

from useit_eval.cmo.chains import ripple_chains, ripple_circles, ripple_links, ripple_names
from useit_eval.cmo.claims import count_together, situate_claims, triads
from useit_eval.cmo.configurations import configurations, group_claims, voices_heard
from useit_eval.cmo.contrasts import contrasts
from useit_eval.cmo.filters import filter_links, tell_filters
from useit_eval.cmo.links import count_links, link_parts
from useit_eval.cmo.maps import tell_maps
from useit_eval.cmo.metrics import outcomeness, robustness
from useit_eval.cmo.opposites import keep_opposites_apart, state_opposites
from useit_eval.cmo.paths import complete_sources, find_loops, trace_paths, trace_threads
from useit_eval.cmo.pattern_findings import tell_contrasts, tell_patterns, tell_regularities
from useit_eval.cmo.patterns import patterns, told_support
from useit_eval.cmo.regularities import demi_regularities, exceptions
from useit_eval.cmo.ripples import suggest_joins, suggest_ripples, tell_chains, tell_ripples
from useit_eval.cmo.support import expected_parts, support, tell_support
from useit_eval.cmo.zoom import cut_labels, zoom_links

__all__ = [
    "complete_sources",
    "configurations",
    "contrasts",
    "count_links",
    "count_together",
    "cut_labels",
    "demi_regularities",
    "exceptions",
    "expected_parts",
    "filter_links",
    "find_loops",
    "group_claims",
    "keep_opposites_apart",
    "link_parts",
    "outcomeness",
    "patterns",
    "ripple_chains",
    "ripple_circles",
    "ripple_links",
    "ripple_names",
    "robustness",
    "situate_claims",
    "state_opposites",
    "suggest_joins",
    "suggest_ripples",
    "support",
    "tell_chains",
    "tell_contrasts",
    "tell_filters",
    "tell_maps",
    "tell_patterns",
    "tell_regularities",
    "tell_ripples",
    "tell_support",
    "told_support",
    "trace_paths",
    "trace_threads",
    "triads",
    "voices_heard",
    "zoom_links",
]
