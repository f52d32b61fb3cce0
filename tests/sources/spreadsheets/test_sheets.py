"""CSV files with a format line, as spreadsheets save them."""

from __future__ import annotations

import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.sheets import read_sheet

COLUMNS = ("label", "note")
HEAD = "# format: useit-things/1\nlabel,note\n"


def _read(folder, text: str):
    path = folder / "things.csv"
    path.write_bytes(text.encode())
    return read_sheet(path, kind="things", columns=COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "A,one\n",
        "\ufeff" + HEAD + "A,one\n",
        HEAD.replace("\n", "\r\n") + "A,one\r\n",
        "# format: useit-things/1,\nlabel,note\nA,one\n",
        '"# format: useit-things/1",\nlabel,note\nA,one\n',
        "# format: useit-things/1,,\nlabel,note,\nA,one,\n",
        HEAD + "\n,\nA,one\n",
        "# format: useit-things/1\nnote,label\none,A\n",
    ],
    ids=["plain", "mark", "crlf", "comma", "quoted", "trailing", "blank rows", "other order"],
)
def test_what_excel_leaves_in_a_file_does_no_harm(tmp_path, text):
    line = _read(tmp_path, text)[0]
    assert (line.get("label"), line.get("note")) == ("A", "one")


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path):
    lines = _read(tmp_path, HEAD + 'A,"two\nlines"\n\nB,\n')
    assert [(line.row, line.get("label")) for line in lines] == [(3, "A"), (5, "B")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "should begin with '# format: useit-things/1'"),
        ("label,note\nA,one\n", "things.csv, row 1: the file should begin"),
        ("# format: useit-things/2\nlabel,note\n", "newer format .useit-things/2.*Update useit-eval"),
        ("# format: useit-others/1\nlabel,note\n", "should begin"),
        ("# format: useit-things/1\n", "row 2: the header"),
        ("# format: useit-things/1;\nlabel;note\nA;one\n", "parted by semicolons.*comma delimited"),
        ("# format: useit-things/1\nlabel,noet\n", "row 2: the column 'noet' is not known. Closest: 'note'"),
        ("# format: useit-things/1\nlabel,label\n", "there twice"),
        ("# format: useit-things/1\nlabel,\nA,\n", "header with the column names is missing|column 'note' is missing"),
        (HEAD + "A,one,two\n", "row 3: the row has 3 cells for 2 columns"),
        (HEAD + 'A,"one\n', "not well-formed CSV"),
        (HEAD + "A," + "x" * 100_001 + "\n", "the limit is 100,000"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_the_row(tmp_path, text, told):
    with pytest.raises(InputRefused, match=told):
        _read(tmp_path, text)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "things.csv").write_bytes(HEAD.encode() + b"A,caf\xe9\n")
    with pytest.raises(InputRefused, match="not UTF-8"):
        read_sheet(tmp_path / "things.csv", kind="things", columns=COLUMNS)
