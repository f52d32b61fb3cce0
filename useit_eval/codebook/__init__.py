"""What researchers wrote: YAML read to frozen records, and back.

YAML and pydantic are loaded when a name below is first used, not when the package is imported.
"""

from __future__ import annotations

import importlib

_HOMES = {
    "read": ("Document", "read_yaml"),
    "study": ("Group", "Round", "Strand", "Study", "load_study"),
    "codes": ("Code", "Codebook", "load_codebook", "retired_in_use"),
    "theories": ("Configuration", "Rival", "Theories", "Theory", "TheoryVersion", "load_theories"),
    "rubric": ("Beside", "Condition", "Gate", "Need", "Rubric", "load_rubric"),
    "claims": ("Claim", "ClaimsFile", "MarkedPassage", "Part", "load_claims"),
    "coding_files": (
        "Bearing",
        "BearingFile",
        "Ripple",
        "RipplesFile",
        "Section",
        "SectionsFile",
        "load_bearing",
        "load_ripples",
        "load_sections",
    ),
    "models": ("Model", "Models", "load_models"),
    "model_data": ("check_columns", "unknown_readings"),
    "joint_display": ("JointDisplay", "JointRow", "load_joint_display"),
    "questionnaire": ("Choice", "Question", "Questionnaire", "load_questionnaire"),
    "retroduction": ("Cause", "Retroduction", "Step", "load_retroduction"),
    "topic_guide": ("TopicGuide", "TopicQuestion", "load_topic_guide"),
    "together": ("check_labels",),
    "edits": ("CODE_KEYS", "version_content", "with_codes", "with_versions"),
    "history": ("check_codes_history", "check_history", "digest_codes", "digest_theories", "digest_version"),
    "new_study": ("new_study_files",),
    "write": ("write_claims", "write_yaml", "yaml_of", "yaml_of_claims"),
}
_DOORS = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_DOORS)


def __getattr__(name: str):
    if name not in _DOORS:
        raise AttributeError(f"useit_eval.codebook has no {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"{__name__}.{_DOORS[name]}"), name)


def __dir__() -> list[str]:
    return __all__
