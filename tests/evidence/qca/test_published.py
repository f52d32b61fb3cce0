"""Published comparisons come out as published: Lipset crisp and fuzzy, Krook, and two published charts."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.evidence.qca.published import (
    KROOK,
    LIPSET,
    krook,
    lipset_crisp,
    lipset_fuzzy,
    term,
)
from useit_eval.evidence.qca import assumptions, fit_of, necessity, solve, truth_table, written
from useit_eval.evidence.qca.chart import smallest_covers

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "cmo_qca_causal" / "qca_lipset_crisp.json"


def _models(table, kind: str, **more) -> list[str]:
    return [written(model, table.conditions) for model in solve(table, kind=kind, **more).models]


def _figures(table, kind: str, **more) -> list[tuple[float, ...]]:
    (model,) = solve(table, kind=kind, **more).models
    whole, parts = fit_of(table, model)
    rows = [(fit.consistency, fit.pri, fit.coverage, fit.unique) for fit in parts]
    return [tuple(round(value, 3) for value in row) for row in (*rows, (whole.consistency, whole.pri, whole.coverage))]


def test_the_crisp_countries_are_those_of_the_shared_data():
    if not SHARED.is_file():
        pytest.skip("../shared is not there")
    held = pd.DataFrame(json.loads(SHARED.read_text(encoding="utf-8"))["rows"]).rename(columns={"rownames": "case"})
    assert (held[[*LIPSET, "SURV"]].to_numpy() == lipset_crisp()[[*LIPSET, "SURV"]].to_numpy()).all()


def test_lipset_crisp_gives_its_four_published_solutions():
    table = truth_table(lipset_crisp(), outcome="SURV", conditions=LIPSET)
    absent = truth_table(lipset_crisp(), outcome="~SURV", conditions=LIPSET)
    assert _models(table, "conservative") == ["DEV*~URB*LIT*STB + DEV*LIT*IND*STB"]
    assert _models(table, "parsimonious") == ["DEV*STB"]
    assert _models(absent, "conservative") == ["~DEV*~URB*~IND + DEV*LIT*IND*~STB"]
    assert _models(absent, "parsimonious") == ["~DEV + ~STB"]
    assert _figures(table, "conservative") == [(1, 1, 0.5, 0.25), (1, 1, 0.75, 0.5), (1, 1, 1)]
    assert _figures(absent, "conservative") == [(1, 1, 0.8, 0.8), (1, 1, 0.2, 0.2), (1, 1, 1)]
    assert _figures(absent, "parsimonious") == [(1, 1, 0.8, 0.3), (1, 1, 0.7, 0.2), (1, 1, 1)]


def test_lipset_crisp_assumes_the_published_rows():
    table = truth_table(lipset_crisp(), outcome="SURV", conditions=LIPSET)
    (model,) = solve(table, kind="parsimonious").models
    assert assumptions(table, model) == [17, 19, 25, 27, 29]
    (cautious,) = solve(table, kind="conservative").models
    assert assumptions(table, cautious) == []


def test_the_direct_method_gives_the_published_memberships():
    held = lipset_fuzzy().set_index("case")
    assert held.loc["AU"].tolist() == [0.81, 0.12, 0.99, 0.73, 0.43, 0.05]
    assert held.loc["IT"].tolist() == [0.34, 0.10, 0.41, 0.47, 0.58, 0.05]
    assert held.loc["HU"].tolist() == [0.07, 0.16, 0.88, 0.07, 0.13, 0.42]


def test_lipset_fuzzy_gives_the_published_solutions_and_figures():
    table = truth_table(lipset_fuzzy(), outcome="SURV", conditions=LIPSET, cutoff=0.7)
    expected = dict.fromkeys(LIPSET, True)
    assert _models(table, "conservative") == ["DEV*~URB*LIT*STB + DEV*LIT*IND*STB"]
    assert _figures(table, "conservative") == [
        (0.809, 0.761, 0.433, 0.196),
        (0.843, 0.821, 0.622, 0.385),
        (0.871, 0.851, 0.818),
    ]
    assert _models(table, "parsimonious") == ["DEV*STB"]
    assert _figures(table, "parsimonious")[-1] == (0.869, 0.848, 0.824)
    assert _models(table, "intermediate", expected=expected) == ["DEV*LIT*STB"]
    assert _figures(table, "intermediate", expected=expected)[-1] == (0.869, 0.848, 0.824)


def test_lipset_fuzzy_gives_the_published_necessity():
    table = truth_table(lipset_fuzzy(), outcome="SURV", conditions=LIPSET)
    found = necessity(table).set_index("condition").round(3)
    assert found.loc["DEV"].tolist() == [0.831, 0.775, 0.811]
    assert found.loc["LIT"].tolist() == [0.991, 0.643, 0.509]
    assert found.loc["STB"].tolist() == [0.920, 0.707, 0.680]


def test_krook_gives_both_equally_short_models_with_their_unique_coverage():
    table = truth_table(krook(), outcome="WNP", conditions=KROOK)
    assert set(_models(table, "parsimonious")) == {"WS + ES*WM + ~ES*LP + QU*LP", "WS + ES*WM + QU*LP + WM*LP"}
    with_movement = next(model for model in solve(table).models if term("WM*LP", KROOK) in model)
    whole, parts = fit_of(table, with_movement)
    assert [round(part.coverage, 3) for part in parts] == [0.455, 0.545, 0.545, 0.636]
    assert [round(part.unique, 3) for part in parts] == [0.182, 0.091, 0.091, 0.091] and whole.coverage == 1


def test_krook_gives_the_published_conservative_and_intermediate_solutions():
    table = truth_table(krook(), outcome="WNP", conditions=KROOK)
    terms = {"~ES*~WS*WM*LP", "ES*QU*~WS*WM", "ES*QU*~WS*LP", "ES*WS*~WM*~LP", "ES*WS*WM*LP"}
    assert [set(model.split(" + ")) for model in _models(table, "conservative")] == [terms]
    told = [set(model.split(" + ")) for model in _models(table, "intermediate", expected=dict.fromkeys(KROOK, True))]
    assert {"ES*WS", "WM*LP", "ES*QU*LP", "ES*QU*WM"} in told
    absent = truth_table(krook(), outcome="~WNP", conditions=KROOK)
    negated = {"~ES*~WS*WM*~LP", "QU*~WS*~WM*~LP", "ES*~QU*~WS*~WM*LP"}
    assert [set(model.split(" + ")) for model in _models(absent, "conservative")] == [negated]


def test_krook_assumes_the_published_rows_in_each_model():
    table = truth_table(krook(), outcome="WNP", conditions=KROOK)
    assumed = {written(model, KROOK): assumptions(table, model) for model in solve(table).models}
    shared = [4, 5, 6, 7, 9, 12, 13, 14, 15, 18, 19, 21, 22, 29, 30]
    assert assumed["WS + ES*WM + QU*LP + WM*LP"] == shared
    assert assumed["WS + ES*WM + ~ES*LP + QU*LP"] == sorted([1, *shared])


def test_a_published_chart_keeps_the_four_models_that_row_dominance_would_lose():
    # Ethnic protest (Cebotari & Vink 2013), as charted in the documentation of the R package QCA: four models of four terms.
    chart = ("xx--xx-x-", "-xx------", "-----xxxx", "-----xx--", "---x---xx", "-xx----xx")
    sets = [sum(1 << place for place, mark in enumerate(line) if mark == "x") for line in chart]
    covers = smallest_covers(sets, 9)
    assert covers.listed() == [(0, 1, 2, 4), (0, 1, 3, 4), (0, 2, 4, 5), (0, 3, 4, 5)]
    assert covers.size == 4 and covers.count == 4 and covers.shared() == (0, 4)


def test_shaming_in_fishery_regimes_gives_the_three_published_solutions():
    rows = {"10111": 1, "11111": 1, "11100": 1, "00000": 1, "10010": 0, "10011": 0, "00010": 0, "11110": 0}
    cases = pd.DataFrame([{"case": row, **dict(zip("ACSIR", map(int, row), strict=True)), "Y": y} for row, y in rows.items()])
    table = truth_table(cases, outcome="Y", conditions=list("ACSIR"))  # Stokke (2007), as in Ragin (2008), chapter 9
    expected = {"A": True, "C": True, "S": True, "I": False, "R": True}
    assert _models(table, "conservative") == ["A*S*I*R + A*C*S*~I*~R + ~A*~C*~S*~I*~R"]
    assert _models(table, "parsimonious") == ["~I + S*R"]
    assert _models(table, "intermediate", expected=expected) == ["~I + A*S*R"]
