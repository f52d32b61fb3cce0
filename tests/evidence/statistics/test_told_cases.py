"""Cases compared as one of a study's statistics."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.evidence.qca.published import ANCHORS, LIPSET, lipset_raw
from useit_eval.codebook.models import Model, Models
from useit_eval.evidence.statistics.material import Held
from useit_eval.evidence.statistics.running import run
from useit_eval.ground.errors import InputRefused

THEORIES = pd.DataFrame([{"theory_id": "N1", "strand": "north", "title": "Theory N1"}])


def _model(**data) -> Models:
    sets = [{"name": name.lower(), "column": name, "anchors": ANCHORS[name], "expected": "present"} for name in LIPSET]
    given = {
        "file": "countries.csv", "case": "case", "conditions": sets, "source": "D01", "cutoff": 0.7,
        "result": {"name": "surv", "column": "SURV", "anchors": ANCHORS["SURV"]}, **data,
    }  # fmt: skip
    about = {
        "label": "ST20",
        "method": "qca",
        "theory": "N1",
        "slot": "context",
        "title": "Countries",
        "reading": "Few.",
    }
    return Models(models=(Model.model_validate({**about, "data": given}),))


def _run(models: Models, **tables):
    (finding,) = run(models, Held(theories=THEORIES, sources=pd.DataFrame(), tables=tables))
    return finding


def test_a_comparison_of_cases_is_a_statistic_with_its_truth_table():
    finding = _run(_model(), **{"countries.csv": lipset_raw()})
    told = " ".join(line.text for line in finding.sentences)
    assert finding.key == "evidence.model.ST20" and not finding.data["refused"]
    assert finding.data["intermediate"] == ["dev*lit*stb"] and finding.table.caption == "Truth table for “surv”"
    assert "“dev” and “lit” and “stb”. Of what belongs to it, 87% has the outcome (consistency 0.87, PRI 0.85);" in told
    assert "“dev” and “lit” and “stb”: consistency" not in told  # a model of one part is told once
    assert all(line.ids or line.explains for line in finding.sentences)


def test_a_file_that_is_not_there_or_too_few_cases_are_refused_kindly():
    assert "is not at hand on this machine" in _run(_model()).sentences[0].text
    few = _run(_model(), **{"countries.csv": lipset_raw().head(3)})
    assert few.data["refused"] and "3 cases cannot be compared by 5 conditions" in few.sentences[0].text


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(InputRefused, match="has no column 'STB'"):
        _run(_model(), **{"countries.csv": lipset_raw().drop(columns="STB")})


def test_a_value_that_is_no_number_is_told_with_its_file_and_the_row_of_the_spreadsheet():
    raw = lipset_raw().astype({"STB": "object"})
    for wrong, shown in (("many", "'many'"), (None, "nothing")):
        raw.loc[2, "STB"] = wrong
        with pytest.raises(InputRefused) as caught:
            _run(_model(), **{"countries.csv": raw})
        assert caught.value.where == "countries.csv, row 4"
        assert caught.value.what == f"'STB' should be a number, found {shown}"


def test_a_fault_of_the_cases_is_told_with_the_file_and_the_model():
    raw = lipset_raw()
    twice = pd.concat([raw, raw.head(1)], ignore_index=True)
    with pytest.raises(InputRefused, match=r"^countries\.csv, for ST20: the case '.*' stands in two rows"):
        _run(_model(), **{"countries.csv": twice})
