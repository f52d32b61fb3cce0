"""Numbers and addresses that lead to a person: phones, postcodes, NHS and National Insurance numbers, and the like.

Formats as their keepers publish them. Phones: numbering plans by the library phonenumbers (Great Britain unless "+").
Postcodes: Government Data Standards Catalogue, Post Code 2.1 after BS 7666 (seven outward forms; inward letters never
C I K M O V) and Royal Mail's list of postcode areas. NHS number: NHS Data Model and Dictionary, NHS NUMBER (ten digits,
weights 10 to 2, modulus 11). National Insurance number: HMRC internal manual NIM39110 (prefix letters not D F I Q U V,
second letter not O, prefixes BG GB KN NK NT TN ZZ not used, suffix A to D). E-mail: the usual subset of RFC 5322.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G"
    " GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW"
    " OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD"
    " WF WN WR WS WV YO ZE"
)
_AREA = "(?:" + "|".join(sorted(_AREAS.split(), key=lambda area: (-len(area), area))) + ")"
_BLANK = r"[ \t\u00a0]"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = (
    r"(?:twenty|thirty)?[- ]?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL})"
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d|\d\d)"


@dataclasses.dataclass(frozen=True)
class Match:
    """A place in the text, what kind of thing stands there, and whether the machine is sure."""

    start: int
    end: int
    kind: str
    sure: bool
    why: str


def find_numbers(text: str) -> list[Match]:
    """Return e-mails, web addresses, phones, postcodes, NHS and National Insurance numbers, births and addresses."""
    return [match for find in _FINDERS for match in find(text)]


def nhs_check(number: str) -> bool:
    """Return whether ten digits end in the check digit of an NHS number (modulus 11; a check digit of 10 is not used).

    Example:
        >>> nhs_check("943 476 5919"), nhs_check("943 476 5918")
        (True, False)
    """
    digits = [int(c) for c in number if c.isdecimal()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if check == 11 else check) == digits[9]


def insurance_prefix(letters: str) -> bool:
    """Return whether two letters may begin a National Insurance number, by HMRC's manual NIM39110.

    Example:
        >>> insurance_prefix("AB"), insurance_prefix("QQ"), insurance_prefix("TN")
        (True, False, False)
    """
    letters = letters.upper()
    unused = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
    return not set(letters) & set("DFIQUV") and letters[1] != "O" and letters not in unused


def _near(text: str, start: int, cue: re.Pattern[str], *, reach: int = 40) -> bool:
    """Return whether a cue stands shortly before a place, in the same paragraph."""
    return bool(cue.search(text[max(0, start - reach) : start].rpartition("\n\n")[2]))


_E_MAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w-])")
_SPOKEN = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,40}\s+(?:at|\(at\)|\[at\])\s+[\w-]{2,40}(?:\s+(?:dot|\(dot\)|\[dot\])\s+\w{2,10}){1,3}(?!\w)",
    re.I,
)


def _e_mails(text: str) -> Iterator[Match]:
    for match in _E_MAIL.finditer(text) if "@" in text else ():
        yield Match(*match.span(), "e_mail", True, "form of an e-mail address")
    for match in _SPOKEN.finditer(text):
        yield Match(*match.span(), "e_mail", False, "an e-mail address as it is spoken")


_WEB = re.compile(r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"“”()]{3,500}|(?<![\w@./-])(?:[a-z0-9-]{1,40}\.){1,3}(?:com|org|net|uk|me|io|tv)/[^\s<>\"“”()]{2,300}", re.I)  # fmt: skip
_SOCIAL = re.compile(r"(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|snapchat|youtube|t|threads|github|paypal)\.(?:com|me)/|/[~@]|[?&](?:user|name|u|id)=", re.I)  # fmt: skip
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{2,29}(?<!\.)(?![\w@])")


def _web(text: str) -> Iterator[Match]:
    for match in _WEB.finditer(text):
        end = match.start() + len(match.group().rstrip(".,;:!?'’"))
        address = text[match.start() : end]
        path = re.sub(r"^https?://|^www\.", "", address, flags=re.I).partition("/")[2]
        if not path:
            continue
        social = bool(_SOCIAL.search(address))
        yield Match(
            match.start(), end, "web_address", social, "a page of one person" if social else "a page with a path"
        )
    for match in _HANDLE.finditer(text) if "@" in text else ():
        yield Match(*match.span(), "web_address", False, "looks like a user name")


_DIGITS = re.compile(r"(?<![\w./:£$€-])(?:\+|00|\()?\d(?:[ \t\u00a0().‐‑–-]{0,3}\d){5,16}(?![\w/:]|[.,]\d)")
_CALL = re.compile(
    r"\b(?:phone|ring|rang|call|mobile|mob|number|num|no|tel|telephone|text|whatsapp|landline|line|ext)\b", re.I
)
_OTHER_NUMBER = re.compile(
    r"\b(?:isbn|order|ref|reference|invoice|account|sort code|passport|nhs|case)\b[^.\n]{0,20}\Z", re.I
)


def _phones(text: str) -> Iterator[Match]:
    for match in _DIGITS.finditer(text):
        told = _phone(match.group(), called=_near(text, match.start(), _CALL))
        if told and not _near(text, match.start(), _OTHER_NUMBER):
            yield Match(*match.span(), "phone", *told)
            continue
        if not told and sum(map(str.isdecimal, match.group())) > 12:
            yield from _several_phones(match)


def _phone(written: str, *, called: bool) -> tuple[bool, str] | None:
    """Return how sure a run of digits is a phone number, and why; None when it is none."""
    import phonenumbers

    digits = "".join(c for c in written if c.isdecimal())
    international = written.startswith(("+", "00"))
    if not (international or digits.startswith("0")):
        return (
            (False, "digits behind a word for calling") if called and 6 <= len(digits) <= 8 and " " in written else None
        )
    try:
        number = phonenumbers.parse("+" + digits[2:] if digits.startswith("00") else written, "GB")
    except phonenumbers.NumberParseException:
        return None
    # Ofcom keeps numbers for drama (07700 900xxx) that no plan calls valid; a person may still have said them.
    if phonenumbers.is_valid_number(number) or re.fullmatch(r"(?:0|0044|44)7\d{9}", digits):
        return True, "a number of a numbering plan"
    return (
        (False, "perhaps a phone number")
        if called or (len(digits) > 8 and phonenumbers.is_possible_number(number))
        else None
    )


def _several_phones(match: re.Match[str]) -> Iterator[Match]:
    import phonenumbers

    for met in phonenumbers.PhoneNumberMatcher(match.group(), "GB"):
        yield Match(match.start() + met.start, match.start() + met.end, "phone", True, "a number of a numbering plan")


_POSTCODE = re.compile(
    rf"(?<![\w.])({_AREA}(?:\d\d?|\d[A-HJKPSTUW]|\d[ABEHMNPRVWXY]))({_BLANK}{{0,2}})(\d[ABD-HJLNP-UW-Z]{{2}})(?!\w)|(?<!\w)GIR ?0AA(?!\w)",
    re.I,
)
_OUTWARD = re.compile(rf"(?<![\w.]){_AREA}\d[\dA-Z]?(?![\w])", re.I)
_LIVES = re.compile(
    r"\b(?:post ?code|postal|lives?|living|lived|address|moved to|house in|flat in)\b[^.!?\n]{0,25}\Z", re.I
)


def _postcodes(text: str) -> Iterator[Match]:
    for match in _POSTCODE.finditer(text):
        yield Match(*match.span(), "postcode", True, "form of a postcode")
    for match in _OUTWARD.finditer(text):
        if _near(text, match.start(), _LIVES):
            yield Match(*match.span(), "postcode", False, "first half of a postcode")


_NHS = re.compile(r"(?<![\w.+-])\d{3}([ \t\u00a0.-]?)\d{3}\1\d{4}(?![\w-]|[.,]\d)")
_HEALTH = re.compile(r"\bNHS\b|\bhealth (?:service )?number\b|\bpatient\b|\bmedical (?:card|number)\b", re.I)


def _nhs_numbers(text: str) -> Iterator[Match]:
    for match in _NHS.finditer(text):
        cued, right = _near(text, match.start(), _HEALTH, reach=90), nhs_check(match.group())
        if right:
            sure = cued or bool(match.group(1))
            yield Match(*match.span(), "nhs_number", sure, "ten digits with the right check digit")
        elif cued:
            yield Match(*match.span(), "nhs_number", False, "near NHS, but the check digit is wrong: perhaps misread")


_INSURANCE = re.compile(r"(?<!\w)([A-Z]{2})([ \t\u00a0-]?)(\d{2}[ \t\u00a0-]?\d{2}[ \t\u00a0-]?\d{2})(?:[ \t\u00a0-]?([A-DMFP]))?(?!\w)", re.I)  # fmt: skip
_NATIONAL = re.compile(r"\bnational insurance\b|\bN\.?I\b|\bnino\b", re.I)
_TEMPORARY = re.compile(r"(?<![\w.])\d{2}[ ]?[A-Z]\d[ ]?\d{2}[ ]?\d{2}(?!\w)")


def _insurance_numbers(text: str) -> Iterator[Match]:
    for match in _INSURANCE.finditer(text):
        letters, blank, _, suffix = match.groups()
        cued = _near(text, match.start(), _NATIONAL, reach=60)
        if blank and not letters.isupper() and not cued:
            continue  # "at 12 34 56 a day"
        if insurance_prefix(letters) and suffix and suffix.upper() in "ABCD":
            yield Match(*match.span(), "national_insurance", True, "form of a National Insurance number")
        elif suffix or cued:
            yield Match(*match.span(), "national_insurance", False, "nearly a National Insurance number")
    for match in _TEMPORARY.finditer(text):
        yield Match(*match.span(), "national_insurance", False, "form of HMRC's temporary reference number")


_DATE = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,2}}([/.-])\d{{1,2}}\1(?:\d{{4}}|\d\d)|\d{{4}}-\d\d-\d\d|(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?"
    rf"|{_MONTH} {_DAY}(?:,? {_YEAR})?)(?![\w/-])",
    re.I,
)
_BIRTH = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b|turned \w+|date of birth)\b[^\d]{0,40}\Z", re.I)
_YEAR_ALONE = re.compile(r"(?<![\w/.,-])(?:19|20)\d\d(?![\w/-]|[.,]\d)")


def _births(text: str) -> Iterator[Match]:
    for match in _DATE.finditer(text):
        start = match.start() + 4 * match.group().lower().startswith("the ")
        if _near(text, match.start(), _BIRTH) or re.match(
            r"[^.\n]{0,15}\b(?:is|was) (?:my|his|her) birthday", text[match.end() : match.end() + 40]
        ):
            yield Match(start, match.end(), "date_of_birth", True, "a date near birth")
    for match in _YEAR_ALONE.finditer(text):
        if _near(text, match.start(), _BIRTH, reach=20):
            yield Match(*match.span(), "date_of_birth", False, "a year near birth")


_PLAIN_STREETS = r"Road|Rd|Street|St|Avenue|Ave|Crescent|Terrace|Boulevard|Gardens"
_CAPITAL_STREETS = (
    _PLAIN_STREETS
    + r"|Lane|Ln|Drive|Way|Close|Walk|Place|Court|Hill|Park|Square|Green|View|Row|Grove|Mews|Parade|Croft|Rise|Gate|House"
)
_INSIDE = r"(?:(?:flat|unit|apartment|apt|room)\s\w{1,4},?\s)?"
_HOUSE = r"\d{1,4}[a-z]?(?:\s?[-/]\s?\d{1,4})?,?\s"
_ADDRESS = re.compile(
    rf"(?<![\w.,£/-])(?:(?i:{_INSIDE}){_HOUSE}(?:[^\W\d_a-z][\w'’]{{1,20}}\s){{1,4}}(?:{_CAPITAL_STREETS})"
    rf"|(?i:{_INSIDE}{_HOUSE}(?:[^\W\d_]{{2,20}}\s){{1,2}}(?:{_PLAIN_STREETS})))(?!\w)"
)


def _addresses(text: str) -> Iterator[Match]:
    for match in _ADDRESS.finditer(text):
        yield Match(*match.span(), "address", False, "house number and street")


_CARD = re.compile(r"(?<!\w)\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?!\w)")
_BANK = re.compile(r"(?i:\b(?:sort code|account|acc)\b(?: (?:number|no))?\D{0,12})(\d{2}-\d{2}-\d{2}|\d{8})(?!\w)")


def _accounts(text: str) -> Iterator[Match]:
    for match in _CARD.finditer(text):
        yield Match(*match.span(), "other", False, "sixteen digits, perhaps of a card")
    for match in _BANK.finditer(text):
        yield Match(*match.span(1), "other", False, "digits of a bank account")


_FINDERS: tuple[Callable[[str], Iterator[Match]], ...] = (
    _e_mails, _web, _phones, _postcodes, _nhs_numbers, _insurance_numbers, _births, _addresses, _accounts,
)  # fmt: skip
