"""Which text each coder read, and whether coders can be compared at all: one version of a text, spans inside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.coding.spans import refuse_broken_places
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.ground.wording import counted, listed, missing

Read = Mapping[str, Iterable[str]] | Iterable[str] | pd.DataFrame


@dataclasses.dataclass(frozen=True)
class Compared:
    """Coders side by side on one long axis: the sources they share, one after the other, a gap between each two.

    ``codings`` has coder, code, start and end, and ``read`` coder, start and end: numbers of ``coders`` and ``codes``,
    and places on the axis. ``notes`` say in words what was left out.
    """

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    sources: tuple[str, ...]
    begins: np.ndarray
    lengths: np.ndarray
    codings: pd.DataFrame
    read: pd.DataFrame
    notes: tuple[str, ...]

    def place(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows (source_id, start, end) of the compared sources with start and end as places on the axis."""
        number = pd.Index(self.sources).get_indexer(frame["source_id"])
        kept, begin = frame[number >= 0], self.begins[number[number >= 0]]
        return kept.assign(start=_whole(kept["start"]) + begin, end=_whole(kept["end"]) + begin)


def compare_coverage(
    codings: pd.DataFrame,
    *,
    coders: Sequence[str] | None = None,
    read: Read | None = None,
    texts: Mapping[str, str] | None = None,
    segments: pd.DataFrame | None = None,
    sources: pd.DataFrame | None = None,
) -> Compared:
    """Return coders side by side on the text that they share; what cannot be compared is refused in a sentence.

    ``codings`` need coder, source_id, start, end and code_id; with quote_sha256 (or quote) and ``texts`` (by
    source_id) every passage is looked up in the text. ``coders`` says whom to compare, all by default. ``read`` says
    who read what: sources read by everybody, a mapping of coders to sources, or a frame of coder and source_id (and
    start and end, for somebody who was given parts). What a coder coded counts as read by that coder, unless such a
    frame gives parts. Without ``read``, a source is compared when each of the coders has marked something in it.
    Only sources read by two coders or more are kept. ``sources`` (source_id, label, file, sha256_text) give names.
    Raises InputRefused for fewer than two coders, no source in common, another version of a text, a span outside it.
    """
    require(codings, "codings", "coder", "source_id", "start", "end", "code_id")
    names = Names(sources)
    _refuse_nobody(codings)
    codings = codings.assign(coder=codings["coder"].astype(str))
    people = _people(codings, coders, read)
    mine = codings[codings["coder"].isin(people)]
    names.refuse_versions(mine, by="label")
    who, notes = _who_read(mine, people, read, names)
    kept = tuple(dict.fromkeys(who["source_id"]))
    mine = mine[mine["source_id"].isin(kept)]
    _refuse_missing(mine, names)
    lengths = np.array([_length(source, mine, texts, segments) for source in kept], dtype=np.int64)
    _refuse_unknown(kept, lengths, names)
    _refuse_outside(mine, dict(zip(kept, lengths.tolist(), strict=True)), names)
    _refuse_other_words(mine, texts or {}, names)
    begins = np.concatenate([[0], np.cumsum(lengths[:-1] + 1)]).astype(np.int64)[: len(kept)]
    codes = tuple(sorted(map(str, mine["code_id"].unique())))
    blank = Compared(people, codes, kept, begins, lengths, mine, who, notes)
    return dataclasses.replace(blank, codings=_numbered(blank, mine), read=_numbered(blank, _stretches(who, blank)))


def _people(codings: pd.DataFrame, coders: Sequence[str] | None, read: Read | None) -> tuple[str, ...]:
    """Return whom to compare; somebody who is said to have read a source need not have marked anything."""
    readers = read if isinstance(read, Mapping) else ()
    found = sorted({*codings["coder"].unique(), *map(str, readers)})
    coders = [coders] if isinstance(coders, str) else coders
    people = tuple(dict.fromkeys(map(str, coders))) if coders is not None else tuple(found)
    strangers = [coder for coder in people if coder not in found]
    if len(people) < 2:
        told = f"only {people[0]!r} coded here" if people else "nobody coded anything here"
        raise InputRefused(f"{told}, and agreement needs two coders or more", "", "Ask a second person to code apart.")
    if strangers:
        raise InputRefused(
            f"{strangers[0]!r} has coded nothing here", "", f"Coders: {', '.join(found) or 'none'}. Choose among them."
        )
    return people


def _who_read(
    mine: pd.DataFrame, people: tuple[str, ...], read: Read | None, names: Names
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return rows of coder and source_id (and place, when parts were read) for sources that two coders read."""
    coded = mine[["coder", "source_id"]].drop_duplicates()
    said = _said(read, people)
    both = coded if said is None else said if "start" in said else pd.concat([coded, said]).drop_duplicates()
    both = both[both["coder"].isin(people)]
    counts = both.groupby("source_id", sort=False)["coder"].nunique()
    least = len(people) if read is None else 2
    kept = counts.index[counts >= least]
    if isinstance(read, Iterable) and not isinstance(read, Mapping | pd.DataFrame):
        kept = [source for source in kept if source in set(said["source_id"])]
    left = [source for source in dict.fromkeys(coded["source_id"]) if source not in set(kept)]
    if not len(kept):
        names.refuse_versions(mine, by="file")
        raise InputRefused(
            f"no source was coded by all of {listed(people)}",
            "",
            "Compare coders who coded the same source, or say with read= who read which source.",
        )
    return both[both["source_id"].isin(kept)], _told_left(left, names, stated=read is not None)


def _said(read: Read | None, people: tuple[str, ...]) -> pd.DataFrame | None:
    if read is None:
        return None
    if isinstance(read, pd.DataFrame):
        require(read, "read", "coder", "source_id")
        return read.assign(coder=read["coder"].astype(str))
    of = read if isinstance(read, Mapping) else {coder: list(_listed(read)) for coder in people}
    rows = [(str(coder), source) for coder, sources in of.items() for source in _listed(sources)]
    return pd.DataFrame(rows, columns=["coder", "source_id"], dtype=object)


def _listed(sources: Iterable[str]) -> Iterable[str]:
    return [sources] if isinstance(sources, str) else sources


def _told_left(left: list[str], names: Names, *, stated: bool) -> tuple[str, ...]:
    rule = "two coders are said to have read" if stated else "every coder compared has marked something"
    told = f"Compared are the sources in which {rule}" if not stated else f"Compared are the sources that {rule}"
    rest = f"; left out: {listed(map(names.of, left))}" if left else ""
    return (f"{told}{rest}.",)


def _length(source: str, mine: pd.DataFrame, texts: Mapping[str, str] | None, segments: pd.DataFrame | None) -> int:
    """Return how long a text is: as it stands, or else as far as its turns and its codings go."""
    if texts is not None and source in texts:
        return len(texts[source])
    ends = [frame.loc[frame["source_id"] == source, "end"].max() for frame in (mine, segments) if frame is not None]
    return max((int(end) for end in ends if not missing(end)), default=0)


def _refuse_nobody(codings: pd.DataFrame) -> None:
    for row in np.flatnonzero(codings["coder"].isna())[:1]:
        raise InputRefused("a coding has no coder", f"codings, row {row + 1}", "Fill it in.")


def _refuse_unknown(kept: Sequence[str], lengths: np.ndarray, names: Names) -> None:
    """Refuse a source of which nothing is known; a text that is at hand and empty holds nothing to compare."""
    for source in [source for source, length in zip(kept, lengths, strict=True) if not length][:1]:
        told = f"nothing is known of source {names.of(source)}, which read= names"
        raise InputRefused(told, "", "Give its text or turns, or mend the name.")


def _refuse_missing(mine: pd.DataFrame, names: Names) -> None:
    absent = mine[mine[["start", "end", "code_id"]].isna().any(axis=1)]
    for row in absent.head(1).itertuples():
        raise InputRefused("a coding has no position or no code", names.where(row), "Give its start, end and code_id.")
    refuse_broken_places(mine)


def _refuse_outside(mine: pd.DataFrame, lengths: Mapping[str, int], names: Names) -> None:
    if mine.empty:
        return
    length = mine["source_id"].map(lengths)
    outside = mine[(mine["start"] < 0) | (mine["end"] <= mine["start"]) | (mine["end"] > length)]
    for row in outside.head(1).itertuples():
        long = lengths[row.source_id]
        raise InputRefused(
            f"characters {row.start} to {row.end} are not a passage of this text, which has {long:,} characters",
            names.where(row),
            "Was another version of the text coded? Mend the place, or leave the coding out.",
        )


def _refuse_other_words(mine: pd.DataFrame, texts: Mapping[str, str], names: Names) -> None:
    """Refuse passages that do not stand in the text at their places: their coder had another version of it."""
    column = next((name for name in ("quote_sha256", "quote") if name in mine), None)
    if column is None or not texts:
        return
    cells = zip(mine["source_id"], mine["start"], mine["end"], mine[column], strict=True)
    other = np.array([_differs(texts.get(s), a, b, cell, hashed=column != "quote") for s, a, b, cell in cells], bool)
    for (coder, source), rows in mine[other].groupby(["coder", "source_id"]):
        whole = int(((mine["coder"] == coder) & (mine["source_id"] == source)).sum())
        raise InputRefused(
            f"{len(rows)} of {counted(whole, 'passage')} that {coder!r} marked do not stand in the text at their places, "
            "so the coders coded different versions of it",
            f"source {names.of(source)}",
            "Bring all codings to one version (useit-eval add carries them over), then compare.",
        )


def _differs(text: str | None, start: int, end: int, expected: object, *, hashed: bool) -> bool:
    if text is None or missing(expected):
        return False
    words = text[start:end]
    return (sha256(words) if hashed else words) != expected


def _stretches(who: pd.DataFrame, compared: Compared) -> pd.DataFrame:
    if "start" in who:
        return who
    lengths = dict(zip(compared.sources, compared.lengths.tolist(), strict=True))
    return who.assign(start=0, end=who["source_id"].map(lengths))


def _numbered(compared: Compared, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with numbers for coder and code, at places on the axis; what touches or overlaps is one passage."""
    placed = compared.place(rows)
    coder = pd.Index(compared.coders).get_indexer(placed["coder"].astype(str))
    code = (
        pd.Index(compared.codes).get_indexer(placed["code_id"].astype(str))
        if "code_id" in placed
        else np.zeros_like(coder)
    )
    width = len(compared.codes) or 1
    group, start, end = joined(coder * width + code, placed["start"].to_numpy(), placed["end"].to_numpy())
    return pd.DataFrame({"coder": group // width, "code": group % width, "start": start, "end": end})


def joined(group: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return spans with those of one group that touch or overlap made one, sorted by group and start.

    Example:
        >>> group, start, end = joined(np.array([0, 0, 1]), np.array([5, 0, 3]), np.array([9, 5, 4]))
        >>> start.tolist(), end.tolist()
        ([0, 3], [9, 4])
    """
    if len(group) == 0:
        return group, start, end
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    apart = int(end.max()) + 2  # groups are laid one after the other, so that one running maximum serves all
    reach = np.maximum.accumulate(end + group * apart)
    first = np.concatenate([[True], (start + group * apart)[1:] > reach[:-1]])
    last = np.concatenate([first[1:], [True]])
    return group[first], start[first], (reach - group * apart)[last]


def _whole(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=np.int64)


class Names:
    """What sources are called in sentences for people, and whether two of them are versions of one text."""

    def __init__(self, sources: pd.DataFrame | None) -> None:
        self._frame = sources if sources is not None else pd.DataFrame({"source_id": []})
        labels = self._frame.get("label", self._frame["source_id"])
        self._labels = dict(zip(self._frame["source_id"], labels, strict=True))

    def of(self, source: str) -> str:
        """Return a source's label, or its id."""
        return str(self._labels.get(source, source))

    def where(self, row) -> str:
        """Return whose coding a row is, of which source, and its number in the frame."""
        return f"coding of {row.coder!r} in source {self.of(row.source_id)}, row {row.Index}"

    def refuse_versions(self, mine: pd.DataFrame, *, by: str) -> None:
        """Refuse sources of one label (or file) whose texts differ, when one coder coded one and another the other."""
        if "sha256_text" in mine:
            self._refuse(mine, "source_id")
        elif {by, "sha256_text"} <= set(self._frame.columns):
            of_each = mine[["coder", "source_id"]].drop_duplicates()
            self._refuse(of_each.merge(self._frame[["source_id", by, "sha256_text"]], on="source_id"), by)

    def _refuse(self, rows: pd.DataFrame, name: str) -> None:
        for held, group in rows.dropna(subset=["sha256_text"]).groupby(name):
            versions = group.groupby("coder")["sha256_text"].agg(lambda found: tuple(sorted(set(found))))
            if versions.nunique() > 1:
                one, two = versions.index[0], versions.index[versions != versions.iloc[0]][0]
                raise InputRefused(
                    f"{one!r} and {two!r} coded different versions of one text",
                    f"source {self.of(held)}",
                    "Bring all codings to one version (useit-eval add carries them over), then compare.",
                )
