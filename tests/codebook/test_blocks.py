"""Authors' prose: its header is read whole, and what nobody knows is refused."""

from __future__ import annotations

import pytest

from useit_eval.codebook.blocks import load_blocks
from useit_eval.ground.errors import InputRefused


def write(folder, header: str) -> None:
    (folder / "summary.md").write_text(f"<!-- {header} -->\nWords.\n", encoding="utf-8")


@pytest.mark.parametrize("ids", ["C001, F003", "C001; F003"])
def test_the_ids_of_a_block_are_read_whether_parted_by_comma_or_semicolon(tmp_path, ids):
    write(tmp_path, f"format: useit-text/1; author: A. Researcher; stands_on: {ids}; theory: MS1")
    (block,) = load_blocks(tmp_path)
    assert (block.name, block.author, block.theory) == ("summary", "A. Researcher", "MS1")
    assert block.stands_on == ("C001", "F003")
    assert block.markdown == "Words.\n"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("format: useit-text/1; stand_on: C001", r"summary\.md, line 1: the header has an unknown entry 'stand_on'"),
        ("format: useit-text/2; author: A", r"summary\.md, line 1: .*newer format"),
    ],
)
def test_a_header_that_is_not_understood_is_refused(tmp_path, header, said):
    write(tmp_path, header)
    with pytest.raises(InputRefused, match=said):
        load_blocks(tmp_path)


def test_a_block_without_a_header_is_refused_and_the_readme_is_no_block(tmp_path):
    (tmp_path / "README.md").write_text("About this folder.\n", encoding="utf-8")
    assert load_blocks(tmp_path) == ()
    (tmp_path / "summary.md").write_text("Words.\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="does not begin with its header"):
        load_blocks(tmp_path)
