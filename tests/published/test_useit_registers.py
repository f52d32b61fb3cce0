"""The registers of USE-IT! say what the journal prints: numbers, days, conflicts, labels, and none of its sentences."""

from __future__ import annotations

import csv
import datetime
import re
import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from babel.numbers import NumberFormatError, parse_decimal

from useit_eval.codebook import load_codebook
from useit_eval.ground import frames, terms

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data_raw" / "useit"
JOURNAL = ROOT.parent / "shared" / "journal" / "useit-journal-1.txt"
TABLES = ("figure", "link", "milestone", "challenge", "fault")
SPOKEN = {"one": 1, "two": 2, "three": 3, "four": 4, "ten": 10, "twice": 2, "once": 1}
TIMES = {"billion": 10**9, "million": 10**6, "m": 10**6, "k": 10**3}
DAY_FORMS = ("%d/%m/%y", "%Y/%b/%d", "%B %Y")


FIELD = ("partners", "events", "pathway", "shortages", "assets", "finance")


def rows_of(table: str) -> list[dict]:
    return read(f"{table}s")


def read(kind: str) -> list[dict]:
    lines = (RAW / f"{kind}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# format: useit-{kind}/1"
    return list(csv.DictReader(lines[1:]))


FIGURES = rows_of("figure")
BY_LABEL = {row["label"]: row for row in FIGURES}


def read_number(printed: str, locale: str) -> Decimal | None:
    """Return the first number in what is printed, read by the locale; None where there is none."""
    found = re.search(r"(\d[\d.,]*\d|\d)\s*(billion|million|m|k|th)?\b", printed)
    if found is None:
        word = printed.lower().split()[0]
        return Decimal(SPOKEN[word]) if word in SPOKEN else None
    try:
        return parse_decimal(found[1], locale=locale, strict=True) * TIMES.get(found[2] or "", 1)
    except NumberFormatError:
        return None


def read_day(printed: str) -> str | None:
    """Return the ISO day of what is printed, or None where no year is printed."""
    for form in DAY_FORMS:
        try:
            return datetime.datetime.strptime(printed, form).date().isoformat()
        except ValueError:
            continue
    return None


def as_read(row: dict) -> bool:
    """Return whether the printed characters alone give the row's value or day."""
    if row["day"]:
        return read_day(row["as_printed"]) == row["day"]
    return read_number(row["as_printed"], row["printed_locale"]) == Decimal(row["value"])


@pytest.fixture(scope="module")
def journal() -> str:
    if not JOURNAL.exists():
        pytest.skip("the journal's text is not at hand")
    return JOURNAL.read_text(encoding="utf-8")


def printed(*labels_printed: str) -> list[dict]:
    return [row for row in FIGURES if row["as_printed"] in labels_printed]


def linked(row: dict) -> set[str]:
    return {BY_LABEL[label]["as_printed"] for label in frames.labels(row["conflicts_with"])}


@pytest.mark.parametrize("table", TABLES)
def test_a_register_has_the_declared_columns_words_and_filled_cells(table):
    rows = rows_of(table)
    columns = frames.TABLES[table].columns
    may_lack = {c.name for c in columns if "may be left out" in c.meaning}
    declared = [c.name.replace("source_id", "source") for c in columns]
    assert list(rows[0]) == [name for name in declared if name in rows[0] or name not in may_lack]
    columns = [c for c in columns if c.name not in may_lack - set(rows[0])]
    for row in rows:
        for column in columns:
            cell = row[column.name.replace("source_id", "source")]
            assert cell or column.nullable, (row["label"], column.name)
            assert not column.words or cell in column.words, (row["label"], column.name, cell)


def test_ids_are_random_uuids_and_no_id_or_label_comes_twice():
    rows = [(table, row) for table in TABLES for row in rows_of(table)]
    ids = [row[f"{table}_id"] for table, row in rows]
    assert all(str(uuid.UUID(i)) == i and uuid.UUID(i).version == 4 for i in ids)
    assert len(set(ids)) == len(ids)
    assert len({row["label"] for _, row in rows}) == len(rows)


def test_the_ledger_is_well_over_sixty_rows_and_each_has_a_value_or_a_day_and_a_unit():
    assert len(FIGURES) > 90
    for row in FIGURES:
        assert bool(row["value"]) != bool(row["day"]), row["label"]
        assert row["unit"].strip() and row["definition"].strip(), row["label"]


@pytest.mark.parametrize("row", FIGURES, ids=[row["label"] for row in FIGURES])
def test_a_value_is_what_is_printed_or_its_note_says_how_it_is_read(row):
    resolved = re.match(r"Read as ([\d.-]*\d)\b", row["note"])
    assert as_read(row) or resolved, row["as_printed"]
    # a note that resolves nothing would hide the next mistake
    assert not (as_read(row) and resolved), row["note"]
    if resolved:
        assert resolved[1] == (row["day"] or row["value"])


@pytest.mark.parametrize(("characters", "locale", "value"), [
    ("81.361", "de_DE", 81361), ("£3.000", "de_DE", 3000), ("€3,54m", "de_DE", 3540000),
    ("£3.13m", "en_GB", 3130000), ("9,000", "en_GB", 9000), ("EUR 372 million", "en_GB", 372000000),
])
def test_numbers_of_two_customs_are_read_each_in_its_own(characters, locale, value):
    row = next(iter(printed(characters)))
    assert row["printed_locale"] == locale
    assert Decimal(row["value"]) == value


def test_the_voucher_limit_is_a_hundred_pounds_and_a_footnote_mark():
    (row,) = printed("£1003")
    assert (row["value"], row["unit"], row["bound"]) == ("100", "GBP", "at_most")


def test_a_span_that_lost_its_hyphen_gives_two_years():
    assert sorted(row["value"] for row in printed("20112020")) == ["2011", "2020"]


def test_conflicts_stand_on_both_sides():
    for row in FIGURES:
        for label in frames.labels(row["conflicts_with"]):
            assert row["label"] in frames.labels(BY_LABEL[label]["conflicts_with"]), (row["label"], label)


@pytest.mark.parametrize("side", [
    {"70", "71", "94"}, {"Tuesday 30th May", "Wednesday 31st May"}, {"this year", "2012/jan/26"}, {"first", "11"},
])
def test_known_conflicts_are_recorded_and_none_is_chosen(side):
    rows = [row for row in printed(*side) if row["conflicts_with"]]
    assert {row["as_printed"] for row in rows} == side
    for row in rows:
        assert linked(row) == side - {row["as_printed"]}


def test_seven_private_partners_are_announced_and_six_named():
    (announced,) = [row for row in printed("7") if row["strand"] == "partnership"]
    (named,) = [BY_LABEL[label] for label in frames.labels(announced["conflicts_with"])]
    assert (announced["value"], named["value"]) == ("7", "6")


def test_three_lists_of_consortia_contradict_one_another():
    rows = [row for row in FIGURES if row["unit"] == "consortia"]
    assert len(rows) == 3
    for row in rows:
        assert set(frames.labels(row["conflicts_with"])) == {r["label"] for r in rows} - {row["label"]}


def test_authorities_counted_as_land_owners_too_are_a_conflict():
    (land,) = [row for row in printed("3") if row["unit"] == "organisations"]
    assert [BY_LABEL[label]["value"] for label in frames.labels(land["conflicts_with"])] == ["2"]


def test_the_calendar_does_not_settle_the_day_of_the_drop_in():
    for row in printed("Tuesday 30th May", "Wednesday 31st May"):
        assert datetime.date.fromisoformat(row["day"]).strftime("%A") == row["as_printed"].split()[0]


def test_half_of_those_envisaged_are_the_eleven_told_as_trained():
    (target,) = [row for row in printed("22")]
    (measured,) = [BY_LABEL[label] for label in frames.labels(target["target_of"])]
    (share,) = printed("50 %")
    assert int(target["value"]) * int(share["value"]) / 100 == int(measured["value"]) == 11


def test_only_targets_are_measured_against_and_in_the_same_unit():
    for row in FIGURES:
        for label in frames.labels(row["target_of"]):
            assert row["role"] == "target" and BY_LABEL[label]["role"] in {"output", "outcome", "activity"}
            assert BY_LABEL[label]["unit"] == row["unit"], (row["label"], label)


def test_no_figure_of_this_journal_is_an_outcome():
    assert "outcome" not in {row["role"] for row in FIGURES}


def claim_labels() -> set[str]:
    files = sorted((ROOT / "codebooks" / "useit" / "coding").glob("claims_*.yaml"))
    return {m for path in files for m in re.findall(r"\blabel: ['\"]?(C\d+)", path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("table", ["link", "milestone", "challenge", "fault"])
def test_evidence_names_figures_and_claims_that_exist(table):
    known = BY_LABEL.keys() | claim_labels()
    for row in rows_of(table):
        assert set(frames.labels(row["evidence"])) <= known, (row["label"], row["evidence"])


def test_links_use_codes_of_their_kind():
    kinds = {code.id: code.kind for code in load_codebook(ROOT / "codebooks" / "useit" / "codebook.yaml").codes}
    for row in rows_of("link"):
        found = [kinds.get(row[name]) for name in ("macro_asset", "micro_asset", "resource")]
        assert found == ["macro_asset", "micro_asset", "resource"], row["label"]


def test_no_link_into_a_hospital_post_is_told_as_made():
    posts = [row for row in rows_of("link") if row["macro_asset"] == "hospital_trust_employer"]
    assert len(posts) >= 8
    assert {row["state"] for row in posts} <= {"possible", "brokered"}
    assert all(row["breaks_at"] for row in posts)


def test_links_claim_nothing_where_the_source_is_silent():
    states = {row["label"]: row["state"] for row in rows_of("link")}
    assert set(states.values()) == {"possible", "brokered", "realised", "failed", "not_known"}
    assert list(states.values()).count("realised") == 1


def test_a_link_that_has_moved_or_failed_stands_on_a_claim():
    for row in rows_of("link"):
        if row["state"] not in {"possible", "not_known"}:
            assert set(frames.labels(row["evidence"])) & claim_labels(), row["label"]


def test_milestones_are_promises_of_the_last_chapter_and_none_is_checked():
    rows = rows_of("milestone")
    assert len(rows) >= 15
    assert {row["state"] for row in rows} == {"not_checked"}
    assert {row["locator"] for row in rows} == {"5"}


def test_the_five_challenges_map_to_the_seven_or_to_none():
    rows = rows_of("challenge")
    assert [row["locator"] for row in rows] == ["4.1", "4.2", "4.3", "4.4", "4.5"]
    mapped = [frames.labels(row["uia"]) for row in rows]
    assert all(m == [terms.FITS_NONE] or set(m) <= set(terms.UIA_CHALLENGES) for m in mapped)
    assert [terms.FITS_NONE] in mapped and any(len(m) > 1 for m in mapped)


def test_every_kind_of_fault_is_recorded_and_the_four_lost_pictures_among_them():
    rows = rows_of("fault")
    assert {row["kind"] for row in rows} == set(terms.FAULT_KINDS)
    missing = " ".join(row["what"] for row in rows if row["kind"] == "missing")
    assert all(word in missing for word in ("funnel", "start-up journey", "flow chart", "partnership"))


def test_partners_are_counted_by_class_as_the_figures_count_them():
    rows = read("partners")
    counted = {word: sum(row["class"] == word for row in rows) for word in {row["class"] for row in rows}}
    announced = {row["label"]: int(float(row["value"])) for row in FIGURES if row["unit"] == "organisations"}
    assert counted == {
        "local_authority": announced["F047"], "service_provider": announced["F048"], "land_owner": announced["F049"],
        "private_company": announced["F051"], "third_sector": announced["F052"], "research_institute": announced["F053"],
    }  # fmt: skip
    assert len({row["name"] for row in rows}) == announced["F054"] == 16


def test_the_pathway_holds_each_step_of_the_chart_once_and_claims_none_as_done():
    rows = read("pathway")
    assert [row["step"] for row in rows] == list(terms.PATHWAY_STEPS)
    assert {row["case"] for row in rows} == {"programme"}
    assert {row["state"] for row in rows} <= {"planned", "under_way", "not_known"}
    assert all(set(frames.labels(row["evidence"])) & claim_labels() for row in rows)


@pytest.mark.parametrize("kind", FIELD)
def test_a_register_of_the_field_rests_on_records_that_are_there_and_repeats_no_number(kind):
    known = {label for table in TABLES for label in (row["label"] for row in rows_of(table))} | claim_labels()
    for row in read(kind):
        assert row["source"] == "J1" and row["locator"] and row["practice"] == "false", row["label"]
        assert frames.labels(row["evidence"]) or "No claim is coded on it" in row["note"], row["label"]
        assert set(frames.labels(row["evidence"])) <= known, row["label"]
        assert not [name for name in row if name.endswith(("_gbp", "_on")) and row[name]], row["label"]
        assert not row.get("posts")


def test_what_is_said_to_be_printed_is_in_the_journal(journal):
    flat = " ".join(journal.split()).lower()
    for row in FIGURES:
        assert row["as_printed"] == "counted" or row["as_printed"].lower() in flat, row["label"]


def test_no_register_holds_eight_words_in_a_row_of_the_journal(journal):
    words = re.findall(r"\w+", journal.lower())
    runs = {tuple(words[i:i + 8]) for i in range(len(words) - 7)}
    for path in sorted(RAW.glob("*.*")):
        ours = re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
        assert not [ours[i:i + 8] for i in range(len(ours) - 7) if tuple(ours[i:i + 8]) in runs], path.name
