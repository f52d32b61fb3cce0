"""Indicators in any table: long (a row for each area and period), wide (a column for each period), or turned about."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.series.areas import code_column, name_column
from useit_eval.sources.series.periods import Period, read_period, read_periods
from useit_eval.sources.series.printed_values import read_value
from useit_eval.sources.series.reading_rows import Layout, Reading, gathered
from useit_eval.sources.spreadsheets.grids import Grid
from useit_eval.sources.spreadsheets.sheets import Faults, Line

Rows = Sequence[tuple[int, tuple[str, ...]]]
_CALLED = {
    "area": ("area code", "areacode", "area id", "area identifier", "areaidentifier", "geography code", "geo code",
             "geocode", "mnemonic", "code", "gss code", "onscode", "ons code"),
    "area_name": ("area", "area name", "areaname", "area label", "arealabel", "geography name", "geography", "name", "ward",
                  "wards", "place", "local authority", "region", "ward name", "district"),
    "vintage": ("area vintage", "vintage", "boundaries", "boundary year"),
    "period": ("period", "date", "month", "year", "quarter", "time", "time period", "day", "period label", "date name"),
    "indicator": ("indicator", "measure", "measure name", "measures name", "variable", "series", "statistic"),
    "value": ("value", "obs value", "observation", "count", "number", "figure"),
    "unit": ("unit", "units", "unit of measure", "measure unit"),
    "note": ("note", "notes", "flag", "status", "obs status", "comment"),
}  # fmt: skip
_ADVICE = "Columns such as area, period and value, or a column for each period."
_LOOKED_AT = 500


@dataclasses.dataclass(frozen=True)
class Told:
    """What a person says of a file that does not say it itself; "" where nothing is said."""

    indicator: str = ""
    unit: str = ""
    vintage: str = ""
    period: str = ""
    rounded_to: float | None = None


@dataclasses.dataclass(frozen=True)
class _Table:
    """A table while it is read: its columns by what they hold, and what is known of all its rows."""

    file: str
    header_row: int
    names: tuple[str, ...]
    body: Rows
    roles: Mapping[str, int]
    told: Told
    faults: Faults

    def cell(self, cells: tuple[str, ...], role: str) -> str:
        """Return a row's cell in the column of a role; "" when there is none."""
        at = self.roles.get(role)
        return cells[at] if at is not None and at < len(cells) else ""

    def column(self, at: int) -> list[str]:
        """Return the first cells of a column that are not empty."""
        return [cells[at] for _, cells in self.body[:_LOOKED_AT] if at < len(cells) and cells[at]]


def read_any(grid: Grid, told: Told, faults: Faults) -> Layout:
    """Return the readings of a long or wide table whose header is its first row.

    Raises InputRefused where no area, period or value is found, or a period can be read in two ways.
    """
    (header_row, names), body = grid.rows[0], grid.rows[1:]
    remarks = [(number, cells[0]) for number, cells in body if len(names) > 2 and not any(cells[1:])]
    notes = tuple(f"row {number} holds no value and was passed over: {words[:60]}" for number, words in remarks[:5])
    body = [(number, cells) for number, cells in body if len(names) < 3 or any(cells[1:])]
    table = _Table(grid.file, header_row, names, body, roles_of(names), told, faults)
    if "area" not in table.roles and "area_name" not in table.roles:
        if "period" in table.roles and "value" not in table.roles:
            return Layout("a column for each area", gathered(_turned(table), table.file), notes)
        raise InputRefused("no column holds areas", grid.where(header_row), _ADVICE)
    others = ["" if at in table.roles.values() else name for at, name in enumerate(names)]
    dated = read_periods(others, where=grid.file)
    if "period" not in table.roles and any(dated):
        return Layout("wide", gathered(_wide(table, dated), table.file), notes)
    return Layout("long", gathered(_long(table), table.file), notes)


def roles_of(names: tuple[str, ...]) -> dict[str, int]:
    """Return which column holds what (area, area_name, vintage, period, indicator, value, unit, note), by its place."""
    plain = [" ".join(name.lower().replace("_", " ").split()) for name in names]
    roles: dict[str, int] = {}
    for at, name in enumerate(names):
        if code_column(name):
            roles.setdefault("area", at)
        elif name_column(name):
            roles.setdefault("area_name", at)
    for role, called in _CALLED.items():
        found = [plain.index(word) for word in called if word in plain and plain.index(word) not in roles.values()]
        if found:
            roles.setdefault(role, found[0])
    if "area" in roles and "area_name" not in roles and 0 not in roles.values():
        roles["area_name"] = 0  # a first column such as "2013 wards" beside the codes
    return roles


def _wide(table: _Table, dated: Sequence[Period | None]) -> Iterator[Reading]:
    columns = [(at, period) for at, period in enumerate(dated) if period]
    unit = "percent" if any(_in_percent(table, at) for at, _ in columns) else ""
    for number, cells in table.body:
        for at, period in columns:
            yield _reading(table, number, cells, at, period, unit)


def _long(table: _Table) -> Iterator[Reading]:
    measured = _measured(table)
    if not measured:
        raise InputRefused("no column holds values", f"{table.file}, row {table.header_row}", _ADVICE)
    units = {at: "percent" if _in_percent(table, at) else "" for at, _ in measured}
    for (number, cells), period in zip(table.body, _periods_of(table), strict=True):
        if period is None:
            what = f"the period {table.cell(cells, 'period')!r} is not understood"
            table.faults.add(Line(number, {}), what, "Write 2017-05, May 2017 or 2017-18.")
            continue
        for at, name in measured:
            yield _reading(table, number, cells, at, period, units[at], name)


def _turned(table: _Table) -> Iterator[Reading]:
    """Yield the readings of a table with a row for each period and a column for each area."""
    columns = [at for at in range(len(table.names)) if at not in table.roles.values() and _holds_numbers(table, at)]
    for (number, cells), period in zip(table.body, _periods_of(table), strict=True):
        for at in columns if period else ():
            found = _reading(
                table, number, (*cells, *[""] * (at - len(cells) + 1)), at, period, "", area=table.names[at]
            )
            yield found
        if period is None:
            what = f"the period {table.cell(cells, 'period')!r} is not understood"
            table.faults.add(Line(number, {}), what, "Write 2017-05, May 2017 or 2017-18.")


def _periods_of(table: _Table) -> list[Period | None]:
    if "period" in table.roles:
        return read_periods([table.cell(cells, "period") for _, cells in table.body], where=table.file)
    period = read_period(table.told.period) if table.told.period else None
    if period is None:
        told = "Say of which day, month or year the values are: --period 2015."
        raise InputRefused("no column holds a period", table.file, told)
    return [period] * len(table.body)


def _measured(table: _Table) -> list[tuple[int, str]]:
    """Return the columns of values: the one called value, else every other column that holds numbers, by its name."""
    names, roles = table.names, table.roles
    if "value" in roles:
        return [(roles["value"], "")]
    others = [at for at in range(len(names)) if at not in roles.values()]
    return [
        (at, names[at])
        for at in others
        if not code_column(names[at]) and not name_column(names[at]) and _holds_numbers(table, at)
    ]


def _holds_numbers(table: _Table, at: int) -> bool:
    """Return whether a column is one of values: a number stands in it, or nothing but marks for numbers not shown."""
    read = [read_value(cell) for cell in table.column(at)]
    return any(value.value is not None for value in read) or (bool(read) and all(value.known for value in read))


def _in_percent(table: _Table, at: int) -> bool:
    return any(cell.endswith("%") for cell in table.column(at)) or "%" in table.names[at]


def _reading(table: _Table, number: int, cells: tuple[str, ...], at: int, period: Period, unit: str, name: str = "",
             *, area: str = "") -> Reading:  # fmt: skip
    """Return the reading of one cell; what cannot be read is added to the faults."""
    cell = cells[at] if at < len(cells) else ""
    printed, told = read_value(cell), table.told
    if not printed.known:
        table.faults.add(Line(number, {}), f"the value {cell!r} is not a number or a known mark", "Mend the cell.")
    code, place = area or table.cell(cells, "area"), table.cell(cells, "area_name")
    if not code and not place:
        table.faults.add(Line(number, {}), "the area is missing", "Every row of values needs one.")
    indicator = table.cell(cells, "indicator") or ", ".join(filter(None, (told.indicator, name)))
    note = "; ".join(filter(None, (table.cell(cells, "note"), printed.note, period.note)))
    return Reading(
        indicator=indicator or table.file.rpartition(".")[0].replace("_", " "),
        area=code or place,
        area_name=place,
        vintage=table.cell(cells, "vintage") or told.vintage or _stated(table),
        period=period.day,
        value=printed.value,
        unit=table.cell(cells, "unit") or told.unit or unit or "not stated",
        note=note,
        row=number,
        rounded_to=told.rounded_to,
    )


def _stated(table: _Table) -> str:
    at = table.roles.get("area")
    kind = code_column(table.names[at]) if at is not None else None
    return kind[1] if kind else ""
