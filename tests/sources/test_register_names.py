"""Labels between registers: a link to an opportunity that does not exist is refused with file and row, in one sentence."""

from __future__ import annotations

import pytest

from tests.evidence.field_rows import make_register
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.register_names import refuse_unknown_names

LINK = {"strand": "whole", "macro_asset": "a", "opportunity": "o", "owner": "w", "need": "n", "micro_asset": "m", "micro_asset_detail": "d",
        "resource": "r", "resource_detail": "d", "state": "possible", "state_date": "2018"}  # fmt: skip
OPENING = {"label": "OP1", "employer": "ward", "profession": "nurse", "kind": "placement"}
ASSETS = (
    {"label": "AS1", "name": "A site", "side": "macro_asset", "kind": "land", "owner": "x"},
    {"label": "AS2", "name": "A hall", "side": "micro_asset", "kind": "building", "owner": "x"},
)


def _check(*links: dict) -> None:
    rows = [{"label": f"L{n}", **LINK, **link} for n, link in enumerate(links, start=1)]
    registers = {
        "links": make_register("link", *rows),
        "openings": make_register("opening", OPENING),
        "assets": make_register("asset", *ASSETS),
    }
    refuse_unknown_names(registers)


def test_a_link_may_name_openings_and_macro_assets_and_an_earlier_row():
    _check({"opening": "OP1; AS1"}, {"follows": "L1"}, {"follows": "L2"}, {})


@pytest.mark.parametrize(
    ("links", "told"),
    [
        (
            ({"opening": "OP9"},),
            r"links.csv, row 3: the opening 'OP9' is not in openings.csv or assets.csv. Closest: 'OP1'",
        ),
        (({}, {"opening": "OP1; AS7"}), r"links.csv, row 4: the opening 'AS7' is not in"),
        (({"opening": "AS2"},), r"row 3: the opening 'AS2' is the community's own asset"),
        (({"follows": "L8"},), r"row 3: the follows 'L8' is not in links.csv"),
        (({"follows": "L2"}, {"follows": "L1"}), r"the link 'L1' follows itself"),
        (({"follows": "L1"},), r"row 3: the link 'L1' follows itself"),
        (({"follows": "L3"}, {"follows": "L3"}, {}), r"row 4: the link 'L3' is followed by 'L1' already"),
    ],
)
def test_what_does_not_exist_or_goes_round_is_refused_with_its_row(links, told):
    with pytest.raises(InputRefused, match=told):
        _check(*links)


def test_a_step_or_loan_of_a_person_or_opening_that_does_not_exist_is_refused():
    step = {"label": "PS1", "case": "CA1", "step": "language_training", "state": "done"}
    with pytest.raises(InputRefused, match=r"pathway.csv, row 3: the case 'CA1' is not in"):
        refuse_unknown_names({"pathway": make_register("pathway_step", step)})
    loan = {"label": "LO1", "candidate": "CA1", "purpose": "language", "state": "offered"}
    with pytest.raises(InputRefused, match=r"loans.csv, row 3: the candidate 'CA1' is not in candidates.csv"):
        refuse_unknown_names({"loans": make_register("loan", loan)})
