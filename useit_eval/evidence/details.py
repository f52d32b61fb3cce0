"""Details that may give a person away though no name is said: a profession, a country and a time in one passage.

Counts can be withheld and a quotation still disclose: one eye surgeon from one country in one year is one person. The
machine flags; a person decides whether to broaden the words, leave the passage out, or ask the speaker again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import pandas as pd

from useit_eval.ground import countries
from useit_eval.ground.columns import require
from useit_eval.ground.wording import missing

PROFESSIONS = (
    *("accountant", "anaesthetist", "architect", "barrister", "biochemist", "biologist", "cardiologist", "chemist"),
    *("chiropractor", "consultant", "dentist", "dermatologist", "dietitian", "doctor", "economist", "electrician"),
    *("engineer", "GP", "general practitioner", "geologist", "gynaecologist", "health visitor", "interpreter"),
    *("journalist", "judge", "lawyer", "lecturer", "microbiologist", "midwife", "midwives", "neurologist", "nurse"),
    *(
        "obstetrician",
        "occupational therapist",
        "oncologist",
        "ophthalmologist",
        "eye surgeon",
        "optician",
        "optometrist",
    ),
    *("orthopaedic", "paediatrician", "paramedic", "pathologist", "pharmacist", "physician", "physicist"),
    *("physiotherapist", "pilot", "podiatrist", "professor", "psychiatrist", "psychologist", "radiographer"),
    *("radiologist", "scientist", "social worker", "solicitor", "surgeon", "surveyor", "teacher", "therapist"),
    *("veterinarian", "vet", "welder"),
)
"""Professions that few hold in one neighbourhood; a study's own come on top."""
_TIME = re.compile(
    r"\b(?:19[4-9]\d|20[0-4]\d)\b"  # a year
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)\s+(?:years?|months?|weeks?)\s+ago\b"
    r"|\baged?\s+\d{1,2}\b|\b\d{2}[- ]years?[- ]old\b",
    re.IGNORECASE,
)
COLUMNS = ("label", "profession", "country", "time", "flag")
FLAGS = ("all_three", "profession_and_country")


def flag_details(passages: pd.DataFrame, *, professions: Iterable[str] = ()) -> pd.DataFrame:
    """Return the passages that name a profession and a country together, and say where the time is known as well.

    ``passages`` needs label and words (a quotation or paraphrase; a missing one is passed over) and may have dated, the
    day of its source: a dated source tells the year even where the words do not. ``professions`` adds the study's own
    to `PROFESSIONS`. Columns: label, profession, country, time (what was found, joined by "; ") and flag: "all_three",
    or "profession_and_country" where no time is known. Case matters for countries, not for professions. What is not
    English, or is described and not named, is not found: a person still reads what leaves.

    Example:
        >>> told = pd.DataFrame({"label": ["C1"], "words": ["She was a midwife in Syria until 2012."]})
        >>> flag_details(told)["flag"].tolist()
        ['all_three']
    """
    require(passages, "passages", "label", "words")
    work, origin = _professions(tuple(professions)), _countries()
    dated = passages["dated"] if "dated" in passages else [None] * len(passages)
    rows = []
    for label, said, day in zip(passages["label"], passages["words"], dated, strict=True):
        if not isinstance(said, str):
            continue
        jobs, places = _found(work, said, lower=True), _found(origin, said)
        if jobs and places:
            times = _found(_TIME, said) or ([] if missing(day) else [str(day)[:4]])
            rows.append((label, "; ".join(jobs), "; ".join(places), "; ".join(times), FLAGS[0 if times else 1]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _found(pattern: re.Pattern[str], said: str, *, lower: bool = False) -> list[str]:
    hits = (match.group(0) for match in pattern.finditer(said))
    return list(dict.fromkeys(hit.lower() if lower else hit for hit in hits))


@functools.cache
def _countries() -> re.Pattern[str]:
    longest = sorted(countries.words(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})(?=s?\b)")


@functools.cache
def _professions(own: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted({*PROFESSIONS, *own}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})s?\b", re.IGNORECASE)
