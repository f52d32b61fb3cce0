"""Registers of the field: few cells to fill, people by id, labels that lead somewhere, doubts told and not refused."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from useit_eval.ground import field_registers, frames, terms
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources import REGISTERS, read_manifest, read_register
from useit_eval.sources.register_flags import flags, meetings_of
from useit_eval.sources.register_names import refuse_unknown_names
from useit_eval.sources.register_sheets import PRACTICE, empty_sheet, practice_sheet
from useit_eval.sources.registers import ROWS, columns_of

SOURCES = {"PR1": "7a1d4f5e-98a7-4b5b-9d0c-3f6a52c1e001"}
SHARED = {"as_of": "2024-05-31", "source": "PR1"}
ENTERPRISE = {"label": "EN01", "name": "Kitchen", "strand": "whole", "stage": "founded", **SHARED}
GRANT = {"label": "GR01", "enterprise": "EN01", "kind": "prize", "state": "paid", **SHARED}


def _write(folder: Path, kind: str, *rows: dict[str, str], header: list[str] | None = None) -> Path:
    text = io.StringIO()
    text.write(f"# format: useit-{kind}/1\n")
    columns = header or columns_of(frames.TABLES[REGISTERS[kind]])
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / f"{kind}.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def _read(folder: Path, kind: str, *rows: dict[str, str], header: list[str] | None = None):
    return read_register(_write(folder, kind, *rows, header=header), kind, sources=SOURCES, locale="en_GB")


def _practice(folder: Path = PRACTICE) -> dict:
    return {
        kind: read_register(folder / f"{kind}.csv", kind, sources=SOURCES, locale="en_GB")
        for kind in field_registers.FILES
    }


def test_an_office_fills_only_what_may_not_be_empty(tmp_path):
    frame = _read(tmp_path, "enterprises", ENTERPRISE, header=list(ENTERPRISE))
    assert frame.dtypes.equals(frames.empty("enterprise").dtypes)
    assert frame["practice"].tolist() == [False] and frame["diagnostic_on"].isna().all()


def test_an_id_left_empty_is_made_once_and_for_all_from_source_and_label(tmp_path):
    rows = (ENTERPRISE, {**ENTERPRISE, "label": "EN02"})
    first, again = _read(tmp_path, "enterprises", *rows), _read(tmp_path, "enterprises", *reversed(rows))
    made = dict(zip(first["label"], first["enterprise_id"], strict=True))
    assert made == dict(zip(again["label"], again["enterprise_id"], strict=True))
    assert len(set(made.values())) == 2


@pytest.mark.parametrize(
    ("kind", "change", "told"),
    [
        ("enterprises", {"stage": "foundd"}, "'foundd' is not a word allowed for stage. Closest: 'founded'"),
        ("enterprises", {"stage_on": "11/04/2024"}, "the stage_on '11/04/2024' is not a day"),
        ("enterprises", {"as_of": ""}, "the as_of is missing"),
        ("enterprises", {"source": ""}, "the source is missing"),
        ("enterprises", {"practice": "maybe"}, "neither true nor false"),
        ("grants", {"amount_gbp": "£500"}, "the amount_gbp '£500' is not a plain number"),
        ("grants", {"amount_gbp": "-5"}, "the amount_gbp -5 is below nought"),
        ("grants", {"enterprise": ""}, "the enterprise is missing"),
    ],
)
def test_a_fault_is_told_with_its_row(tmp_path, kind, change, told):
    row = {"enterprises": ENTERPRISE, "grants": GRANT}[kind]
    with pytest.raises(InputRefused, match=f"{kind}.csv, row 3.*{told}"):
        _read(tmp_path, kind, {**row, **change})


def test_a_grant_names_an_enterprise_that_is_there(tmp_path):
    registers = {"enterprises": _read(tmp_path, "enterprises", ENTERPRISE)}
    grants = _read(tmp_path, "grants", GRANT, {**GRANT, "label": "GR02", "enterprise": "EN10"})
    refuse_unknown_names({**registers, "grants": grants[:1]})
    with pytest.raises(
        InputRefused, match=r"grants.csv, row 4: the enterprise 'EN10' is not in enterprises.csv. Clo.*EN01"
    ):
        refuse_unknown_names({**registers, "grants": grants})


def test_a_register_that_is_not_there_holds_no_label(tmp_path):
    with pytest.raises(InputRefused, match=r"the enterprise 'EN01' is not in enterprises.csv. None is known yet"):
        refuse_unknown_names({"grants": _read(tmp_path, "grants", GRANT)})


def test_a_label_is_used_in_one_register_only(tmp_path):
    registers = {"enterprises": _read(tmp_path, "enterprises", ENTERPRISE)}
    registers["grants"] = _read(tmp_path, "grants", {**GRANT, "label": "EN01"})
    with pytest.raises(InputRefused, match=r"grants.csv, row 3: the label 'EN01' is also in enterprises.csv"):
        refuse_unknown_names(registers)


def test_a_cell_for_one_label_holds_one(tmp_path):
    registers = {"enterprises": _read(tmp_path, "enterprises", ENTERPRISE, {**ENTERPRISE, "label": "EN02"})}
    registers["grants"] = _read(tmp_path, "grants", {**GRANT, "enterprise": "EN01; EN02"})
    with pytest.raises(InputRefused, match="names more than one"):
        refuse_unknown_names(registers)


def test_a_candidate_takes_no_step_of_the_employer(tmp_path):
    registers = _practice()
    row = {"label": "PS99", "step": "loan_scheme", "state": "done", "strand": "whole", **SHARED}
    registers["pathway"] = _read(tmp_path, "pathway", {**row, "case": "programme"})
    refuse_unknown_names(registers)
    registers["pathway"] = _read(tmp_path, "pathway", {**row, "case": "CA01"})
    with pytest.raises(InputRefused, match="the step 'loan_scheme' is taken for openings, and 'CA01' is none"):
        refuse_unknown_names(registers)


def test_remarks_are_passed_over_and_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path):
    path = tmp_path / "enterprises.csv"
    path.write_text(empty_sheet("enterprises"), encoding="utf-8")
    assert read_register(path, "enterprises", sources=SOURCES, locale="en_GB").empty
    cells = [ENTERPRISE.get(name, "") for name in columns_of(frames.TABLES["enterprise"])]
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + ",".join(cells) + "\n")
    frame = read_register(path, "enterprises", sources=SOURCES, locale="en_GB")
    assert frame.attrs[ROWS] == [5]


@pytest.mark.parametrize("kind", REGISTERS)
def test_an_empty_sheet_of_every_register_says_what_goes_into_each_column_and_can_be_read(tmp_path, kind):
    path = tmp_path / f"{kind}.csv"
    path.write_text(empty_sheet(kind), encoding="utf-8")
    _format, header, remarks = csv.reader(io.StringIO(empty_sheet(kind)))
    assert len(header) == len(remarks) and all(remarks) and remarks[0].startswith("# ")
    assert read_register(path, kind, sources=SOURCES, locale="en_GB").empty


def test_there_are_practice_rows_of_every_register_and_every_one_says_so():
    registers = _practice()
    refuse_unknown_names(registers)
    for kind, frame in registers.items():
        assert len(frame) and frame["practice"].all(), kind
        assert practice_sheet(kind).startswith(f"# format: useit-{kind}/1\n")
    assert set(registers["pathway"]["step"]) == set(terms.PATHWAY_STEPS)
    assert read_manifest(PRACTICE / "manifest.csv").source_ids == SOURCES


def test_a_ledger_has_no_practice_sheet():
    with pytest.raises(UsageError, match="there is no practice sheet for 'figures'"):
        practice_sheet("figures")


def test_practice_rows_hold_one_doubt_to_find():
    assert list(map(str, flags(_practice(), as_of="2024-05-31"))) == [
        "enterprises.csv, row 4: EN02: one meeting with a mentor; three are the least."
    ]


def test_meetings_are_counted_for_every_enterprise_even_without_any():
    registers = _practice()
    assert meetings_of(registers["mentor_meetings"], registers["enterprises"]) == {"EN01": 3, "EN02": 1, "EN03": 0}


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("grants", "2024-03-11", "2024-02-11", "grants.csv, row 3: GR01: applied_on 2024-02-26 is after decided_on 2024-02-11"),
        ("events", "2024-03-07", "2025-03-07", "events.csv, row 5: EV03: held_on 2025-03-07 is after the study's day, 2024-05-31"),
        ("pathway", "pathway_mapped,done", "pathway_mapped,planned", "loan_offered is done for CA01, and pathway_mapped, which it follows, is not"),
        ("attendance", "AT03,EV02", "AT03,EV04", "people are counted at EV04, which is cancelled"),
        ("attendance", "AT02,EV01,partners", "AT02,EV01,residents", "the group 'residents' is counted at EV01 in row 3 too"),
        ("equivalence", ",2,", ",4,", "nursing, invented, 2024: the steps are not numbered 1, 2, 3 and so on"),
        ("equivalence", "2024-05-27", "2022-05-27", "EQ01: last checked on 2022-05-27, more than a year before 2024-05-31"),
        ("loans", "true", "false", "CA01 is invented for practice, this row is not marked"),
    ],
)  # fmt: skip
def test_what_looks_doubtful_is_told_and_not_refused(tmp_path, kind, old, new, told):
    shutil.copytree(PRACTICE, tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"{kind}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(told in str(flag) for flag in flags(_practice(tmp_path), as_of="2024-05-31"))


def test_a_planned_event_may_lie_ahead(tmp_path):
    row = {"label": "EV09", "title": "Fair", "kind": "other", "strand": "whole", "held_on": "2030-01-01", **SHARED}
    planned, held = ({**row, "state": state} for state in ("planned", "held"))
    assert flags({"events": _read(tmp_path, "events", planned)}, as_of="2024-05-31") == []
    assert len(flags({"events": _read(tmp_path, "events", held)}, as_of="2024-05-31")) == 1


def test_no_register_has_a_column_for_the_name_of_a_person():
    people = ("researcher", "candidate", "mentor", "mentor_meeting", "loan", "attendance", "pathway_step")
    assert not [table for table in people if "name" in frames.TABLES[table].names]
