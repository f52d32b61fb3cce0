"""Every closed list of words the record allows, once. A new word goes into docs/glossary.md first."""

from __future__ import annotations

SLOTS = (
    "context",
    "mechanism_resource",
    "mechanism_reasoning",
    "mechanism_mixed",
    "outcome",
    "intervention",
    "actor",
)
TEMPLATES = {
    "CMO": ("context", "mechanism_resource", "mechanism_reasoning", "mechanism_mixed", "outcome"),
    "SCMO": ("intervention", "context", "mechanism_resource", "mechanism_reasoning", "mechanism_mixed", "outcome"),
    "ICAMO": (
        "intervention",
        "context",
        "actor",
        "mechanism_resource",
        "mechanism_reasoning",
        "mechanism_mixed",
        "outcome",
    ),
    "CIMO": ("context", "intervention", "mechanism_resource", "mechanism_reasoning", "mechanism_mixed", "outcome"),
}
MECHANISM_SLOTS = ("mechanism_resource", "mechanism_reasoning", "mechanism_mixed")

CODE_KINDS = ("macro_asset", "micro_asset", "context", "resource", "reasoning", "outcome")
CONTEXT_LEVELS = ("individual", "interpersonal", "institutional", "infrastructural")
HORIZONS = ("short", "medium", "long")

STATUSES = ("observed", "anticipated", "implied", "hypothetical", "denied")
ELICITATIONS = ("unprompted", "prompted", "theory_shown", "not_known")
INTENSITIES = ("none", "weak", "moderate", "strong", "unknown")
VALENCES = ("positive", "negative", "mixed", "neutral", "unknown")
ORIGINS = ("human", "suggested")

METHODS = ("interview", "group", "document", "questionnaire", "figures")
CONSENTS = ("quote", "paraphrase", "withdrawn")
SOURCE_KINDS = ("transcript", "notes", "minutes", "round_up", "report", "leaflet", "message", "questionnaire", "series")
RENDERINGS = ("original", "translated", "interpreted")

BEARINGS = ("supports", "refines", "refutes", "neutral")
SILENCES = ("silent", "not_asked")

LADDER = ("insufficient", "emerging", "supported", "well_supported")
BESIDE_LADDER = ("contested", "not_supported")
RATINGS = LADDER + BESIDE_LADDER

THEORY_KINDS = ("programme", "failure")
MOVES = (
    "glean",
    "juxtapose",
    "reconcile",
    "adjudicate",
    "consolidate",
    "situate",
    "split",
    "merge",
    "set_aside",
)

FIGURE_ROLES = ("target", "activity", "output", "outcome", "context", "resource")
BOUNDS = ("exact", "about", "at_least", "at_most")
LINK_STATES = ("possible", "brokered", "agreed", "realised", "sustained", "failed", "not_known")
MILESTONE_STATES = ("not_checked", "met", "partly", "missed", "dropped")
FAULT_KINDS = ("extraction", "citation", "conflict", "naming", "missing")

UIA_CHALLENGES = (
    "leadership",
    "public_procurement",
    "integrated_working",
    "participative_coimplementation",
    "monitoring_evaluation",
    "communication_with_beneficiaries",
    "upscaling",
)
FITS_NONE = "fits_none"

KEY_ROLES = ("participant", "researcher", "place", "organisation")
"""Whom or what a line of the key names; the key lies outside the project."""
REDACTION_KINDS = (
    *("name", "e_mail", "phone", "postcode", "nhs_number", "national_insurance", "date_of_birth", "web_address"),
    *("address", "other"),
)
