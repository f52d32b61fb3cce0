"""Matching skills with jobs, for readers: which needs are on record, whether anybody could meet them, who waits for whom.

Nothing here names a person or ranks people. Counts of people go through `disclosure.protect`, so that a small one is
withheld and cannot be worked out; what a caseworker needs of each person is `pathway.list_gaps`, which no chapter shows.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.evidence.disclosure import ALL, WITHHELD, protect
from useit_eval.evidence.pathway import (
    GAPS,
    MATCHED,
    NOT_ON_RECORD,
    Field,
    employer_state,
    list_gaps,
    of_profession,
    sides,
)
from useit_eval.ground import terms
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.professions import CREDIT, Vocabulary, key_of, vocabulary
from useit_eval.ground.terms import SMALLEST_COUNT
from useit_eval.ground.wording import agrees, counted, listed, plain, started, text

OTHERS = "other professions"
OPEN, CLOSED = "still missing", "not missing"
NO_RANK = "People are counted here and never named, compared or ranked; what each still needs is on the caseworker's list in notebook 05."
_MATTER = ("shortage", "opening", "candidate", "pathway_step")
_BOTH = ("Community's side", "How far", "Employer's side", "How far it is", "Who waits")


def match(field: Field, *, strands: Mapping[str, str], smallest: int = SMALLEST_COUNT) -> list[Finding]:
    """Return evidence.matching.<strand> and its parts for each strand with a shortage, opening, person or step on record.

    ``field`` holds the registers of `pathway.MATCHED` as in `ground.frames`, each perhaps without rows; ``smallest`` is
    the smallest count of people shown. Parts: .groups (each need beside who could meet it, people as protected counts),
    .missing (what is still missing, counted by profession), .sides (both sides of the pathway, and who waits). What a
    register does not hold is said: no list is made up. Nothing on record for a strand, no finding.
    """
    found = []
    for strand, title in strands.items():
        own = {name: _of_strand(field[name], name, strand) for name in MATCHED}
        if any(len(own[name]) for name in _MATTER):
            found += _strand(strand, title, own, smallest)
    return found


def _of_strand(rows: pd.DataFrame, name: str, strand: str) -> pd.DataFrame:
    # Mentors, loans, occupations and partners serve whoever is matched; only what is matched belongs to a strand.
    return rows[rows["strand"] == strand] if name in _MATTER else rows


def _strand(strand: str, title: str, field: Field, smallest: int) -> list[Finding]:
    words = vocabulary(field["occupation"])
    groups = needs(field, words)
    shown = count_missing(field, groups, words, smallest=smallest)
    parts = [
        _tell_groups(strand, field, groups, shown),
        _tell_missing(strand, field, shown),
        _tell_sides(strand, field),
    ]
    ids = _trace(field)
    lines = (*_on_record(field, groups), Sentence(NO_RANK, explains=True))
    data = {"needs": len(groups), "openings": len(field["opening"])}
    whole = Finding(
        f"evidence.matching.{strand}", f"Needs and people: {title}", lines, strand=strand, data=data, trace=ids
    )
    return [whole, *(part for part in parts if part)]


def needs(field: Field, words: Vocabulary) -> dict[str, str]:
    """Return the vacancy groups: each profession short or open, by what it is read as, in the words met first."""
    told = [*field["shortage"]["profession"], *field["opening"]["profession"]]
    groups: dict[str, str] = {}
    for profession in told:
        groups.setdefault(key_of(profession, words), text(profession))
    return groups


def count_missing(
    field: Field, groups: Mapping[str, str], words: Vocabulary, *, smallest: int = SMALLEST_COUNT
) -> dict[str, pd.DataFrame]:
    """Return for each gap how many people of each vacancy group still miss it, small counts withheld as missing values.

    Each table has a row for each group, one for other professions and one for all, and the columns "still missing",
    "not missing" and "All". The tables share their totals, so they are protected together.
    """
    gaps = list_gaps(field)
    if gaps.empty:
        return {}
    names = [groups.get(key_of(told, words), OTHERS) for told in gaps["profession"]]
    index = pd.Index([*groups.values(), OTHERS], name="profession")
    gaps = gaps.assign(group=names, how=[OPEN if is_open else CLOSED for is_open in gaps["open"]])
    tables = {}
    for gap in GAPS:
        own = gaps[gaps["gap"] == gap.name]
        counts = pd.crosstab(own["group"], own["how"]).reindex(index=index, columns=[OPEN, CLOSED], fill_value=0)
        tables[gap.name] = counts.rename_axis(columns=gap.name)
    return dict(protect(tables, smallest=smallest).tables)


def _on_record(field: Field, groups: Mapping[str, str]) -> list[Sentence]:
    """Say what is on record of needs, openings and people, and where the sources print no list."""
    lines = []
    shortages, openings = field["shortage"], field["opening"]
    if groups:
        ids = (*shortages["label"], *openings["label"])
        numbered = int(shortages["posts"].notna().sum())
        told = f"{counted(len(groups), 'need')} {agrees(len(groups), 'is', 'are')} on record, from {counted(len(shortages), 'shortage')} and {counted(len(openings), 'opening')}"
        rest = "no number of posts is told for any" if not numbered else f"a number of posts is told for {numbered}"
        lines.append(Sentence(f"{told}; {rest}.", ids))
    absent = [what for name, what in (("opening", "openings"), ("candidate", "people")) if field[name].empty]
    if absent:
        ids = (*shortages["label"], *field["pathway_step"]["label"], *_stands_on(shortages))
        told = f"The sources print no list of {listed(absent)}, so none is shown"
        lines.append(Sentence(f"{told}, and no need is set beside the people who could meet it.", ids))
    return lines


def _tell_groups(
    strand: str, field: Field, groups: Mapping[str, str], shown: Mapping[str, pd.DataFrame]
) -> Finding | None:
    if not groups:
        return None
    words = vocabulary(field["occupation"])
    rows = [_group(name, field, words, shown) for name in groups.values()]
    columns = [name for name in rows[0][0] if any(row[name] is not None for row, _ in rows)]
    cells = tuple(tuple(row[name] for name in columns) for row, _ in rows)
    title = "Each need, and who could meet it"
    table = Table(tuple(columns), cells, tuple(ids for _, ids in rows), caption=title, people=True)
    credit = Sentence(CREDIT, explains=True) if len(field["occupation"]) else None
    lines = tuple(filter(None, (_waiting(field, groups, words), credit)))
    return Finding(f"evidence.matching.{strand}.groups", title, lines, table, strand=strand, trace=_trace(field))


def _group(
    name: str, field: Field, words: Vocabulary, shown: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, int | str | None], tuple[str, ...]]:
    """Return a need's cells by heading (None where the register of the whole column is empty) and its labels."""
    short, offered = (of_profession(field[table], name, words) for table in ("shortage", "opening"))
    partners = dict(zip(field["partner"]["label"], field["partner"]["name"], strict=True))
    who = listed(partners.get(who, who) for who in (*short["employer"], *offered["employer"]))
    size = next(iter(shown.values())).at[name, ALL] if shown else None
    told = {
        "Need": name,
        "Occupation of ESCO": (words.read(name) or "not read") if len(field["occupation"]) else None,
        "Whose": who,
        "Posts not filled": _posts(short),
        "Openings": _openings(offered) if len(field["opening"]) else None,
        "People of the profession on record": _cell(size) if shown else None,
        "Steps of the employer's side not reported as done": _lacking(field, name) if len(field["opening"]) else None,
    }
    return told, (*short["label"], *offered["label"])


def _posts(short: pd.DataFrame) -> str:
    if short.empty:
        return "no shortage on record"
    told = [counted(int(count), "post") for count in short["posts"].dropna()]
    return listed(told) or "number not told"


def _openings(offered: pd.DataFrame) -> str:
    return listed(plain(kind) for kind in offered["kind"]) or "none on record"


def _lacking(field: Field, profession: str) -> str:
    told = [(step, employer_state(field, profession, step)) for step in terms.EMPLOYER_STEPS]
    return "; ".join(f"{plain(step)} ({plain(state)})" for step, state in told if state != "done") or "none"


def _waiting(field: Field, groups: Mapping[str, str], words: Vocabulary) -> Sentence | None:
    """Name the needs for which an opening is ready and no step of the employer's side is; nothing is said of people."""
    ready = [name for name in groups.values() if employer_state(field, name, "flexible_openings") == "done"]
    offered = [name for name in groups.values() if len(of_profession(field["opening"], name, words))]
    without = [name for name in groups.values() if name not in offered]
    if not offered:
        return None
    told = f"An opening on the pathway is reported for {listed(offered)}"
    more = f"; it is ready to take people in for {listed(ready)}" if ready else "; none is reported as ready"
    rest = f". For {listed(without)} the record holds a need and no opening" if without else ""
    return Sentence(f"{told}{more}{rest}.", (*field["opening"]["label"], *field["shortage"]["label"]))


def _tell_missing(strand: str, field: Field, shown: Mapping[str, pd.DataFrame]) -> Finding | None:
    """Tell for each profession how many people still miss each thing; nothing without people on record."""
    if not shown:
        return None
    first = next(iter(shown.values()))
    names = [name for name in first.index if pd.isna(first.at[name, ALL]) or first.at[name, ALL]]
    rows = tuple(("All on record" if name == ALL else name, *_counts(name, shown)) for name in names)
    # The rows stand on the needs and not on the people: a list of labels would give the withheld counts away.
    ids = tuple(dict.fromkeys((*field["shortage"]["label"], *field["opening"]["label"])))
    columns = ("People by profession", "People", *(f"{started(gap).rstrip('.')} still missing" for gap in shown))
    caption = "What is still missing, counted; a step nobody wrote down counts as missing"
    table = Table(columns, rows, (ids,) * len(rows), caption=caption, people=True)
    told = "A person may lack several things, so the columns do not add up. Counts that could point to a person are withheld."
    title = "What people still need"
    return Finding(f"evidence.matching.{strand}.missing", title, (Sentence(told, explains=True),), table, strand=strand)


def _counts(name: str, shown: Mapping[str, pd.DataFrame]) -> list[int | str]:
    """Return how many people a group has and how many miss each thing; of a group too small to count, nothing at all."""
    size = next(iter(shown.values())).at[name, ALL]
    if pd.isna(size):  # a nought beside it would tell that none of these few lacks the thing
        return [WITHHELD] * (1 + len(shown))
    return [int(size), *(_cell(table.at[name, OPEN]) for table in shown.values())]


def _cell(value: object) -> int | str:
    return WITHHELD if pd.isna(value) else int(value)


def _tell_sides(strand: str, field: Field) -> Finding | None:
    steps = field["pathway_step"]
    if steps.empty:
        return None
    rows = sides(field)
    ids = {step: tuple(own["label"]) for step, own in _of_sides(steps).groupby("step")}
    cells = tuple(
        (
            started(plain(ours)).rstrip("."),
            plain(state),
            started(plain(theirs)).rstrip(".") or "together",
            plain(far) or "",
            who,
        )
        for ours, state, theirs, far, who in rows
    )
    stands = tuple((*ids.get(ours, ()), *ids.get(theirs, ())) for ours, _, theirs, _, _ in rows)
    table = Table(
        _BOTH, cells, stands, caption="Both sides of the matching pathway, and where they wait for each other"
    )
    title = "Both sides of the pathway"
    trace = tuple(dict.fromkeys(label for row in stands for label in row))
    return Finding(f"evidence.matching.{strand}.sides", title, _say_sides(rows, ids), table, strand=strand, trace=trace)


def _of_sides(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of the programme and of openings: those of people are nobody else's."""
    people = [*terms.COMMUNITY_STEPS, *terms.JOINT_STEPS]
    return steps[~steps["step"].isin(people) | (steps["case"] == "programme")]


def _say_sides(rows: list[tuple[str, str, str, str, str]], ids: Mapping[str, tuple[str, ...]]) -> tuple[Sentence, ...]:
    pairs = rows[: len(terms.COMMUNITY_STEPS)]
    done = [step for ours, a, theirs, b, _ in pairs for step, state in ((ours, a), (theirs, b)) if state == "done"]
    silent = [
        step
        for ours, a, theirs, b, _ in pairs
        for step, state in ((ours, a), (theirs, b))
        if state in ("not_known", NOT_ON_RECORD)
    ]
    total = 2 * len(pairs)
    every = tuple(label for found in ids.values() for label in found)
    named = f": {listed(plain(step) for step in done)}" if done else ""
    lines = [
        Sentence(
            f"Of the {total} steps that the two sides take before they meet, {len(done) or 'none'} {agrees(len(done) or 1, 'is', 'are')} reported as done{named}.",
            every,
        )
    ]
    if silent:
        told = f"How far {listed(plain(step) for step in silent)} {agrees(len(silent), 'has', 'have')} come is not on record"
        lines.append(
            Sentence(
                f"{told}; that is not the same as not done.",
                tuple(x for step in silent for x in ids.get(step, ())),
                explains=not any(ids.get(step) for step in silent),
            )
        )
    for ours, _, theirs, _, who in pairs:
        if "waits for" in who:
            what = f"{started(plain(ours)).rstrip('.')} and {plain(theirs)}: {who}"
            lines.append(Sentence(f"{what}.", (*ids.get(ours, ()), *ids.get(theirs, ()))))
    return tuple(lines)


def _stands_on(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for cell in rows["evidence"] for label in labels(cell)))


def _trace(field: Field) -> tuple[str, ...]:
    return (*field["shortage"]["label"], *field["opening"]["label"], *_of_sides(field["pathway_step"])["label"])
