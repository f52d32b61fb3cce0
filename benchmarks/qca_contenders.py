"""One contender of `benchmarks/qca.py` in a process of its own: the table on the way in, seconds and answer on the way out.

Libraries are loaded before the clock starts; a small table is solved first, so no contender pays for waking up.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

SMALL = {"size": 3, "positive": [7, 3], "negative": [0, 4]}
ATTEMPTS, ENOUGH = 20, 1.0


def main() -> None:
    """Solve the table that comes in until a second has passed, and write the best time with the answer."""
    solve = {"ours": ours, "espresso_tts": espresso_tts, "espresso_rows": espresso_rows, "naive": naive}[sys.argv[1]]
    table = json.loads(sys.stdin.read())
    solve(SMALL)
    best, spent = float("inf"), 0.0
    for _ in range(ATTEMPTS):
        seconds, answer = solve(table)
        best, spent = min(best, seconds), spent + seconds
        if spent > ENOUGH:
            break
    sys.stdout.write(json.dumps({"seconds": best, **answer}) + "\n")


def ours(table: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """Give every smallest model, or the least number there are."""
    import scipy.optimize  # noqa: F401

    from useit_eval.evidence.qca.chart import smallest_covers
    from useit_eval.evidence.qca.minimising import covered_by, parsimonious_primes

    started = time.perf_counter()
    primes = parsimonious_primes(table["positive"], table["negative"], table["size"])
    covers = smallest_covers(covered_by(primes, table["positive"]), len(table["positive"]))
    listed = len(covers.listed()) if covers.complete and covers.count <= 10_000 else 0
    seconds = time.perf_counter() - started
    told = {"terms": covers.size, "primes": len(primes), "models": covers.count, "complete": covers.complete}
    return seconds, told | {"listed": listed}


def espresso_tts(table: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """Give one cover by pyeda as its users call it: a truth table with don't-cares for corners without a case."""
    from pyeda.inter import espresso_tts, exprvars, truthtable

    names = exprvars("x", table["size"])
    outs = ["-"] * (1 << table["size"])
    for side, sign in (("positive", "1"), ("negative", "0")):
        for row in table[side]:
            outs[row] = sign
    wanted = truthtable(names, "".join(outs))
    started = time.perf_counter()
    (found,) = espresso_tts(wanted)
    seconds = time.perf_counter() - started
    return seconds, {"terms": len(found.xs) if type(found).__name__ == "OrOp" else 1}


def espresso_rows(table: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """Give one cover by espresso's C routine alone, from the rows that occur."""
    from pyeda.boolalg.espresso import FTYPE, RTYPE, espresso

    size = table["size"]
    cover = {
        (tuple(2 if row >> place & 1 else 1 for place in range(size)), (sign,))
        for side, sign in (("positive", 1), ("negative", 0))
        for row in table[side]
    }
    started = time.perf_counter()
    found = espresso(size, 1, cover, intype=FTYPE | RTYPE)
    return time.perf_counter() - started, {"terms": len(found)}


def naive(table: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """Give the primes by Quine and McCluskey over all corners, don't-cares among them, and a greedy cover of the chart."""
    started = time.perf_counter()
    whole = (1 << table["size"]) - 1
    level = {(whole, row) for row in range(whole + 1) if row not in set(table["negative"])}
    primes: set[tuple[int, int]] = set()
    while level:
        wider, joined = set(), set()
        for mask, value in level:
            for bit in (1 << place for place in range(table["size"])):
                if mask & bit and (mask, value ^ bit) in level:
                    joined.add((mask, value))
                    wider.add((mask ^ bit, value & ~bit))
        primes |= level - joined
        level = wider
    holding = {term: {row for row in table["positive"] if row & term[0] == term[1]} for term in primes}
    holding = {term: rows for term, rows in holding.items() if rows}
    left, terms = set(table["positive"]), 0
    while left:
        left -= max(holding.values(), key=lambda rows: len(rows & left))
        terms += 1
    return time.perf_counter() - started, {"terms": terms, "primes": len(holding)}


if __name__ == "__main__":
    main()
