"""Two coders side by side: passages marked by both, the codes each gave, and where they differ."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd

from useit_eval.coding import agreement
from useit_eval.coding.codes import code_names
from useit_eval.coding.matching import match_passages
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, text

UNITS = ("passage",)
_MEASURES = {"percent": "percent", "cohen_kappa": "kappa", "gwet_ac1": "ac1", "krippendorff_alpha": "alpha"}


@dataclasses.dataclass(frozen=True)
class _Names:
    """What codes, places and codings are called for readers."""

    codes: dict[str, str]
    kinds: dict[str, str]
    segments: pd.DataFrame | None
    labels: dict[str, str]
    sources: dict[str, str]

    def code(self, code_id: str | None) -> str:
        """Return a code's name; "not marked" where there is none."""
        return self.codes.get(code_id, str(code_id)) if code_id is not None else "not marked"

    def place(self, row) -> str:
        """Return where a passage stands: its source, and section or characters."""
        found = self.segments
        if found is not None:
            found = found[
                (found["source_id"] == row.source_id) & (found["start"] <= row.start) & (found["end"] > row.start)
            ]
        where = text(found["locator"].iloc[-1]) if found is not None and len(found) else ""
        return f"{self.sources.get(row.source_id, 'source')}, {where or f'characters {row.start} to {row.end}'}"

    def ids(self, row) -> tuple[str, ...]:
        """Return the claims a passage belongs to, or else its source."""
        claims = self.labels.get(row.first_coding, "").split(";") if row.first_coding else []
        return tuple(filter(None, claims)) or (self.sources.get(row.source_id, ""),)


def compare_coders(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    codes: pd.DataFrame,
    sources: pd.DataFrame,
    segments: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    unit: str = "passage",
    seed: int = 1,
    replicates: int = 1000,
) -> Finding:
    """Return the finding agreement.second_coding: how far a second coder gave the same passages the same codes.

    ``first`` and ``second`` are codings (coding_id, source_id, start, end, code_id); ``codes`` needs code_id, name
    and kind; ``sources`` source_id and label; ``segments`` (source_id, start, end, locator), ``claims`` and
    ``parts`` give places and labels when at hand. The unit is a passage marked by both (see `match_passages`).
    It holds percent, Cohen's kappa, Gwet's AC1 and Krippendorff's nominal alpha with a seeded bootstrap interval,
    and where the two differ, never the words. Raises InputRefused for a unit that is not offered.
    """
    if unit not in UNITS:
        raise InputRefused(f"{unit!r} is not a unit of comparison", "", f"Units: {', '.join(UNITS)}.")
    names = _names(codes, sources, segments, claims, parts)
    pairs = match_passages(first, second)
    both = pairs[pairs["first_code"].notna()]
    data = _numbers(both, pairs, names, seed=seed, replicates=replicates)
    ids = tuple(sorted({names.sources.get(source, "") for source in second["source_id"]})) or tuple(
        names.sources.values()
    )
    return Finding(
        key="agreement.second_coding",
        title="Agreement with a second coder",
        sentences=_sentences(data, ids, seed=seed, replicates=replicates, why=_why(both)),
        table=_differences(pairs, names),
        data=data,
        trace=ids,
    )


def _names(codes, sources, segments, claims, parts) -> _Names:
    labels: dict[str, str] = {}
    if claims is not None and parts is not None:
        joined = parts.merge(claims[["claim_id", "label"]], on="claim_id")
        labels = joined.groupby("coding_id")["label"].agg(lambda found: ";".join(sorted(set(found)))).to_dict()
    kinds = dict(zip(codes["code_id"], codes["kind"], strict=True))
    return _Names(
        code_names(codes), kinds, segments, labels, dict(zip(sources["source_id"], sources["label"], strict=True))
    )


def _numbers(both: pd.DataFrame, pairs: pd.DataFrame, names: _Names, *, seed: int, replicates: int) -> dict:
    one, two = list(both["first_code"]), list(both["second_code"])
    kinds = [[names.kinds.get(code, code) for code in coder] for coder in (one, two)]
    found = agreement.measure(one, two, measures=tuple(_MEASURES), seed=seed, replicates=replicates).set_index(
        "measure"
    )
    values = {name: float(found.loc[measure, "value"]) for measure, name in _MEASURES.items()}
    values |= {f"alpha_{end}": float(found.loc["krippendorff_alpha", end]) for end in ("low", "high")}
    values["percent_kind"] = agreement.percent(*kinds)
    same = sum(a == b for a, b in zip(one, two, strict=True))
    places = len(pairs.drop_duplicates(["source_id", "start", "end"]))
    counts = {"passages": places, "codes_second": len(pairs), "compared": len(both), "same": same, "seed": seed}
    return {**counts, **{name: None if math.isnan(value) else value for name, value in values.items()}}


def _why(both: pd.DataFrame) -> str:
    return agreement.why_undefined(list(both["first_code"]), list(both["second_code"]))


def _sentences(data: dict, ids: tuple[str, ...], *, seed: int, replicates: int, why: str) -> tuple[Sentence, ...]:
    coded, compared = data["passages"], data["compared"]
    if coded == 0:
        return (
            Sentence("No passage was coded a second time, so agreement between coders is not known.", explains=True),
        )
    told = [
        f"{counted(coded, 'passage')} {agrees(coded, 'was', 'were')} coded a second time by another coder; "
        f"{data['codes_second']} codes were given, and for {compared} of them the first coder had marked the same place."
    ]
    if compared:
        told.append(
            f"The two coders gave the same code in {data['same']} of {compared} cases ({data['percent']:.0%}), "
            f"and a code of the same kind in {data['percent_kind']:.0%}."
        )
    if data["kappa"] is not None and data["alpha"] is not None:
        interval = (
            f" (bootstrap interval {data['alpha_low']:.2f} to {data['alpha_high']:.2f})"
            if data["alpha_low"] is not None
            else ""
        )
        told.append(
            f"Cohen's kappa is {data['kappa']:.2f} and Krippendorff's nominal alpha {data['alpha']:.2f}{interval}; "
            f"Gwet's AC1, which wavers less where one code is used for nearly everything, is {data['ac1']:.2f}."
        )
    elif why:
        told.append(f"Kappa and alpha have no value here: {why}.")
    notes = (
        "The unit is a passage marked by both; what only one of them marked is in none of these figures, and where the first "
        "coder gave a passage several codes, a shared code counts as the same: both favour agreement. "
        f"The interval comes from {replicates:,} draws with seed {seed}.",
        "Low agreement is a prompt to sharpen a definition, never a grade of a person.",
    )
    return (*(Sentence(line, ids) for line in told), *(Sentence(line, explains=True) for line in notes))


def _differences(pairs: pd.DataFrame, names: _Names) -> Table | None:
    apart = [row for row in pairs.itertuples() if row.first_code != row.second_code]
    apart.sort(key=lambda row: (names.sources.get(row.source_id, ""), row.start, row.end))
    if not apart:
        return None
    return Table(
        ("Where", "First coder", "Second coder", "Claims of the first coder"),
        tuple(
            (names.place(row), names.code(row.first_code), names.code(row.second_code), _claims(names, row))
            for row in apart
        ),
        tuple(names.ids(row) for row in apart),
        caption="Where the two coders differ",
    )


def _claims(names: _Names, row) -> str:
    return listed(label for label in names.ids(row) if label in ";".join(names.labels.values()).split(";"))
