"""Profiles and proposed ratings told to readers: what lifted them, what capped them, what speaks against."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.evidence import current, unexplained
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, missing, number, plain
from useit_eval.judgement.measures import sides
from useit_eval.judgement.signatures import signed_ratings

PROPOSED, UNSIGNED = "Proposed by rubric", "Proposed by rubric, not signed"
LINES: tuple[tuple[str, str, str], ...] = (
    ("Supporting claims", "supporting_claims", "supporting"),
    ("... whole configurations", "full_triads", "full"),
    ("... two parts of one", "partial_triads", "partial"),
    ("... told as having happened", "observed_claims", "observed"),
    ("... outcomes that have happened", "observed_outcomes", "outcomes"),
    ("Sources", "sources", "all"),
    ("Independent units among supporting claims", "units_supporting", "supporting"),
    ("Stakeholder groups among supporting claims", "groups_supporting", "supporting"),
    ("Methods among supporting claims", "methods_supporting", "supporting"),
    ("Share said without being asked, where known", "share_unprompted", "supporting"),
    ("Share where the question asked is not known", "share_elicitation_not_known", "supporting"),
    ("Supporting figures", "supporting_figures", "figures"),
    ("Supporting statistics", "supporting_models", "models"),
    ("Records against", "against", "refuting"),
    ("... not explained", "refuting_unexplained", "bare"),
    ("Records that would change the theory", "refining_claims", "refining"),
    ("Supporting claims now denied", "denied_claims", "denied"),
    ("Best relevance (1 to 3)", "best_relevance", "supporting"),
    ("Best richness (1 to 3)", "best_richness", "supporting"),
    ("Best rigour (1 to 3)", "best_rigour", "supporting"),
    ("Rivals kept or dropped with a reason", "rivals_considered", ""),
    ("Rivals still open", "rivals_open", ""),
)


def tell_profiles(profiles: pd.DataFrame, bearing: pd.DataFrame, theories: pd.DataFrame) -> list[Finding]:
    """Return judgement.profile.<theory>: every measure of the profile with the records behind it.

    ``profiles`` as from `profile_theories`; ``bearing`` as from `evidence.bear`; ``theories`` needs theory_id, strand, title, version.
    """
    require(theories, "theories", "theory_id", "strand", "title", "version")
    now = current(bearing, theories)
    about = theories.set_index("theory_id")
    return [
        _profile(row, now[now["theory_id"] == row["theory_id"]], about.loc[row["theory_id"]])
        for row in profiles.to_dict("records")
    ]


def _profile(profile: dict, bears: pd.DataFrame, theory: pd.Series) -> Finding:
    behind, key = _behind(bears), profile["theory_id"]
    values = {**profile, "against": _records_against(profile)}
    rows = tuple((heading, _shown(name, values[name])) for heading, name, _ in LINES)
    ids = tuple((key, *behind.get(side, ())) for _, _, side in LINES)
    table = Table(("Measure", "Value"), rows, ids, caption=f"Profile of {key}: a profile, not a score")
    data = {name: None if missing(value) else value for name, value in profile.items()}
    return Finding(
        f"judgement.profile.{key}",
        f"Profile: {theory['title']}",
        (),
        table,
        strand=theory["strand"],
        theory=key,
        data=data,
        trace=(key, *behind["all"]),
    )


def _records_against(profile: Mapping) -> int:
    return int(sum(profile[f"refuting_{kind}"] for kind in ("claims", "figures", "models")))


def _shown(name: str, value: float) -> str:
    if missing(value):
        return "not known" if name.startswith("share") else "none"
    return f"{value:.0%}" if name.startswith("share") else number(value)


def _behind(bears: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    rows = bears.to_dict("records")
    side = sides(rows)
    observed = [row for row in side["supporting"] if row["status"] == "observed"]
    held = {
        **side,
        "full": [row for row in side["supporting"] if row["triad"] == "full"],
        "partial": [row for row in side["supporting"] if row["triad"] == "partial"],
        "observed": observed,
        "outcomes": [row for row in observed if row["about_outcome"]],
        "bare": [row for row in side["refuting"] if not row["explained"]],
        "all": rows,
    }
    return {name: tuple(dict.fromkeys(row["subject"] for row in own)) for name, own in held.items()}


def tell_ratings(
    ratings: pd.DataFrame,
    profiles: pd.DataFrame,
    bearing: pd.DataFrame,
    theories: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    signed: pd.DataFrame | None = None,
) -> list[Finding]:
    """Return judgement.rating.<theory> for each theory, judgement.ladder (all) and judgement.ladder.<strand>.

    ``ratings`` as from `propose`, ``profiles`` and ``bearing`` as before; ``theories`` needs theory_id, strand, title and version;
    ``strands`` maps ids to titles; ``signed`` is the table judgement: what somebody signed is not called unsigned. The
    data of a rating holds rating, base_rating, condition, gate and beside.
    """
    require(theories, "theories", "theory_id", "strand", "title", "version")
    now, about = current(bearing, theories), theories.set_index("theory_id")
    by_somebody = set() if signed is None else set(signed_ratings(signed, theories).query("newest")["theory_id"])
    about["standing"] = [PROPOSED if key in by_somebody else UNSIGNED for key in about.index]
    measured = profiles.set_index("theory_id")
    each = [
        _rating(
            row,
            measured.loc[row["theory_id"]],
            _behind(now[now["theory_id"] == row["theory_id"]]),
            about.loc[row["theory_id"]],
            _waiting(bearing, row["theory_id"], about.loc[row["theory_id"], "version"]),
        )
        for row in ratings.to_dict("records")
    ]
    ladders = [
        _ladder(
            f"judgement.ladder.{strand}", strand, title, ratings[ratings["theory_id"].isin(own["theory_id"])], about
        )
        for strand, title in strands.items()
        if len(own := theories[theories["strand"] == strand])
    ]
    return [*each, _ladder("judgement.ladder", "", "all theories", ratings, about), *ladders]


def _waiting(bearing: pd.DataFrame, key: str, version: int) -> tuple[str, ...]:
    """Return what was judged of an earlier version of a theory and not yet of this one: it does not count until it is."""
    own = bearing[bearing["theory_id"] == key]
    judged = set(own.loc[own["theory_version"] == version, "subject"])
    earlier = own.loc[own["theory_version"] < version, "subject"]
    return tuple(subject for subject in dict.fromkeys(earlier) if subject not in judged)


def _rating(
    row: dict, profile: pd.Series, behind: dict[str, tuple[str, ...]], theory: pd.Series, waiting: tuple[str, ...] = ()
) -> Finding:
    key = row["theory_id"]
    lines = (
        *_lifted(row, key, behind, theory["standing"]),
        *_capped(row, key, behind),
        *_against(profile, key, behind),
        *_beyond(row, key),
        *_unjudged(waiting, key),
    )
    data = {
        name: row[name]
        for name in (
            "rating",
            "base_rating",
            "capped_rating",
            "condition",
            "gate",
            "gates_waiting",
            "beside",
            "lacking",
        )
    }
    title = f"Proposed rating: {plain(row['rating'])}"
    return Finding(
        f"judgement.rating.{key}",
        title,
        lines,
        strand=theory["strand"],
        theory=key,
        data=data,
        trace=(key, *behind["all"]),
    )


def _lifted(row: dict, key: str, behind: dict[str, tuple[str, ...]], standing: str) -> list[Sentence]:
    ids = (key, *behind["supporting"])
    lines = [Sentence(f"{standing}: {plain(row['rating'])}.", ids)]
    if row["beside"]:
        lines.append(
            Sentence(
                f"It stands beside the ladder: {row['beside_says']}", (key, *behind["refuting"], *behind["supporting"])
            )
        )
        lines.append(Sentence(f"On the ladder alone it would reach: {plain(row['capped_rating'])}.", ids))
    if row["condition"]:
        lines.append(Sentence(f"What lifted it to {plain(row['base_rating'])}: {row['condition_says']}", ids))
    else:
        lines.append(
            Sentence("No condition of the rubric is met, so it stays on the first step: insufficient evidence.", ids)
        )
    return lines


def _capped(row: dict, key: str, behind: dict[str, tuple[str, ...]]) -> list[Sentence]:
    ids = (key, *behind["all"])
    lines = []
    if row["gate"]:
        count = len(row["gates"].split("; "))
        gates = "A gate" if count == 1 else f"{('Two', 'Three')[count - 2] if count < 4 else count} gates"
        told = f"{gates} capped it at {plain(row['capped_rating'])} in place of {plain(row['base_rating'])}. {row['gate_says']}"
        lines.append(Sentence(told, ids))
    if row["gates_waiting"] and not row["gate"] and row["base_rating"] != terms.LADDER[0]:
        lines.append(
            Sentence(
                f"No gate lowered it; higher up these would hold it back: {row['gates_waiting_say']}",
                ids,
            )
        )
    return lines or [Sentence("No gate lowered it.", ids)]


def _against(profile: pd.Series, key: str, behind: dict[str, tuple[str, ...]]) -> list[Sentence]:
    lines = []
    if total := _records_against(profile):
        bare = int(profile["refuting_unexplained"])
        told = f"{counted(total, 'record')} {agrees(total, 'speaks', 'speak')} against it{unexplained(bare, total)}."
        lines.append(Sentence(told, (key, *behind["refuting"])))
    else:
        lines.append(
            Sentence("Nothing coded speaks against it, which may only mean that nobody was asked.", explains=True)
        )
    if refining := int(profile["refining_claims"]):
        lines.append(
            Sentence(
                f"{counted(refining, 'record')} {agrees(refining, 'asks', 'ask')} for a change of it.".capitalize(),
                (key, *behind["refining"]),
            )
        )
    if denied := int(profile["denied_claims"]):
        lines.append(
            Sentence(
                f"{counted(denied, 'claim')} once read as support {agrees(denied, 'denies', 'deny')} what {agrees(denied, 'it tells', 'they tell')} of and {agrees(denied, 'counts', 'count')} for nothing.".capitalize(),
                (key, *behind["denied"]),
            )
        )
    return lines


def _unjudged(waiting: tuple[str, ...], key: str) -> list[Sentence]:
    if not waiting:
        return []
    told = (
        f"{counted(len(waiting), 'record')} {agrees(len(waiting), 'was', 'were')} judged against an earlier version and not yet "
        f"against this one; until somebody does, {agrees(len(waiting), 'it does', 'they do')} not count."
    )
    return [Sentence(told, (key, *waiting))]


def _beyond(row: dict, key: str) -> list[Sentence]:
    if not row["lacking"]:
        return []
    above = terms.LADDER[terms.LADDER.index(row["base_rating"]) + 1]
    return [Sentence(f"To reach “{plain(above)}” before any gate, the rubric still asks for {row['lacking']}.", (key,))]


def _ladder(key: str, strand: str, title: str, ratings: pd.DataFrame, about: pd.DataFrame) -> Finding:
    ids = tuple(ratings["theory_id"])
    counts = ratings["rating"].value_counts()
    told = listed(f"{counts[rating]} at “{plain(rating)}”" for rating in terms.RATINGS if rating in counts)
    rows = tuple(
        {
            "theory": row.theory_id,
            "title": about.loc[row.theory_id, "title"],
            "rating": row.rating,
            "note": f"capped: {_first(row.gate_says)}" if row.gate else "",
            "ids": (row.theory_id,),
        }
        for row in ratings.itertuples()
    )
    alt = "; ".join(f"{row['theory']} {row['title']}: {plain(row['rating'])}" for row in rows)
    standing = UNSIGNED if (about.loc[list(ids), "standing"] == UNSIGNED).all() else PROPOSED
    legend = f"{standing}. A gate can only lower a rating."
    figure = FigureSpec("ladder", f"Proposed ratings: {title}", rows, alt=alt, legend=legend)
    line = Sentence(
        f"Of {counted(len(ratings), 'theory', 'theories')} the rubric puts {told}. A rating is a proposal until a named person signs it.",
        ids,
    )
    data = {rating: int(count) for rating, count in counts.items()}
    return Finding(key, f"Proposed ratings: {title}", (line,), None, figure, strand=strand, data=data, trace=ids)


def _first(says: str) -> str:
    sentence = says.split(". ")[0].rstrip(".")
    return sentence[:1].lower() + sentence[1:]
