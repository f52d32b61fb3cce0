"""Statistics against published values: intervals, and means of a stratified and of a cluster sample."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from useit_eval.evidence import wilson
from useit_eval.evidence.areas import deprived_counts
from useit_eval.evidence.proportions import newcombe, newcombe_paired
from useit_eval.evidence.statistics import fisher, mcnemar, survey_mean
from useit_eval.sources.series.areas import read_lookup
from useit_eval.sources.series.indicators import read_indicators

CONTEXT = Path(__file__).resolve().parents[3] / "shared" / "data" / "uk_context"
# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10: all eight of its examples.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((10, 10), (0, 10), 0.6075, 1.0),
]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(11, 22, 0.307, 0.693), (3, 8, 0.137, 0.694), (0, 11, 0, 0.259), (11, 11, 0.741, 1)]
)
def test_wilson_gives_the_agreed_values(k, n, low, high):
    assert [round(end, 3) for end in wilson(k, n)] == [low, high]


@pytest.mark.parametrize(("first", "second", "low", "high"), NEWCOMBE)
def test_newcombes_interval_meets_every_example_of_the_paper(first, second, low, high):
    assert [round(end, 4) for end in newcombe(first, second)] == [low, high]


def test_newcombes_interval_meets_the_tests_of_another_program():
    # R package contingencytables (Fagerland, Lydersen and Laake), its tests of chapter 4: 7 of 34 and 1 of 34.
    assert [round(end, 4) for end in newcombe((7, 34), (1, 34))] == [0.0189, 0.3404]


@pytest.mark.parametrize(("first", "second", "low", "high"), NEWCOMBE)
def test_statsmodels_gives_newcombes_interval_too(first, second, low, high):
    told = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert newcombe(first, second) == pytest.approx(told, abs=1e-9)


def test_newcombes_paired_interval_meets_published_examples():
    # Altman and others (2000), Statistics with Confidence, table 6.2: 14 and 5 over 0 and 22.
    assert newcombe_paired(14, 5, 0, 22) == pytest.approx((0.011, 0.226), abs=0.001)
    # Bentur and others (2009), as worked by Fagerland, Lydersen and Laake (2014): 1, 1, 7, 12.
    assert [round(end, 3) for end in newcombe_paired(1, 1, 7, 12)] == [-0.507, -0.026]
    # Cavo and others (2012), as the R package contingencytables tests it, chapter 8: 59 and 6 over 16 and 80.
    assert [round(end, 4) for end in newcombe_paired(59, 6, 16, 80)] == [-0.1186, -0.0046]


def test_fishers_exact_test_of_the_lady_tasting_tea():
    # Fisher (1935), The Design of Experiments, chapter 2: 3 of 4 right of each kind; one-sided 17/70, two-sided twice that.
    assert fisher((3, 4), (1, 4)).p == pytest.approx(34 / 70)
    # None of 16 and 15 of 72: the tests of the R package contingencytables, chapter 4.
    assert round(fisher((0, 16), (15, 72)).p, 5) == 0.06287


def test_mcnemars_exact_test_of_bentur():
    # Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13: exact conditional p 0.0703.
    assert round(mcnemar(1, 1, 7, 12).p, 4) == 0.0703


def _television() -> pd.DataFrame:
    """Return hours of television a week in two towns and a rural area, by household."""
    hours = {
        ("town A", 155): [35, 28, 26, 41, 43, 29, 32, 37, 36, 25, 29, 31, 39, 38, 40, 45, 28, 27, 35, 34],
        ("town B", 62): [27, 4, 49, 10, 15, 41, 25, 30],
        ("rural", 93): [8, 15, 21, 7, 14, 30, 20, 11, 12, 32, 34, 24],
    }
    return pd.DataFrame(
        [(place, size, hour) for (place, size), own in hours.items() for hour in own],
        columns=["place", "size", "hours"],
    )


def test_the_stratified_mean_of_television_hours_is_that_of_the_textbook():
    # Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, stratified random sampling, example of television hours:
    # mean 27.7 (27.675), estimated variance 1.97, standard error 1.40, bound on the error 2.8.
    found = survey_mean(_television(), "hours", stratum="place", population="size")
    assert (round(found.value, 1), round(found.error, 2), found.n, found.strata) == (27.7, 1.40, 40, 3)


def test_the_stratified_mean_agrees_with_the_formula_written_out():
    frame = _television()
    whole, mean, variance = 310, 0.0, 0.0
    for _, own in frame.groupby("place"):
        size, n = own["size"].iloc[0], len(own)
        mean += size * own["hours"].mean() / whole
        variance += (size / whole) ** 2 * (1 - n / size) * own["hours"].var() / n
    found = survey_mean(frame, "hours", stratum="place", population="size")
    assert (found.value, found.error) == pytest.approx((mean, math.sqrt(variance)))


def test_the_stratified_mean_of_the_survey_package_is_met_with_and_without_its_correction():
    # R package survey (Lumley), example "fpc" and its saved output: mean 5.4481, error 0.616; 0.7413 when drawn with replacement.
    rows = [(1, 15, 3, x) for x in (2.8, 4.1, 6.8, 6.8, 9.2)] + [(2, 12, 4, x) for x in (3.7, 6.6, 4.2)]
    frame = pd.DataFrame(rows, columns=["stratum", "size", "weight", "x"])
    found = survey_mean(frame, "x", stratum="stratum", population="size")
    assert (round(found.value, 4), round(found.error, 3), found.df) == (5.4481, 0.616, 6)
    without = survey_mean(frame, "x", stratum="stratum", weight="weight")
    assert (round(without.value, 4), round(without.error, 4)) == (5.4481, 0.7413)


SUITES = [
    (3.08, 2.60, 3.44, 3.04),
    (2.36, 3.04, 3.28, 2.68),
    (2.00, 2.56, 2.52, 1.88),
    (3.00, 2.88, 3.44, 3.64),
    (2.68, 1.92, 3.28, 3.20),
]


def test_the_mean_of_a_cluster_sample_is_that_of_the_textbook():
    # Lohr, Sampling: Design and Analysis, one-stage cluster sampling, example of grade point averages: five of a hundred
    # suites of four students; total 1130.4, mean 2.826, standard error 0.164.
    rows = [(suite, 100, grade) for suite, own in enumerate(SUITES) for grade in own]
    frame = pd.DataFrame(rows, columns=["suite", "suites", "grade"])
    found = survey_mean(frame, "grade", cluster="suite", population="suites")
    assert (round(found.value, 3), round(found.error, 3), found.clusters, found.df) == (2.826, 0.164, 5, 4)
    totals = pd.Series([sum(own) for own in SUITES])
    assert found.error == pytest.approx(math.sqrt((1 - 5 / 100) * totals.var() / 5) / 4)
    naive = survey_mean(frame, "grade")
    assert naive.error < found.error


def test_the_most_deprived_small_areas_of_greater_icknield_are_counted_as_published():
    if not CONTEXT.is_dir():
        pytest.skip("the shared data on the United Kingdom is not at hand")
    lookup = read_lookup(CONTEXT / "boundaries" / "lsoa11_to_ward13_birmingham_sandwell.csv")
    readings = read_indicators(CONTEXT / "imd" / "imd2015_england_lsoa11_birmingham_sandwell.csv")
    deciles = readings[readings["unit"] == "decile"]
    wards = ["E05001193", "E05001205", "E05001277"]
    counts = [deprived_counts(deciles, lookup, areas=wards, worst=worst)["deprived"].tolist() for worst in (1, 2)]
    assert counts == [[6, 11, 2, 19], [9, 14, 6, 29]]
    low, high = wilson(19, 44)
    assert low < 19 / 44 < high
