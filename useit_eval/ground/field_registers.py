"""The registers of the field: what partners and offices keep of enterprises, events, people by id, money and steps.

Each is a researcher's own CSV of few columns. People stand in them by an id or a role, never by a name. All end with the
same columns: as of when, on what evidence, from which source and where in it, whether it is invented, and a note.
"""

from __future__ import annotations

from useit_eval.ground import terms
from useit_eval.ground.specification import Column, TableSpec, column, label_of

PROGRAMME = "programme"
"""The case of a pathway step that is taken for everybody and not for one person or opening."""
_STRAND = column("strand", "text", "strand, or partnership, communication or whole")
_ENDING = (
    column("as_of", "date", "the day on which this was so, or the day of the source"),
    column("evidence", "text", "labels of claims and figures", nullable=True),
    column("source_id", "uuid", "the source", reference="source.source_id"),
    column("locator", "text", "where in the source: page, sheet or row", nullable=True),
    column("practice", "flag", "true for invented training material; empty means false", nullable=True),
    column("note", "text", "what a reader must know of it", nullable=True),
)


def _register(name: str, meaning: str, *columns: Column, key: str = "") -> TableSpec:
    first = (column(f"{key or name}_id", "uuid", f"id of the {name}; made when left empty", key=True), label_of(name))
    return TableSpec(name, "file", meaning, (*first, *columns, *_ENDING))


def _day(name: str, meaning: str) -> Column:
    return column(name, "date", meaning, nullable=True)


def _pounds(name: str, meaning: str) -> Column:
    return column(name, "number", meaning, unit="GBP", nullable=True)


def _named(name: str, meaning: str, *registers: str, nullable: bool = True, several: bool = False) -> Column:
    return column(name, "text", meaning, nullable=nullable, names=registers, several=several)


PARTNER = _register(
    "partner",
    "one organisation in one class; one that stands in two classes has two rows",
    column("name", "text", "name of the organisation, never of a person"),
    column("class", "text", "class of partner", words=terms.PARTNER_CLASSES),
    column("role", "text", "what it does in the programme", nullable=True),
    _STRAND,
)
ENTERPRISE = _register(
    "enterprise",
    "one enterprise that the programme supports",
    column("name", "text", "name of the enterprise, or a plain description; never a person's name"),
    _STRAND,
    column("stage", "text", "how far it has come", words=terms.ENTERPRISE_STAGES),
    _day("stage_on", "day on which it reached this stage"),
    _day("diagnostic_on", "day on which its business diagnostic was completed"),
    column("consortium", "text", "consortium or sector it belongs to", nullable=True),
    _named("supported_by", "labels of the partners who support it", "partner", several=True),
)
GRANT = _register(
    "grant",
    "one grant or prize of one enterprise",
    _named("enterprise", "label of the enterprise", "enterprise", nullable=False),
    column("kind", "text", "kind of money", words=terms.GRANT_KINDS),
    column("state", "text", "how far it has come", words=terms.GRANT_STATES),
    _pounds("amount_gbp", "amount asked for, or awarded once it is"),
    _day("applied_on", "day of the application"),
    _day("decided_on", "day of the decision"),
    _day("paid_on", "day of the payment"),
)
IDEA = _register(
    "idea",
    "one idea put on the portal",
    column("summary", "text", "the idea in a few words, without names of people"),
    _STRAND,
    _day("received_on", "day it came in"),
    _day("revised_on", "day on which it was looked through and revised"),
    _day("passed_on", "day on which it was passed on"),
    _named("passed_to", "labels of the partners it was passed to", "partner", several=True),
    column("outcome", "text", "what became of it", words=terms.IDEA_OUTCOMES),
    _named("enterprise", "label of the enterprise that came of it", "enterprise"),
)
EVENT = _register(
    "event",
    "one event",
    column("title", "text", "title of the event"),
    column("kind", "text", "kind of event", words=terms.EVENT_KINDS),
    _STRAND,
    column("state", "text", "whether it was held", words=terms.EVENT_STATES),
    _day("held_on", "day on which it is or was held"),
    column("place", "text", "where", nullable=True),
    _named("held_by", "labels of the partners who hold it", "partner", several=True),
)
ATTENDANCE = _register(
    "attendance",
    "how many people of one group came to one event",
    _named("event", "label of the event", "event", nullable=False),
    column("group", "text", "who is counted: residents, partners, another group or role; never names"),
    column("people", "integer", "how many came", unit="people"),
    column("bound", "text", "how exact", words=terms.BOUNDS),
    column("first_time", "integer", "how many of them came for the first time", unit="people", nullable=True),
)
RESEARCHER = _register(
    "researcher",
    "one community researcher; the label is the id that questionnaires give, never a name",
    _STRAND,
    column("route", "text", "how the person was found", words=terms.ROUTES),
    _named("found_by", "label of the event, partner or researcher it came through", "event", "partner", "researcher"),
    _day("recruited_on", "day on which the person agreed"),
    column("modules", "integer", "modules of the training completed", unit="modules"),
    _day("trained_on", "day on which the last module was completed"),
    _day("accredited_on", "day on which the qualification was awarded"),
    column("involvement", "text", "how far the person goes", words=terms.INVOLVEMENTS),
)
CANDIDATE = _register(
    "candidate",
    "one person whom the matching pathway may lead to work: an id and a profession, never a name or a country",
    column("profession", "text", "profession, as broad as keeps the person unknown"),
    _STRAND,
    column("route", "text", "how the person was found", words=terms.ROUTES),
    _named("found_by", "label of the event, partner, researcher or candidate it came through",
           "event", "partner", "researcher", "candidate"),
    _day("found_on", "day on which the person came forward"),
)  # fmt: skip
OPENING = _register(
    "opening",
    "one opening that an employer offers on the pathway",
    column("employer", "text", "employer: a label of the partners, or a name"),
    column("profession", "text", "profession or work"),
    column("kind", "text", "kind of opening", words=terms.OPENING_KINDS),
    _STRAND,
    column("posts", "integer", "how many places", unit="posts", nullable=True),
    _day("opened_on", "day from which it is open"),
    _day("closed_on", "day on which it was closed"),
)
PATHWAY_STEP = _register(
    "pathway_step",
    "one step of the matching pathway for one case, as it stands",
    _named("case", f"label of the candidate or opening, or {PROGRAMME} for a step taken for all", "candidate", "opening",
           nullable=False),
    column("step", "text", "step of the pathway", words=terms.PATHWAY_STEPS),
    column("state", "text", "how far it has come", words=terms.STEP_STATES),
    _day("stepped_on", "day on which it came to this state"),
    _named("with", "label of the mentor, loan, opening or partner concerned", "mentor", "loan", "opening", "partner"),
    _STRAND,
)  # fmt: skip
MENTOR = _register(
    "mentor",
    "one mentor: an id and a field, never a name",
    column("field", "text", "profession or line of business"),
    _STRAND,
    _day("agreed_on", "day on which the mentor agreed"),
    _named("partner", "label of the partner the mentor comes from", "partner"),
)
MENTOR_MEETING = _register(
    "mentor_meeting",
    "one meeting of a mentor with an enterprise or a candidate",
    _named("mentor", "label of the mentor", "mentor", nullable=False),
    _named("mentee", "label of the enterprise or candidate", "enterprise", "candidate", nullable=False),
    column("held_on", "date", "day of the meeting"),
    key="meeting",
)
LOAN = _register(
    "loan",
    "one loan to a candidate",
    _named("candidate", "label of the candidate", "candidate", nullable=False),
    column("purpose", "text", "what it is for", words=terms.LOAN_PURPOSES),
    column("state", "text", "how far it has come", words=terms.LOAN_STATES),
    _pounds("amount_gbp", "amount"),
    _day("offered_on", "day of the offer"),
    _day("paid_on", "day of the payment"),
    _named("lender", "label of the partner who lends", "partner"),
)
SHORTAGE = _register(
    "shortage",
    "posts in one profession that an employer cannot fill",
    column("employer", "text", "employer: a label of the partners, or a name"),
    column("profession", "text", "profession or skill"),
    column("posts", "integer", "posts that are not filled", unit="posts", nullable=True),
    _STRAND,
)
EQUIVALENCE_STEP = _register(
    "equivalence_step",
    "one step by which a qualification from abroad is recognised",
    column("profession", "text", "profession"),
    column("regulator", "text", "body that decides"),
    column("step_no", "integer", "number of the step, from 1"),
    column("needed", "text", "what is needed at this step"),
    _pounds("cost_gbp", "what the step costs the person"),
    column("version", "text", "version or date of the rule as its publisher gives it"),
    column("checked_on", "date", "day on which somebody compared the row with the regulator's own page"),
    _STRAND,
    key="step",
)
OCCUPATION = _register(
    "occupation",
    "one occupation of ESCO, European Union, that the study's professions are read as",
    column("preferred_label", "text", "preferred label of the occupation in ESCO"),
    column("uri", "text", "address of the concept in ESCO"),
    column("isco_group", "text", "group of ISCO-08, four digits", nullable=True),
    column("words", "text", "the study's own words for it, parted by semicolons", nullable=True),
)
ASSET = _register(
    "asset",
    "one thing of value in the place",
    column("name", "text", "what it is"),
    column("side", "text", "whether it is a large investment or the community's own", words=terms.ASSET_SIDES),
    column("kind", "text", "kind of asset", words=terms.ASSET_KINDS),
    column("owner", "text", "who owns it: a label of the partners, or an organisation's name"),
    _pounds("value_gbp", "value or cost"),
    _STRAND,
)
FINANCE = _register(
    "finance",
    "one flow of money into the place or the programme",
    column("title", "text", "what the money is for"),
    column("kind", "text", "kind of money", words=terms.FINANCE_KINDS),
    column("state", "text", "how far it has come", words=terms.FINANCE_STATES),
    _pounds("amount_gbp", "amount"),
    column("payer", "text", "who gives: a label of the partners, or an organisation's name"),
    column("receiver", "text", "who receives: a label of the partners, an organisation's name or a group"),
    _day("paid_on", "day of the payment"),
    _STRAND,
)
FILES = {
    "partners": PARTNER,
    "enterprises": ENTERPRISE,
    "grants": GRANT,
    "ideas": IDEA,
    "events": EVENT,
    "attendance": ATTENDANCE,
    "researchers": RESEARCHER,
    "candidates": CANDIDATE,
    "openings": OPENING,
    "pathway": PATHWAY_STEP,
    "mentors": MENTOR,
    "mentor_meetings": MENTOR_MEETING,
    "loans": LOAN,
    "shortages": SHORTAGE,
    "equivalence": EQUIVALENCE_STEP,
    "occupations": OCCUPATION,
    "assets": ASSET,
    "finance": FINANCE,
}
"""The name of each register's file, without ``.csv``, and its table."""
ORDERED = {
    "grant": ("applied_on", "decided_on", "paid_on"),
    "idea": ("received_on", "revised_on", "passed_on"),
    "researcher": ("recruited_on", "trained_on", "accredited_on"),
    "opening": ("opened_on", "closed_on"),
    "loan": ("offered_on", "paid_on"),
}
"""Days of a row that should follow one another; where they do not, the row is told and not refused."""
