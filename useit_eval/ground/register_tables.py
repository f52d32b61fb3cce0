"""The tables whose home is a researcher's own file: figures, links, milestones, challenges, faults."""

from __future__ import annotations

from useit_eval.ground import terms
from useit_eval.ground.specification import TableSpec, column, label_of

FIGURE = TableSpec(
    "figure",
    "file",
    "one published number or date",
    (
        column("figure_id", "uuid", "id of the figure", key=True),
        label_of("figure"),
        column("value", "number", "the number, when it is one", nullable=True),
        column("day", "date", "the date, when it is one", nullable=True),
        column("bound", "text", "how exact", words=terms.BOUNDS),
        column("unit", "text", "unit of the value"),
        column("definition", "text", "what exactly is counted or measured"),
        column("population", "text", "population or denominator", nullable=True),
        column("area", "text", "area", nullable=True),
        column("area_vintage", "text", "boundary year of the area", nullable=True),
        column("as_of", "text", "date or period it speaks of"),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("locator", "text", "where in the source"),
        column("role", "text", "what kind of figure", words=terms.FIGURE_ROLES),
        column("strand", "text", "strand, or partnership, communication or whole"),
        column("as_printed", "text", "characters as the source prints them"),
        column("printed_locale", "text", "locale in which they are read"),
        column("target_of", "text", "labels of the figures measured against this target", nullable=True),
        column("conflicts_with", "text", "labels of figures that contradict it", nullable=True),
        column("note", "text", "faults and readings", nullable=True),
    ),
)
LINK = TableSpec(
    "link",
    "file",
    "one macro-asset opportunity against a micro-asset",
    (
        column("link_id", "uuid", "id of the link", key=True),
        label_of("link"),
        column("strand", "text", "strand"),
        column("macro_asset", "text", "code of the macro-asset"),
        column("opportunity", "text", "what the macro-asset opens"),
        column("owner", "text", "who can open it"),
        column("opportunity_date", "text", "when", nullable=True),
        column("need", "text", "what the opportunity needs"),
        column("micro_asset", "text", "code of the micro-asset"),
        column("micro_asset_detail", "text", "which skills, talents or ideas"),
        column("resource", "text", "code of the connecting resource"),
        column("resource_detail", "text", "what connects the two"),
        column("state", "text", "how far the link has come", words=terms.LINK_STATES),
        column("state_date", "text", "as of when"),
        column("evidence", "text", "labels of claims and figures", nullable=True),
        column("breaks_at", "text", "where the chain breaks, if it does", nullable=True),
        column("note", "text", "note", nullable=True),
    ),
)
MILESTONE = TableSpec(
    "milestone",
    "file",
    "a promise, to be checked later",
    (
        column("milestone_id", "uuid", "id of the milestone", key=True),
        label_of("milestone"),
        column("promise", "text", "the promise in our words"),
        column("strand", "text", "strand, or partnership, communication or whole"),
        column("stated_on", "text", "when it was made"),
        column("check_on", "text", "when to check"),
        column("state", "text", "what became of it", words=terms.MILESTONE_STATES),
        column("evidence", "text", "labels of claims and figures", nullable=True),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("locator", "text", "where in the source"),
        column("note", "text", "note", nullable=True),
    ),
)
CHALLENGE = TableSpec(
    "challenge",
    "file",
    "a challenge the source reports",
    (
        column("challenge_id", "uuid", "id of the challenge", key=True),
        label_of("challenge"),
        column("title", "text", "short title"),
        column("problem", "text", "the problem"),
        column("response", "text", "what was done"),
        column("reported_result", "text", "what is said to have come of it"),
        column("recommendation", "text", "what the source recommends", nullable=True),
        column("said_by", "text", "label of the voice that says so"),
        column("strand", "text", "strand, or partnership, communication or whole"),
        column("uia", "text", "challenges of Urban Innovative Actions it maps to, or fits_none"),
        column("evidence", "text", "labels of claims and figures", nullable=True),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("locator", "text", "where in the source"),
        column("note", "text", "note", nullable=True),
    ),
)
FAULT = TableSpec(
    "fault",
    "file",
    "a fault or conflict of a source, and how it is read",
    (
        column("fault_id", "uuid", "id of the fault", key=True),
        label_of("fault"),
        column("kind", "text", "kind of fault", words=terms.FAULT_KINDS),
        column("what", "text", "what is wrong"),
        column("reading", "text", "how it is read here, or that it stays open"),
        column("evidence", "text", "labels of claims and figures", nullable=True),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("locator", "text", "where in the source"),
    ),
)
