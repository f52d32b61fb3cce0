"""A page with every block and every kind of figure, about an invented town: what the tests read and people look at."""

from __future__ import annotations

from useit_eval.document.page import Callout, Lines, Listing, Page, Paragraph, Prose, Quotation, Record, Section
from useit_eval.ground.findings import FigureSpec, Sentence, Table

HOSTILE = '<script>alert("x")</script> & \'q\' "d" $x_1$ %{x} {{ 7*7 }} 😀 שלום e\u0301 \u202eabc'


def configuration() -> FigureSpec:
    one = {
        "claim": ("C001",),
        "status": "observed",
        "citations": 1,
        "sources": 1,
        "units": 1,
        "group": "A known face opens the library door",
    }
    two = {"status": "anticipated", "group": "Contracts cut to the size of small firms"}
    return FigureSpec(
        "configuration",
        "How the library work is said to come about",
        (
            {"slot": "context", "factor": "Newcomers who have been turned away by other offices", **one},
            {"slot": "mechanism_resource", "factor": "A neighbour at the desk who speaks the language", **one},
            {"slot": "mechanism_reasoning", "factor": "“She was where I am now; so I can ask”", **one},
            {"slot": "outcome", "factor": "People register and come again", **one},
            {
                "slot": "context",
                "factor": "A town hall that buys from one caterer",
                "claim": "C002; C003",
                "citations": 3,
                "sources": 2,
                "units": 1,
                **two,
            },
            {
                "slot": "mechanism_resource",
                "factor": "Lots small enough to bid for",
                "claim": ("C003",),
                "citations": 1,
                "sources": 1,
                "units": 1,
                **two,
            },
            {
                "slot": "outcome",
                "factor": "A cooperative serves the council canteen",
                "claim": ("C002",),
                "citations": 2,
                "sources": 2,
                "units": 1,
                **two,
            },
            {
                "slot": "outcome",
                "factor": "Some of the money stays in the town",
                "claim": ("C004", "C005"),
                "citations": 2,
                "sources": 1,
                "units": 1,
                **two,
            },
        ),
        alt="Two chains from context to outcome; the second names no reasoning.",
        legend="All 5 claims of source K1; every part shown.",
    )


def targets() -> FigureSpec:
    return FigureSpec(
        "targets",
        "Figures against their targets",
        (
            {
                "name": "People trained as neighbourhood guides",
                "unit": "people",
                "value": 23,
                "target": 40,
                "as_of": "June 2019",
                "target_as_of": "end of 2020",
                "ids": ("F001", "F002"),
            },
            {
                "name": "Floor space let to cooperatives",
                "unit": "m²",
                "value": 81361,
                "target": 75000,
                "bound": "about",
                "as_of": "2019",
                "ids": ("F003",),
            },
            {
                "name": "Households reached by the tenants' survey, counting those who answered at least half of the questions",
                "unit": "households",
                "value": None,
                "target": 1200,
                "target_bound": "at_least",
            },
            {"name": "Loans repaid", "unit": "loans", "value": 4, "target": None, "as_of": "May 2019"},
        ),
        alt="Bars of four figures against their targets; two of them lack one of the two.",
        legend="Figures F001 to F003 of the ledger.",
    )


def counts() -> FigureSpec:
    return FigureSpec(
        "counts",
        "What the evidence consists of",
        (
            {"name": "First-hand accounts", "count": 12, "unit": "claims", "ids": ("C001", "C002")},
            {"name": "Accounts told by somebody else", "count": 31, "unit": "claims"},
            {"name": "Hypothetical", "count": 0, "unit": "claims"},
            {"name": "Independent units", "count": 2, "unit": "units"},
            {"name": "Money lent", "count": 145000, "unit": "£"},
        ),
        alt="Counts of claims, units and money, each on its own scale.",
    )


def states() -> FigureSpec:
    rows = {
        "Libraries": {"possible": 4, "brokered": 2, "agreed": 1, "realised": 1},
        "Canteens": {"possible": 7, "brokered": 1, "failed": 2, "not_known": 3, "sustained": 1},
    }
    return FigureSpec(
        "states",
        "How far the links have come",
        tuple(
            {"group": group, "state": state, "count": count, "unit": "links", "ids": ("L001",)}
            for group, by in rows.items()
            for state, count in by.items()
        ),
        alt="Stacked bars: most links are only possible.",
        legend="22 links of the register.",
    )


def ladder() -> FigureSpec:
    return FigureSpec(
        "ladder",
        "Where the theories stand",
        (
            {
                "theory": "LB1",
                "title": "A known face makes asking safe",
                "rating": "emerging",
                "note": "Capped: one independent unit only",
                "ids": ("C001",),
            },
            {
                "theory": "LB2",
                "title": "Training gives a name to what people can do",
                "rating": "supported",
                "ids": ("C001", "C004"),
            },
            {"theory": "CN1", "title": "Small lots let small firms bid", "rating": "insufficient"},
            {
                "theory": "CN2",
                "title": "Buyers keep to whom they know",
                "rating": "contested",
                "note": "Two claims for, two against",
            },
        ),
        alt="One theory is supported, one emerging, one has insufficient evidence, one is contested.",
    )


def causal_map() -> FigureSpec:
    c, m, r, o = "context", "mechanism_resource", "mechanism_reasoning", "outcome"
    rows = (
        ("Newcomers turned away", c, "Neighbour at the desk", m, 6),
        ("Neighbour at the desk", m, "Trust in the desk", r, 4),
        ("Trust in the desk", r, "People register", o, 5),
        ("One large caterer", c, "Small lots", m, 2),
        ("Small lots", m, "A bid seems possible", r, 1),
        ("A bid seems possible", r, "Cooperative serves the canteen", o, 1),
        ("Neighbour at the desk", m, "A bid seems possible", r, 1),
    )
    made = tuple(
        {
            "source": a,
            "source_slot": s,
            "target": b,
            "target_slot": t,
            "citations": n,
            "sources": 1,
            "units": 1,
            "ids": ("C001",),
        }
        for a, s, b, t, n in rows
    )
    return FigureSpec(
        "causal_map",
        "The claims drawn together",
        (
            *made,
            {
                **made[-1],
                "source": "Trust in the desk",
                "source_slot": r,
                "target": "Cooperative serves the canteen",
                "target_slot": o,
                "state": "suggested",
                "citations": None,
            },
        ),
        alt="A map of eight links from contexts to outcomes; one is only suggested.",
    )


def circle() -> FigureSpec:
    return FigureSpec(
        "causal_map",
        "Links without slots",
        tuple(
            {"source": a, "target": b, "citations": 1}
            for a, b in (
                ("Trust", "Asking"),
                ("Asking", "Registering"),
                ("Registering", "Trust"),
                ("Pay", "Asking"),
                ("Time", "Pay"),
            )
        ),
        alt="Five factors in a circle.",
    )


def figures() -> tuple[FigureSpec, ...]:
    return configuration(), targets(), counts(), states(), ladder(), causal_map(), circle()


def page(**more) -> Page:
    many = tuple(f"C{n:03}" for n in range(1, 10))
    table = Table(
        ("Theory", "If, then, because", "Proposed rating", "Condition that lifted it", "Claims"),
        (
            (
                "LB1",
                "If a newcomer meets a neighbour at the desk, then she registers, because asking no longer feels like begging.",
                "emerging",
                "Two observed claims bear on the mechanism",
                12,
            ),
            (
                "CN1",
                "If the town cuts its contracts into small lots, then small firms bid, because the risk is one they can carry.",
                "well_supported",
                "None",
                1,
            ),
        ),
        (("C001", "C002"), ("F003",)),
        "Theories with their proposed ratings",
    )
    figures_table = Table(
        ("Figure", "Value", "Unit", "As of"),
        (
            ("Guides trained", 23, "people", "June 2019"),
            ("Space let", 81361, "m²", "2019"),
            ("Share of tenants", 0.31415, "of households", None),
        ),
        (),
        "Figures of the ledger",
    )
    text = Section(
        "The library in plain words",
        (
            Paragraph(
                (
                    Sentence("This part tells what the library work is, before any judgement.", explains=True),
                    Sentence("Twenty-three neighbours were trained as guides, of forty planned.", ("F001", "F002")),
                    Sentence("Those who came a second time had mostly met a neighbour at the desk.", many),
                )
            ),
            Listing(
                (
                    Sentence("Guides are paid by the hour.", ("C004",)),
                    Sentence("Nobody was asked about evening hours.", ("C005",)),
                ),
                ordered=True,
            ),
            Quotation(
                "She knew the form because she had filled it in herself.",
                "Guide, library (told by the coordinator)",
                ("C001",),
            ),
            Section(
                "What the author adds",
                (
                    Prose(
                        "# A heading of the author's\n\nSome *emphasis*, a list:\n\n- one, as C002 says\n- two <b>raw</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n### Deeper\n\nA [link](https://example.org) and ![no picture](https://example.org/x.png).",
                        "A. Author",
                        ("C002", "F003"),
                    ),
                ),
            ),
            Section("Tables", (table, figures_table, Table(("Nothing",), (), (), "An empty table"))),
        ),
    )
    tones = Section(
        "Notes",
        tuple(
            Callout(tone, f"A {tone}", (Sentence("The source says nothing on evening hours.", ("C005",)),))
            for tone in ("note", "check", "caution", "practice")
        ),
    )
    drawn = Section("Figures", figures(), anchor="figures", new_page=True)
    sheet = Section("To write on", (Lines(3), Lines(0, ("What helped?", "What stood in the way?"))))
    records = tuple(
        Record(
            label,
            "Claim: a neighbour at the desk made the difference",
            (
                ("Source", "K1, section 2.1"),
                ("Voice", "V01, guide"),
                ("Status", "observed"),
                ("Paraphrase", "Those who met a neighbour at the desk came back, says the coordinator; compare F001."),
                ("Bears on", "LB1, supports"),
            ),
        )
        for label in many
    )
    ledger = tuple(
        Record(f"F00{n}", "Figure: people trained", (("Value", "23 people"), ("As of", "June 2019"))) for n in (1, 2, 3)
    )
    made = {
        "slug": "libraries",
        "title": "Libraries as places to ask",
        "subtitle": "What works, for whom, in which circumstances and why",
        "standing": "Proposed by rubric, not signed",
        "sections": (
            text,
            tones,
            drawn,
            sheet,
            Section("Appendix: what every label leads to", (Section("Claims", records), Section("Ledger", ledger))),
        ),
        "links": (
            ("Start", "../index.html"),
            ("Libraries", "libraries.html"),
            ("Canteens", "canteens.html"),
            ("Module 1", "../training/module_1/guide.html"),
        ),
    }
    return Page(**(made | more))


def hostile() -> Page:
    """Every field of every block holds a text that wants to be code."""
    h, s = HOSTILE, Sentence(HOSTILE, (HOSTILE, "C001"))
    rows = {
        "configuration": (
            {
                "group": h,
                "slot": "context",
                "factor": h,
                "claim": (h,),
                "status": h,
                "citations": 1,
                "sources": 1,
                "units": 1,
            },
        ),
        "targets": ({"name": h, "unit": h, "value": 1, "target": 2, "as_of": h},),
        "counts": ({"name": h, "unit": h, "count": 1},),
        "states": ({"group": h, "state": h, "count": 1, "unit": h},),
        "ladder": ({"theory": h, "title": h, "rating": "emerging", "note": h},),
        "causal_map": ({"source": h, "target": "b", "citations": 1, "state": h},),
    }
    blocks = (
        Paragraph((s,)),
        Listing((s,)),
        Quotation(h, h, (h,)),
        Callout(h, h, (s,)),
        Prose(h + "\n\n[a](javascript:alert(1)) <img src=x onerror=alert(1)>", h, (h,)),
        Record("C001", h, ((h, h),)),
        Record(h, h, ((h, h),)),
        Lines(1, (h,)),
        Table((h, "Rating"), ((h, h),), ((h,),), h),
        *(FigureSpec(kind, h, r, h, h) for kind, r in rows.items()),
    )
    return Page(
        h, h, h, (Section(h, (*blocks, Section(h, ()))),), h, ((h, "javascript:alert(1)"), (h, h)), practice=True
    )
