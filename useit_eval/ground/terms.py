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
OPPOSITES = ("both_sides", "positive_only", "negative_only", "neither_side")
"""Which sides of a link or factor of a causal map are told; never netted."""
ORIGINS = ("human", "suggested")
CERTAINTIES = ("certain", "fairly_certain", "unsure")

# Where coders differ: only one marked the place, another code, or another slot or claim.
DIFFERENCES = ("place", "code", "link")
DECISIONS = (
    *("one_code", "both_codes", "no_code", "one_slot", "both_slots"),
    *("definition_sharpened", "left_open"),
)
"""What a meeting of coders may decide about one difference."""

METHODS = ("interview", "group", "document", "questionnaire", "figures")
CONSENTS = ("quote", "paraphrase", "withdrawn")
SOURCE_KINDS = ("transcript", "notes", "minutes", "round_up", "report", "leaflet", "message", "questionnaire", "series")
QUESTION_KINDS = ("one", "many", "number", "date", "text", "researcher", "location")
RENDERINGS = ("original", "translated", "interpreted")

BEARINGS = ("supports", "refines", "refutes", "neutral")
JOINT_RELATIONS = ("confirms", "expands", "disagrees", "silent")
"""How a number and the claims beside it relate, on one theory."""
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

PARTNER_CLASSES = (
    "local_authority",
    "service_provider",
    "land_owner",
    "private_company",
    "third_sector",
    "research_institute",
    "public_body",
    "other",
)
ENTERPRISE_STAGES = ("idea", "advised", "founded", "trading", "closed", "not_known")
IDEA_OUTCOMES = ("waiting", "developing", "founded", "dropped", "not_known")
GRANT_KINDS = ("start_up_grant", "prize", "other")
GRANT_STATES = ("applied", "awarded", "refused", "paid")
EVENT_KINDS = ("launch", "meeting", "recruitment", "training", "awareness", "workshop", "drop_in", "visit", "other")
EVENT_STATES = ("planned", "held", "cancelled", "not_known")
ROUTES = ("community_researcher", "partner", "friend", "event", "hub_visit", "own_approach", "other", "not_known")
INVOLVEMENTS = ("session", "questionnaires", "interviews", "own_research", "left", "not_known")
OPENING_KINDS = ("volunteering", "placement", "work_experience", "part_time", "temporary", "full_time")
# The matching pathway: each side in its order, then what both sides do together.
COMMUNITY_STEPS = ("community_network", "referral_routes", "language_training", "other_help")
EMPLOYER_STEPS = ("flexible_openings", "employer_resources", "mentoring_scheme", "loan_scheme")
JOINT_STEPS = ("referral_matched", "pathway_mapped", "loan_offered")
PATHWAY_STEPS = COMMUNITY_STEPS + EMPLOYER_STEPS + JOINT_STEPS
STEP_STATES = ("planned", "under_way", "done", "stopped", "not_known")
LOAN_PURPOSES = ("language", "accreditation", "registration", "other")
LOAN_STATES = ("offered", "accepted", "declined", "paid", "repaid", "written_off")
ASSET_SIDES = ("macro_asset", "micro_asset")
ASSET_KINDS = ("land", "building", "equipment", "fund", "other")
FINANCE_KINDS = ("grant", "prize", "voucher", "loan", "investment", "contract", "budget", "other")
FINANCE_STATES = ("planned", "secured", "paid", "not_known")

SMALLEST_COUNT = 10
"""The smallest count of people that a table shows, unless the study sets another one with a reason."""
