"""Agreement coefficients against values printed in the literature and by the reference programs of their authors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from useit_eval.coding import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    kappa_max,
    krippendorff_alpha,
    measure_codes,
    percent,
    rate_counts,
    rate_table,
    scott_pi,
    standard_error,
)

TRUTH = Path(__file__).resolve().parents[3] / "shared" / "data" / "agreement" / "agreement_ground_truth.json"
LEVELS = ("nominal", "ordinal", "interval", "ratio")

# Krippendorff 2011, Computing Krippendorff's alpha-reliability; cac.raw4raters of irrCAC (Gwet 2014).
FOUR_CODERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# Hayes and Krippendorff 2007, Communication Methods and Measures 1: 40 news stories, 5 observers.
NEWS = (
    "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. 1101. "
    "000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 "
    "2222. 111.1"
)
# Fleiss 1971, Psychological Bulletin 76: 30 patients, 6 psychiatrists, 5 diagnoses.
DIAGNOSES = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 51000 02040 "
    "10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
# The first table of Cohen 1960 (Educational and Psychological Measurement 20), used again by Cohen 1968.
COHEN = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))  # cont3x3abstractors of irrCAC (Gwet 2014)
PATHOLOGISTS = ((22, 2, 2, 0), (5, 7, 14, 0), (0, 2, 36, 0), (0, 1, 17, 10))  # Agresti 1992, Statistical Methods 1
SKIN = ((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))  # SAS, PROC FREQ, skin condition
FUN = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))  # Agresti 1990; SexualFun of R's vcd
ANXIETY = (  # R's irr: 20 persons, 3 raters
    (3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3),
    (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
    (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2),
)


def _counts(rows: str) -> list[list[int]]:
    return [[int(count) for count in row] for row in rows.split()]


def _coders(rows: str) -> list[tuple]:
    return list(zip(*([None if code == "." else int(code) for code in row] for row in rows.split()), strict=True))


def _truth() -> dict:
    if not TRUTH.is_file():
        pytest.skip("the shared agreement data is not at hand")
    return json.loads(TRUTH.read_text("utf-8"))


def test_the_shared_units_give_every_printed_alpha():
    truth = _truth()
    data = truth["krippendorff_4x12 (canonical reliability data; Krippendorff 2011)"]
    coders = list(zip(*data["units"], strict=True))
    for level in LEVELS:
        found = krippendorff_alpha(*coders, level=level)
        assert (round(found, 6), round(found, 3)) == (data["alpha"][level], data["published"][level])
    for name, alpha, agreed in (
        ("krippendorff_2004_p224 (2 coders, dichotomy)", 0.095, 0.6),
        ("krippendorff_2004_p227 (2 coders, 3 categories)", 0.734, 0.833),
    ):
        coders = list(zip(*truth[name]["units"], strict=True))
        assert round(krippendorff_alpha(*coders), 3) == truth[name]["alpha_nominal"] == alpha
        assert round(percent(*coders), 3) == truth[name].get("percent", agreed)


@pytest.mark.parametrize(
    ("name", "key", "compute"),
    [
        ("cohen_1960_p45", "po", percent),
        ("cohen_1960_p45", "kappa", cohen_kappa),
        ("cohen_1960_p45", "kappa_max", kappa_max),
        ("cohen_1960_p45", "scott_pi", scott_pi),
        ("cohen_1960_p45", "AC1", gwet_ac1),
        ("artstein_poesio_2008_ex1", "po", percent),
        ("artstein_poesio_2008_ex1", "S", brennan_prediger),
        ("artstein_poesio_2008_ex1", "pi", scott_pi),
        ("artstein_poesio_2008_ex1", "kappa", cohen_kappa),
        ("artstein_poesio_2008_ex2", "po", percent),
        ("artstein_poesio_2008_ex2", "S", brennan_prediger),
        ("artstein_poesio_2008_ex2", "pi", scott_pi),
        ("artstein_poesio_2008_ex2", "kappa", cohen_kappa),
        ("artstein_poesio_2008_ex2", "alpha_nominal", krippendorff_alpha),
        ("gwet_paradox", "po", percent),
        ("gwet_paradox", "AC1", gwet_ac1),
        ("gwet_paradox", "cohen", cohen_kappa),
        ("gwet_paradox", "scott", scott_pi),
    ],
)
def test_the_shared_tables_give_every_printed_value(name, key, compute):
    expected = _truth()[name][key]
    digits = len(str(expected).partition(".")[2])
    assert compute(rate_table(_truth()[name]["table"])) == pytest.approx(expected, abs=0.5 * 10**-digits + 1e-9)


def test_half_a_distance_to_one_code_gives_the_weighted_values_of_artstein_and_poesio():
    example = _truth()["artstein_poesio_2008_ex2"]
    ratings = rate_table(example["table"], categories=example["labels"])
    distance = {("STAT", "IReq"): 1, ("STAT", "Chck"): 0.5, ("IReq", "Chck"): 0.5}
    printed = example["weighted (Chck distance 0.5)"]
    assert round(krippendorff_alpha(ratings, distance=distance), 4) == printed["alpha"]
    assert round(cohen_kappa(ratings, weights=distance), 4) == printed["kappa_w"]


def test_the_diagnoses_give_the_kappas_of_fleiss():
    truth = _truth()["fleiss_1971"]
    ratings = rate_counts(truth["counts"], categories=truth["categories"])
    assert truth["counts"] == _counts(DIAGNOSES)
    assert (round(fleiss_kappa(ratings), 2), round(percent(ratings), 4)) == (truth["kappa"], truth["Po"])
    assert round(krippendorff_alpha(ratings), 5) == truth["alpha_nominal"]
    # The article's own category kappas were worked by hand; R's irr prints what its formula gives.
    found = list(measure_codes(ratings, measures=["fleiss_kappa"])["value"])
    assert [round(value, 3) for value in found] == [0.245, 0.245, 0.52, 0.471, 0.566]
    assert found == pytest.approx(truth["category_kappa"], abs=0.004)


def test_five_observers_with_gaps_give_the_ordinal_alpha_of_hayes_and_krippendorff():
    assert round(krippendorff_alpha(*_coders(NEWS), level="ordinal"), 4) == 0.7598


def test_three_coders_give_the_alphas_of_krippendorff_1980():
    coders = _coders("111 122 222 444 144 222 123 333 222")
    assert round(krippendorff_alpha(*coders), 3) == 0.642
    assert round(krippendorff_alpha(*coders, level="interval"), 3) == 0.547
    assert round(krippendorff_alpha(*coders, level="ratio"), 3) == 0.483
    categories = measure_codes(*coders, measures=["krippendorff_alpha"])["value"]
    assert list(categories) == pytest.approx([0.381, 0.711, 0.717, 0.764], abs=0.001)


def test_krippendorff_2004_p246_tells_kappa_from_pi():
    even, lopsided = ((12, 9, 9), (9, 14, 9), (9, 9, 20)), ((12, 18, 18), (0, 14, 18), (0, 0, 20))
    for table, kappa in ((even, 0.186), (lopsided, 0.258)):
        ratings = rate_table(table)
        values = (brennan_prediger(ratings), scott_pi(ratings), cohen_kappa(ratings))
        assert values == pytest.approx((0.19, 0.186, kappa), abs=0.001)


@pytest.mark.parametrize(
    ("table", "printed"),
    [
        (((20, 0, 0, 5), (0, 10, 15, 0), (0, 15, 10, 0), (5, 0, 0, 20)), (0.467, 0.467, 0.467)),
        (((20, 10, 10, 0), (10, 10, 0, 0), (10, 0, 10, 0), (0, 0, 0, 20)), (0.467, 0.444, 0.444)),
        (((20, 5, 5, 10), (0, 10, 5, 5), (0, 5, 10, 5), (0, 0, 0, 20)), (0.467, 0.460, 0.474)),
    ],
)
def test_zwick_1988_gives_s_pi_and_kappa(table, printed):
    ratings = rate_table(table)
    values = (brennan_prediger(ratings), scott_pi(ratings), cohen_kappa(ratings))
    assert values == pytest.approx(printed, abs=0.001)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        (((80, 10), (5, 5)), 0.32),  # Feinstein and Cicchetti 1990, Journal of Clinical Epidemiology 43
        (((40, 9), (6, 45)), 0.70),
        (((75, 1, 4), (5, 4, 1), (0, 0, 10)), 0.68),  # Fleiss, Levin and Paik 2003, chapter 18
        (((50, 0, 0), (10, 10, 10), (20, 0, 0)), 0.27),  # Brennan and Prediger 1981
        (((50, 0, 10), (0, 10, 10), (10, 10, 0)), 0.29),
    ],
)
def test_tables_of_two_coders_give_their_printed_kappas(table, kappa):
    assert round(cohen_kappa(rate_table(table)), 2) == kappa


@pytest.mark.parametrize(
    ("table", "weights", "kappa", "error"),
    [
        (PATHOLOGISTS, None, 0.493, 0.057),
        (((24, 8, 13), (8, 13, 11), (10, 9, 64)), None, 0.389, 0.060),  # Agresti and Winner 1997, film reviewers
        (((0, 4, 1), (0, 8, 0), (0, 1, 5)), None, 0.4842, 0.1380),  # a printout of SAS in statsmodels' tests
        (((0, 4, 1), (0, 8, 0), (0, 1, 5)), "linear", 0.4701, 0.1457),
        (SKIN, None, 0.3449, 0.0724),
        (SKIN, "linear", 0.5082, 0.0655),
        (FUN, None, 0.1293, 0.0686),
        (FUN, "linear", 0.2374, 0.0783),
    ],
)
def test_kappa_and_its_standard_error_are_as_printed(table, weights, kappa, error):
    ratings = rate_table(table)
    digits = len(str(kappa).partition(".")[2])
    assert round(cohen_kappa(ratings, weights=weights), digits) == kappa
    assert round(standard_error(ratings, measure="cohen_kappa", weights=weights), digits) == error


def test_cohens_own_weights_of_1968_give_his_weighted_kappa():
    disagreement = ((0, 1, 3), (1, 0, 6), (3, 6, 0))
    assert round(cohen_kappa(rate_table(COHEN), weights=disagreement), 3) == 0.348


def test_the_anxiety_ratings_give_the_kappas_of_irr():
    second, third = ANXIETY[1:]
    # irr takes ratings as places in the list of those in use: nobody gave a 5.
    places = {1: 1, 2: 2, 3: 3, 4: 4, 6: 5}
    coders = [[places[code] for code in codes] for codes in (second, third)]
    found = [cohen_kappa(*coders, weights=weights) for weights in (None, "linear", "quadratic")]
    assert found == pytest.approx([-0.006289308, 0.1459075, 0.2520325], abs=1e-7)


@pytest.mark.parametrize(
    ("measure", "compute", "plain", "quadratic"),
    [
        ("percent", percent, (0.8181818, 0.12561), (0.9753788, 0.09062)),
        ("gwet_ac2", gwet_ac2, (0.77544, 0.14295), (0.914, 0.10396)),
        ("fleiss_kappa", fleiss_kappa, (0.76117, 0.15302), (0.86494, 0.14603)),
        ("cohen_kappa", cohen_kappa, (0.76282, 0.14917), (0.85771, 0.14367)),
        ("brennan_prediger", brennan_prediger, (0.77273, 0.14472), (0.90152, 0.11089)),
    ],
)
def test_four_coders_with_gaps_give_what_irrcac_prints(measure, compute, plain, quadratic):
    for weights, printed in (("identity", plain), ("quadratic", quadratic)):
        found = (compute(*FOUR_CODERS, weights=weights), standard_error(*FOUR_CODERS, measure=measure, weights=weights))
        assert found == pytest.approx(printed, abs=5.1e-6)


def test_four_coders_with_gaps_give_the_alpha_and_error_irrcac_prints():
    for level, printed in (("nominal", (0.74342, 0.14557)), ("interval", (0.84911, 0.12913))):
        error = standard_error(*FOUR_CODERS, measure="krippendorff_alpha", level=level)
        assert (krippendorff_alpha(*FOUR_CODERS, level=level), error) == pytest.approx(printed, abs=5.1e-6)


@pytest.mark.parametrize(
    ("measure", "compute", "plain", "quadratic"),
    [
        ("percent", percent, (0.89, 0.03128898), (0.9725, 0.007822244)),
        ("cohen_kappa", cohen_kappa, (0.7964094, 0.05891072), (0.8921569, 0.03535151)),
        ("scott_pi", scott_pi, (0.7962397, 0.05905473), (0.8921093, 0.03539506)),
        ("gwet_ac2", gwet_ac2, (0.8493305, 0.04321747), (0.9402369, 0.01792019)),
        ("brennan_prediger", brennan_prediger, (0.835, 0.04693346), (0.9175, 0.02346673)),
    ],
)
def test_two_abstractors_give_what_irrcac_prints(measure, compute, plain, quadratic):
    ratings = rate_table(ABSTRACTORS)
    for weights, printed in (("identity", plain), ("quadratic", quadratic)):
        found = (compute(ratings, weights=weights), standard_error(ratings, measure=measure, weights=weights))
        assert found == pytest.approx(printed, abs=5.1e-8)


def test_two_abstractors_give_the_alpha_and_error_irrcac_prints():
    ratings = rate_table(ABSTRACTORS)
    for level, printed in (("nominal", (0.7972585, 0.05905473)), ("interval", (0.8926487, 0.03539506))):
        found = (
            krippendorff_alpha(ratings, level=level),
            standard_error(ratings, measure="krippendorff_alpha", level=level),
        )
        assert found == pytest.approx(printed, abs=5.1e-8)


@pytest.mark.parametrize(
    ("measure", "compute", "plain", "quadratic"),
    [
        ("gwet_ac2", gwet_ac2, (0.4448007, 0.08418757), (0.4837438, 0.1058227)),
        ("fleiss_kappa", fleiss_kappa, (0.4139265, 0.08119291), (0.2511909, 0.1457381)),
        ("brennan_prediger", brennan_prediger, (0.4388889, 0.08312142), (0.4177778, 0.1067493)),
    ],
)
def test_counts_of_six_raters_give_what_irrcac_prints(measure, compute, plain, quadratic):
    ratings = rate_counts(_counts(DIAGNOSES)[:15])
    for weights, printed in (("identity", plain), ("quadratic", quadratic)):
        found = (compute(ratings, weights=weights), standard_error(ratings, measure=measure, weights=weights))
        assert found == pytest.approx(printed, abs=5.1e-8)


def test_counts_of_six_raters_give_the_alphas_irrcac_prints():
    ratings = rate_counts(_counts(DIAGNOSES)[:15])
    found = (krippendorff_alpha(ratings), krippendorff_alpha(ratings, level="interval"))
    assert found == pytest.approx((0.4204384, 0.259511), abs=5.1e-7)


def test_randolph_2005_tells_fixed_from_free_margins():
    for coders, fleiss in ((("yynn", "yynn", "ynyn"), 0.33), (("yyyy", "yyyy", "ynny"), -0.2)):
        assert (round(fleiss_kappa(*coders), 2), round(brennan_prediger(*coders), 2)) == (fleiss, 0.33)


def test_few_codes_beside_one_that_is_frequent_give_the_ac1_of_gwet_2008():
    ratings = rate_table(((8, 1), (0, 1)))
    assert (round(gwet_ac1(ratings), 4), round(scott_pi(ratings), 4)) == (0.8658, 0.6078)
