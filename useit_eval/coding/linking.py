"""Agreement on links: do coders put the same passages into one claim, in the same slots, into the same configurations.

A passage is the same for two coders when what both marked is half of the shorter passage or more; each passage answers
to one passage of another coder at most, the nearest first (see `pair_places`).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from useit_eval.coding.agreement import Ratings, measure
from useit_eval.coding.coverage import Read, compare_coverage
from useit_eval.coding.overlaps import find_overlaps
from useit_eval.ground.columns import require

LINKED = ("apart", "in one claim")
MEASURES = ("percent", "cohen_kappa", "krippendorff_alpha")
COLUMNS = (
    *("question", "measure", "value", "low", "high", "standard_error", "among_linked", "unit", "units"),
    *("coders", "why", "method", "notes"),
)
TWIN_COLUMNS = ("claim_id", "coder", "other", "twin", "nearest", "shared_parts", "parts")


@dataclasses.dataclass(frozen=True)
class Linked:
    """Coders' claims over one list of places: what every question on links is answered from.

    ``places`` has place, coder, source_id: which coder marked which place, each place once for a coder. ``parts`` has
    claim_id, coder, place, slot. ``coders`` are those compared; ``notes`` say in words what was left out.
    """

    coders: tuple[str, ...]
    places: pd.DataFrame
    parts: pd.DataFrame
    notes: tuple[str, ...]


def link_coders(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    codings: pd.DataFrame,
    coders: Sequence[str] | None = None,
    read: Read | None = None,
    texts: Mapping[str, str] | None = None,
    sources: pd.DataFrame | None = None,
) -> Linked:
    """Return coders' claims over the places that they marked, in the sources that they share.

    ``claims`` need claim_id and coder, ``parts`` claim_id, coding_id and slot, ``codings`` coding_id, coder,
    source_id, start, end and code_id. A passage in a claim counts as marked by the coder of the claim, whoever coded
    it first. Which sources are shared, and what is refused: see `coding.coverage.compare_coverage`.
    """
    require(claims, "claims", "claim_id", "coder")
    require(parts, "claim_parts", "claim_id", "coding_id", "slot")
    require(codings, "codings", "coding_id", "coder", "source_id", "start", "end", "code_id")
    used = parts[["claim_id", "coding_id", "slot"]].merge(claims[["claim_id", "coder"]], on="claim_id")
    placed = used.merge(codings.drop(columns="coder"), on="coding_id")
    marked = pd.concat([codings, placed], ignore_index=True)
    compared = compare_coverage(marked, coders=coders, read=read, texts=texts, sources=sources)
    kept = marked[marked["source_id"].isin(compared.sources) & marked["coder"].isin(compared.coders)]
    found = kept.assign(place=pair_places(kept, coders=compared.coders))
    links = found.dropna(subset=["claim_id"])[["claim_id", "coder", "place", "slot"]].drop_duplicates()
    own = found[["place", "coder", "source_id"]].drop_duplicates()
    return Linked(compared.coders, own.reset_index(drop=True), links.reset_index(drop=True), compared.notes)


def measure_links(
    linked: Linked, *, measures: Sequence[str] = MEASURES, seed: int = 1, replicates: int = 1000
) -> pd.DataFrame:
    """Return how far coders agree on links: a row for each question and measure, and one for twins.

    ``question`` is same claim (is a pair of passages that both marked in one claim, see `rate_pairs`), same slot (see
    `rate_slots`) and same configuration (share of claims that have a twin by another coder, see `find_twins`).
    among_linked is the share of the pairs which anybody linked that everybody linked who marked both; missing for the
    other questions. low and high: 2.5 and 97.5 percentiles of draws of whole claims, for slots; pairs and twins share
    passages and have none. A number that is not defined is NaN, and ``why`` says why.
    """
    pairs = rate_pairs(linked)
    apart = measure(pairs, measures=measures, seed=seed, replicates=1).assign(
        **dict.fromkeys(("low", "high", "standard_error"), np.nan),
        question="same claim",
        among_linked=_among_linked(pairs),
        units=pairs.weights.sum(),
    )
    apart["why"] = apart["why"].where(
        apart["value"].isna(), "pairs of passages share passages, so there is no interval"
    )
    slots = measure(rate_slots(linked), measures=measures, seed=seed, replicates=replicates)
    rows = [apart.assign(unit=pairs.unit), slots.assign(question="same slot", unit="passage"), _twins_told(linked)]
    table = pd.concat(rows, ignore_index=True).assign(coders=", ".join(linked.coders), notes=" ".join(linked.notes))
    return table.reindex(columns=list(COLUMNS)).astype({"units": "int64"})


def _among_linked(pairs: Ratings) -> float:
    """Return the share of pairs that all who marked both passages linked, of those that one of them linked."""
    anybody = (pairs.codes == 1).any(axis=1)
    everybody = anybody & (pairs.codes != 0).all(axis=1)
    whole = pairs.weights[anybody].sum()
    return float(pairs.weights[everybody].sum() / whole) if whole else np.nan


def _twins_told(linked: Linked) -> pd.DataFrame:
    twins = find_twins(linked)
    row = {"question": "same configuration", "measure": "share with a twin", "unit": "claim", "units": len(twins)}
    value = float(twins["twin"].notna().mean()) if len(twins) else np.nan
    why = "claims share passages, so there is no interval" if len(twins) else "nobody put passages into claims here"
    method = "same slots filled by the same passages; each claim counts once for each other coder"
    return pd.DataFrame([{**row, "value": value, "why": why, "method": method}])


def pair_places(codings: pd.DataFrame, *, coders: Sequence[str]) -> np.ndarray:
    """Return a number for each row: the place it marks. Places of two coders that answer to each other have one.

    ``codings`` need coder, source_id, start and end. Rows of one coder at one place have one number. Two coders'
    places answer to each other when they share half of the shorter one or more; those that share most of their
    joined length are paired first, and each place is paired once. A third coder's places are paired with those of
    the coders before, in the order of ``coders``.

    Example:
        >>> rows = [("A", "s", 0, 10), ("B", "s", 2, 10), ("B", "s", 20, 30)]
        >>> codings = pd.DataFrame(rows, columns=["coder", "source_id", "start", "end"])
        >>> pair_places(codings, coders=("A", "B")).tolist()
        [0, 0, 1]
    """
    keys = ["source_id", "start", "end"]
    known = pd.DataFrame({"source_id": [], "start": [], "end": []}).astype({"start": "int64", "end": "int64"})
    numbers = np.full(len(codings), -1, dtype=np.int64)
    for coder in coders:
        rows = np.flatnonzero((codings["coder"] == coder).to_numpy())
        own = codings.iloc[rows][keys]
        mine = own.drop_duplicates().sort_values(keys, ignore_index=True)
        place = _answers(known, mine)
        new = np.flatnonzero(place < 0)
        place[new] = np.arange(len(known), len(known) + len(new))
        known = pd.concat([known, mine.iloc[new]], ignore_index=True)
        numbers[rows] = own.merge(mine.assign(place=place), on=keys, how="left")["place"].to_numpy()
    return numbers


def _answers(known: pd.DataFrame, mine: pd.DataFrame) -> np.ndarray:
    """Return for each of a coder's places the known place that it answers to, -1 for none."""
    found = np.full(len(mine), -1, dtype=np.int64)
    blocks = list(find_overlaps(known, mine))
    if not blocks:
        return found
    pairs = pd.concat(blocks, ignore_index=True)
    one, two, shared = (pairs[name].to_numpy() for name in ("first", "second", "shared"))
    lengths = [(frame["end"] - frame["start"]).to_numpy(dtype=np.int64) for frame in (known, mine)]
    first, second = lengths[0][one], lengths[1][two]
    near = 2 * shared >= np.minimum(first, second)
    one, two, joint = one[near], two[near], (shared / (first + second - shared))[near]
    # Even shares are settled by place, seen alike from both sides, so that swapping coders changes nothing.
    begins = [frame["start"].to_numpy(dtype=np.int64) for frame in (known, mine)]
    starts = np.sort(np.stack([begins[0][one], begins[1][two]]), axis=0)
    taken: set[int] = set()
    for at in np.lexsort((starts[1], starts[0], -joint)).tolist():
        if found[two[at]] < 0 and one[at] not in taken:
            found[two[at]] = one[at]
            taken.add(int(one[at]))
    return found


def rate_pairs(linked: Linked) -> Ratings:
    """Return for each pair of passages whether each coder put the two into one claim.

    At risk are pairs within one source of passages that two coders or more marked; a coder who did not mark both
    passages did not rate the pair. Pairs are counted and not listed: a row is a pattern of answers, its weight the
    number of pairs. Pairs share passages, so no standard error and no interval is honest here.
    """
    masks = _masks(linked)
    shared = masks[masks["mask"].map(int.bit_count) >= 2]
    together = _together(linked, shared)
    patterns = Counter(zip(together["both"], together["linked"], strict=True))
    for both, pairs in _at_risk(shared).items():
        told = sum(count for (known, _), count in patterns.items() if known == both)
        patterns[both, 0] += pairs - told
    rows = [(both, bits, count) for (both, bits), count in sorted(patterns.items()) if both.bit_count() >= 2 and count]
    codes = [
        [int(bits >> at & 1) if both >> at & 1 else -1 for at in range(len(linked.coders))] for both, bits, _ in rows
    ]
    found = np.array(codes, dtype=np.int32).reshape(-1, len(linked.coders))
    return Ratings(
        found, LINKED, linked.coders, np.array([float(count) for *_, count in rows]), unit="pair of passages"
    )


def _masks(linked: Linked) -> pd.DataFrame:
    """Return place and source_id with the coders who marked it, as bits."""
    bits = linked.places["coder"].map({coder: 1 << at for at, coder in enumerate(linked.coders)})
    return linked.places.assign(mask=bits).groupby(["place", "source_id"], as_index=False)["mask"].sum()


def _at_risk(shared: pd.DataFrame) -> dict[int, int]:
    """Return how many pairs of places within one source the same coders marked both of."""
    found: Counter[int] = Counter()
    for _, own in shared.groupby("source_id"):
        counts = sorted(Counter(own["mask"].tolist()).items())
        for (one, few), (two, many) in combinations(counts, 2):
            found[one & two] += few * many
        for mask, count in counts:
            found[mask] += count * (count - 1) // 2
    return dict(found)


def _together(linked: Linked, shared: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of places that some coder put into one claim: who marked both, and who linked them, as bits."""
    own = linked.parts.merge(shared, on="place").drop_duplicates(["claim_id", "coder", "place"])
    pairs = own.merge(own, on=["claim_id", "coder", "source_id"], suffixes=("", "_two"))
    pairs = pairs[pairs["place"] < pairs["place_two"]].drop_duplicates(["coder", "place", "place_two"])
    bits = pairs["coder"].map({coder: 1 << at for at, coder in enumerate(linked.coders)})
    pairs = pairs.assign(both=pairs["mask"] & pairs["mask_two"], linked=bits)
    return pairs.groupby(["place", "place_two", "both"], as_index=False)["linked"].sum()


def rate_slots(linked: Linked) -> Ratings:
    """Return for each passage that two coders or more put into a claim the slot that each gave it.

    A passage that a coder uses in more than one slot (an outcome here, a context there) has all of them together as
    its answer, such as "context + outcome". The passages of one claim are drawn together, by the first coder's claim.
    """
    slots = linked.parts.groupby(["place", "coder"])["slot"].agg(lambda found: " + ".join(sorted(set(found))))
    table = slots.unstack("coder").reindex(columns=list(linked.coders))
    table = table[table.notna().sum(axis=1) >= 2]
    known = tuple(sorted(pd.unique(table.stack()).tolist())) if len(table) else ()
    codes = np.stack([pd.Index(known).get_indexer(table[coder]) for coder in linked.coders], axis=1)
    claim = linked.parts.drop_duplicates("place").set_index("place")["claim_id"].reindex(table.index)
    return Ratings(codes.astype(np.int32), known, linked.coders, None, pd.factorize(claim)[0], "passage")


def cross_slots(linked: Linked) -> pd.DataFrame:
    """Return which slot is taken for which: first_coder, first_slot, second_coder, second_slot, passages.

    One row for each pair of coders and of slots that they gave to a passage both put into claims, most frequent first.
    """
    ratings = rate_slots(linked)
    rows = []
    for (one, first), (two, second) in combinations(enumerate(linked.coders), 2):
        met = Counter((a, b) for a, b in ratings.codes[:, [one, two]].tolist() if a >= 0 and b >= 0)
        rows += [(first, ratings.categories[a], second, ratings.categories[b], n) for (a, b), n in met.most_common()]
    return pd.DataFrame(rows, columns=["first_coder", "first_slot", "second_coder", "second_slot", "passages"])


def find_twins(linked: Linked) -> pd.DataFrame:
    """Return each claim beside each other coder: the claim of that coder that says the same, if there is one.

    A twin has the same slots filled by the same passages, no more and no fewer. Columns: claim_id, coder, other,
    twin (None without one), nearest (the other coder's claim that shares most parts, None when none shares any),
    shared_parts (how many it shares) and parts (how many the claim has).
    """
    told = {
        key: frozenset(zip(own["place"], own["slot"], strict=True))
        for key, own in linked.parts.groupby(["coder", "claim_id"], sort=True)
    }
    rows = []
    for coder, other in permutations(linked.coders, 2):
        theirs = {claim: parts for (who, claim), parts in told.items() if who == other}
        mine = {claim: parts for (who, claim), parts in told.items() if who == coder}
        rows += [(claim, coder, other, *_nearest(parts, theirs), len(parts)) for claim, parts in mine.items()]
    return pd.DataFrame(rows, columns=list(TWIN_COLUMNS)).astype({"twin": object, "nearest": object})


def _nearest(parts: frozenset, theirs: Mapping[str, frozenset]) -> tuple[str | None, str | None, int]:
    twin = next((claim for claim, other in theirs.items() if other == parts), None)
    nearest = twin or max(theirs, key=lambda claim: len(parts & theirs[claim]), default=None)
    shared = len(parts & theirs[nearest]) if nearest is not None else 0
    return twin, nearest if shared else None, shared
