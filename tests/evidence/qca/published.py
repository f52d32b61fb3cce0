"""Cases of published comparisons, re-typed: Lipset's countries and Krook's women in parliaments."""

from __future__ import annotations

import pandas as pd

from useit_eval.evidence.qca import calibrated
from useit_eval.evidence.qca.minimising import Term

LIPSET = ("DEV", "URB", "LIT", "IND", "STB")
RAW = """AU 720 33.4 98 33.4 10 -9;BE 1098 60.5 94.4 48.9 4 10;CZ 586 69 95.9 37.4 6 7;EE 468 28.5 95 14 6 -6;FI 590 22 99.1 22 9 4;
FR 983 21.2 96.2 34.8 5 10;DE 795 56.5 98 40.4 11 -9;GR 390 31.1 59.2 28.1 10 -8;HU 424 36.3 85 21.6 13 -1;IE 662 25 95 14.5 5 8;
IT 517 31.4 72.1 29.6 9 -9;NL 1008 78.8 99.9 39.3 2 10;PL 350 37 76.9 11.2 21 -6;PT 320 15.3 38 23.1 19 -9;RO 331 21.9 61.8 12.2 7 -4;
ES 367 43 55.6 25.5 12 -8;SE 897 34 99.9 32.3 6 10;UK 1038 74 99.9 49.9 4 10"""
ANCHORS = {
    "DEV": (400, 550, 900), "URB": (25, 50, 65), "LIT": (50, 75, 90), "IND": (20, 30, 40), "STB": (15, 9.5, 5), "SURV": (-9, 0, 10),
}  # fmt: skip
"""Fully out, crossover, fully in, as in Ragin (2009), in Rihoux and Ragin, Configurational Comparative Methods."""
KROOK = ("ES", "QU", "WS", "WM", "LP")
POSITIVE = {
    "00011": "NZ", "01011": "DE", "10100": "FI", "10111": "DK", "11001": "AT", "11010": "ES", "11011": "NL BE", "11100": "SE",
    "11111": "NO IS",
}  # fmt: skip
NEGATIVE = ("00010", "01010", "01000", "11000", "10001")


def lipset_raw() -> pd.DataFrame:
    """Return the 18 countries with their raw values (Rihoux & De Meur 2009; Lipset 1959)."""
    rows = [line.split() for line in RAW.replace("\n", "").split(";")]
    return pd.DataFrame([[row[0], *map(float, row[1:])] for row in rows], columns=["case", *LIPSET, "SURV"])


def lipset_fuzzy() -> pd.DataFrame:
    """Return the countries calibrated by the direct method, to two decimals as published."""
    return calibrated(lipset_raw(), ANCHORS).round(2)


def lipset_crisp() -> pd.DataFrame:
    """Return the countries by the thresholds of Rihoux & De Meur (2009), stability at fewer than ten cabinets."""
    raw = lipset_raw()
    turned = raw.assign(STB=-raw["STB"])
    return calibrated(turned, {"DEV": 550, "URB": 50, "LIT": 75, "IND": 30, "STB": -9.5, "SURV": 0})


def krook() -> pd.DataFrame:
    """Return Krook's (2010) rows of women's representation: the eleven countries that have it, a case for each row that
    has not (Political Studies 58)."""
    rows = [(name, bits, 1) for bits, names in POSITIVE.items() for name in names.split()]
    rows += [(f"without {bits}", bits, 0) for bits in NEGATIVE]
    made = [{"case": name, **dict(zip(KROOK, map(int, bits), strict=True)), "WNP": has} for name, bits, has in rows]
    return pd.DataFrame(made)


def term(text: str, conditions: tuple[str, ...]) -> Term:
    """Return a term written as "A*~B"."""
    mask = value = 0
    for literal in text.split("*"):
        bit = 1 << (len(conditions) - 1 - conditions.index(literal.lstrip("~")))
        mask |= bit
        value |= 0 if literal.startswith("~") else bit
    return Term(mask, value)
