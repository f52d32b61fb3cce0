"""Terms and models in words: "a mentor and no long journey, or ..."."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from useit_eval.evidence.qca.minimising import Term
from useit_eval.evidence.qca.solutions import literals
from useit_eval.evidence.qca.truth_table import NOT


def named(name: str, names: Mapping[str, str]) -> str:
    """Return a condition in readers' words; written with ~ it is absent.

    Example:
        >>> named("~MENTOR", {"MENTOR": "a mentor"})
        'not “a mentor”'
    """
    plain = name.removeprefix(NOT)
    quoted = f"“{names.get(plain, plain)}”"
    return f"not {quoted}" if name.startswith(NOT) else quoted


def term_words(term: Term, conditions: Sequence[str], names: Mapping[str, str]) -> str:
    """Return a term in words, "and" between its parts; a term without any holds for every case.

    Example:
        >>> term_words(Term(0b11, 0b10), ["DEV", "STB"], {"DEV": "rich"})
        '“rich” and not “STB”'
    """
    parts = [named(name if there else NOT + name, names) for name, there in literals(term, conditions)]
    return " and ".join(parts) or "whatever the conditions are"


def model_words(model: Sequence[Term], conditions: Sequence[str], names: Mapping[str, str]) -> str:
    """Return a model in words: "either ... or ..." between its terms.

    Example:
        >>> model_words([Term(0b10, 0b10), Term(0b01, 0)], ["DEV", "STB"], {})
        'either “DEV”, or not “STB”'
    """
    terms = [term_words(term, conditions, names) for term in model]
    return f"either {', or '.join(terms)}" if len(terms) > 1 else "".join(terms)


def listed_cases(cases: Sequence[str]) -> str:
    """Return the labels of cases as a cell of a table.

    Example:
        >>> listed_cases(("A", "B"))
        'A, B'
    """
    return ", ".join(cases)
