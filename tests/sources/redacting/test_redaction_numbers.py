"""Numbers that lead to a person are found by their keepers' formats; numbers that only look like them are left."""

from __future__ import annotations

import pytest

from useit_eval.sources.redacting.redaction_numbers import find_numbers


def told(text: str) -> list[tuple[str, str, bool]]:
    """Return kind, words and whether sure, without what lies inside another."""
    return [(m.kind, text[m.start : m.end], m.sure) for m in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Ring 07700 900123 now", "phone", "07700 900123"),
        ("Ring 07700900123 now", "phone", "07700900123"),
        ("Ring (0121) 496 0417 now", "phone", "(0121) 496 0417"),
        ("Ring +44 121 496 0417 now", "phone", "+44 121 496 0417"),
        ("Ring 00 44 7700 900222 now", "phone", "00 44 7700 900222"),
        ("Ring +1 312 555 0143 now", "phone", "+1 312 555 0143"),
        ("Write to a.b+c@example.co.uk.", "e_mail", "a.b+c@example.co.uk"),
        ("in B16 9ZZ now", "postcode", "B16 9ZZ"),
        ("in b169zz now", "postcode", "b169zz"),
        ("in SW1A 1AA now", "postcode", "SW1A 1AA"),
        ("It is 943 476 5919.", "nhs_number", "943 476 5919"),
        ("My NHS number is 9434765919.", "nhs_number", "9434765919"),
        ("It is AB 12 34 56 C.", "national_insurance", "AB 12 34 56 C"),
        ("It is ab123456c.", "national_insurance", "ab123456c"),
        ("I was born on 3 March 1958.", "date_of_birth", "3 March 1958"),
        ("dob 14/02/1991", "date_of_birth", "14/02/1991"),
        ("born on the 21st of June 2010", "date_of_birth", "21st of June 2010"),
        ("see www.facebook.com/amina.khatun,", "web_address", "www.facebook.com/amina.khatun"),
    ],
)
def test_a_number_in_its_keepers_format_is_sure(text, kind, words):
    assert (kind, words, True) in told(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("My NHS number is 943 476 5918.", "nhs_number"),
        ("Before that TN 01 02 91 M.", "national_insurance"),
        ("Born in 1979, near Lodz", "date_of_birth"),
        ("I live in B18, by the park", "postcode"),
        ("We are at 27 Marsh Lane.", "address"),
        ("at Flat 2, 51 Icknield Port Road", "address"),
        ("flat 9, 230 heath st", "address"),
        ("maggie at example dot org", "e_mail"),
        ("ring 496 0417 after six", "phone"),
        ("The plain ten digits 9434765919 here", "nhs_number"),
    ],
)
def test_what_is_less_certain_is_doubtful(text, kind):
    assert [(k, sure) for k, _, sure in told(text)] == [(kind, False)]


@pytest.mark.parametrize(
    "text",
    [
        "431 million pounds and 2,000 jobs by 2022",
        "The 82 from outside the SW1 stop, near platform B1",
        "ISBN 978 0 306 40615 7",
        "no such number as 943 476 5918",
        "12 34 56 on the football coupon",
        "On 12 May 2016 I had my certificate",
        "a 20 minute walk, 40 minutes drive",
        "the reference was AH/2017/00381",
        "My order 4012 888 888 came",
        "The B4114 runs there. Turn at M6 J6.",
        "from 08/06/2017, 19:02 to 19:30",
        "we had 12 34 56 a day",
        "£1,200.50 in 2017-2018 and 0.05 of it",
        "visit https://www.gov.uk/ for help",
    ],
)
def test_sums_years_references_and_stops_are_left(text):
    assert told(text) == []
