"""manifest.csv written: rows added, and cells of one row changed; every other byte of the file stays as it is."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from useit_eval.ground import inert_cells, safe_files
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.manifest import COLUMNS, FIRST_LINE, OPTIONAL
from useit_eval.sources.spreadsheets.sheets import closest

_CELL = re.compile(r'("(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|)(,|\r\n|\n|\r|\Z)')
_BOM = "\ufeff"


@dataclasses.dataclass(frozen=True)
class _Cell:
    """One cell as it stands in the file: its value, and where its signs begin and end."""

    value: str
    start: int
    end: int


def append_source(path: Path, row: Mapping[str, object]) -> None:
    """Add one row to a manifest; see `append_rows`."""
    append_rows(path, [row])


def append_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Add rows to a manifest, making the file when there is none; what stands in it is not touched.

    A column that earlier versions lack is added to the header when a row fills it. No cell can start a formula in a
    spreadsheet. Raises InputRefused for an unknown column and WorkFailed when the file cannot be written.
    """
    rows = list(rows)
    for row in rows:
        _refuse_unknown(row, path)
    before = _read(path) if path.is_file() else new_manifest()
    text = _with_columns(before, [name for name in OPTIONAL if any(row.get(name) for row in rows)])
    header = [cell.value.strip() for cell in _header(text)]
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [inert_cells.csv_line([row.get(name) for name in header]).rstrip("\n") for row in rows]
    parted = "" if text.endswith(("\n", "\r")) else end
    safe_files.write_whole(path, text + parted + "".join(line + end for line in lines))


def change_row(path: Path, id: str, changes: Mapping[str, object]) -> None:
    """Write new values into cells of the row that has an id; every other byte of the file stays as it is.

    Raises InputRefused when no row has the id, or a column is not in the header.
    """
    text = _read(path)
    records = _records(text)
    header = [cell.value.strip() for cell in records[1]]
    place = header.index("id")
    row = next(
        (cells for cells in records[2:] if len(cells) > place and cells[place].value.strip().lower() == id), None
    )
    if row is None:
        raise InputRefused(f"no row has the id {id}", path.name, "Put the row back that was there.")
    lacking = [name for name in changes if name not in header]
    if lacking:
        raise InputRefused(f"the column {lacking[0]!r} is missing", path.name, closest(lacking[0], header))
    _refuse_short(row, [header.index(name) for name in changes], path)
    for name in sorted(changes, key=header.index, reverse=True):  # from the end, so that places before it still hold
        cell = row[header.index(name)]
        text = text[: cell.start] + inert_cells.csv_line([changes[name], ""])[:-2] + text[cell.end :]
    safe_files.write_whole(path, text)


def new_manifest() -> str:
    """Return the text of a manifest without rows."""
    return f"{FIRST_LINE}\n{','.join(COLUMNS)}\n"


def _read(path: Path) -> str:
    try:  # with its line ends and its byte order mark, which stay
        return safe_files.read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputRefused(f"the text is not UTF-8 (byte {error.start})", path.name, "Save it as UTF-8.") from None


def _refuse_unknown(row: Mapping[str, object], path: Path) -> None:
    unknown = [name for name in row if name not in COLUMNS]
    if unknown:
        raise InputRefused(f"manifest.csv has no column {unknown[0]!r}", path.name, closest(unknown[0], COLUMNS))


def _refuse_short(row: list[_Cell], places: Iterable[int], path: Path) -> None:
    if max(places, default=0) >= len(row):
        raise InputRefused("the row has fewer cells than the header", path.name, "Fill it with commas to its end.")


def _with_columns(text: str, wanted: Iterable[str]) -> str:
    for name in wanted:
        cells = _header(text)
        names = [cell.value.strip() for cell in cells]
        if name in names:
            continue
        last = max(at for at, found in enumerate(names) if found)
        if last + 1 < len(cells):  # an empty cell at the end of the header, as spreadsheets leave them
            text = text[: cells[last + 1].start] + name + text[cells[last + 1].end :]
        else:
            text = text[: cells[last].end] + f",{name}" + text[cells[last].end :]
    return text


def _header(text: str) -> list[_Cell]:
    first = list(itertools.islice(_parted(text), 2))
    if len(first) < 2:
        raise InputRefused(
            "the header with the column names is missing", "manifest.csv", f"Columns: {', '.join(COLUMNS)}."
        )
    return first[1]


def _records(text: str) -> list[list[_Cell]]:
    """Return the records of a CSV, each as its cells with their places."""
    return list(_parted(text))


def _parted(text: str) -> Iterator[list[_Cell]]:
    at, row = (1 if text.startswith(_BOM) else 0), []
    while at <= len(text):
        found = _CELL.match(text, at)
        if found is None:
            raise InputRefused("the file is not well-formed CSV", "manifest.csv", "Check its quotation marks.")
        row.append(_Cell(_plain(found[1]), found.start(1), found.end(1)))
        at = found.end()
        if found[2] != ",":
            yield row
            row = []
            if at == len(text):
                return


def _plain(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
