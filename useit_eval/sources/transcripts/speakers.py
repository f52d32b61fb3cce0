"""Which words at the head of a line may name a speaker: roles, codes such as P3, names; and which words never do."""

from __future__ import annotations

import re

LONGEST = 60
_PARTICLES = frozenset(
    [
        "de",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "bint",
        "al",
        "el",
        "da",
        "di",
        "du",
        "la",
        "le",
        "of",
        "and",
        "for",
        "the",
        "y",
        "e",
        "&",
        "+",
    ]
)
_ROLE = re.compile(
    r"(?:(?:unknown|unidentified|community|peer|co|lead|male|female|first|second|third|other|new|group)[ -])?"
    r"(?:interviewer|interviewee|interviewers|interviewees|respondent|respondents|participant|participants|moderator|"
    r"facilitator|speaker|researcher|interpreter|translator|voice|focus group|observer|note-?taker|mentor|mentee|"
    r"resident|trainer|trainee|int|resp|part|mod|fac)s?"
    r"(?:[ _#.-]*\d{1,4}[a-z]?|[ _-][a-z])?\Z"
)
_CODE = re.compile(r"[A-Z]{1,5}[A-Za-z]?[ _-]?\d{1,4}[A-Za-z]?\Z")
_LETTER = re.compile(r"[^\W\d_]\Z")
_NUMBERED = re.compile(r"[ _#.-]*(?:\d+(?:\.\d+)*[a-z]?|[ivx]+)\Z")
# Words that stand before a colon in notes, letters and reports and name nobody.
_NEVER = frozenset(
    """
    action;actions;activities;activity;address;agenda;aim;aims;also;amp;analysis;and;annex;answer options;apologies;
    appendix;area;area of work;as follows;assumption;assumptions;attendance;attendees;audience;author;authors;
    background;bcc;because;benefits;box;budget;but;case;case study;category;cause;caution;cc;challenge;challenges;
    chapter;city;code;codes;comment;comments;communication;conclusion;conclusions;contact;contents;context;copyright;
    cost;costs;data;date;dates;day;deadline;decision;decisions;definition;description;details;discussion;duration;
    e-mail;e.g;email;end;error;etc;evidence;example;examples;exercise;expenditure;fact;fax;figure;figures;file;
    file name;filename;finally;finding;findings;first;firstly;following;for example;for instance;format;from;fw;fwd;
    funding;further reading;goal;goals;group discussion;hence;hint;history;home;however;http;https;i.e;id;image;
    impact;impacts;important;in brief;in short;in sum;info;information;input;inputs;instructions;interview;
    interview date;interview no;interview number;introduction;issue;issues;item;items;job title;key findings;
    key issues;key learning;key lessons;key points;keywords;kind;language;languages;lead;lead partner;learning;
    legend;length;lesson;lessons;lessons learned;limitations;link;links;list;local authorities;location;map;
    materials;mechanism;mechanisms;meeting;message;method;methods;milestone;milestones;minutes;more;motto;name;names;
    nb;n.b;next;next steps;no;note;note to self;notes;now;number;objective;objectives;observation;observations;ok;okay;
    opening hours;option;outcome;outcomes;output;outputs;overview;owner;page;pages;part;partners;partnership;
    period;phone;photo;picture;place;postcode;present;price;problem;problems;procedure;progress;project;ps;p.s;
    publication;purpose;quote;re;read more;reason;reasons;recommendation;recommendations;recorded;recorded by;
    recording;reference;references;regards;remark;remember;reply;response rate;responsibilities;responsible;result;
    results;risk;risks;role;roles;sample;scope;second;secondly;section;see;see also;sent;session;setting;site;size;
    slide;so;solution;solutions;source;sources;speakers;stage;start;state;statement;status;step;steps;subject;success;
    suggestion;summary;table;target;targets;task;tasks;tel;telephone;that is;thematic area;theme;themes;then;
    theories;theory;therefore;third;thirdly;thus;time;times;tip;title;to;today;tomorrow;topic;topics;total;
    transcribed by;transcriber;transcript;transcription;type;unit;update;updates;url;value;venue;version;video;vision;
    monday;tuesday;wednesday;thursday;friday;saturday;sunday;strengths;weaknesses;opportunities;threats;pros;cons;
    advantages;disadvantages;before;after;morning;afternoon;evening;
    warning;web;website;week;well;what;when;where;who;why;how;work;work package;wp;www;year;years;yes;yesterday;yeah
    """.replace("\n", "")
    .replace("    ", "")
    .split(";")
)

# Of these, words that open a transcript with what it is about.
_OPENING = frozenset(
    """
    title;date;dates;time;place;location;venue;site;interview;interview date;interview no;interview number;id;file;
    file name;filename;recording;recorded;recorded by;duration;length;language;languages;topic;subject;project;study;
    transcriber;transcribed by;transcript;transcription;participants;speakers;present;attendees;setting;session;audio;
    version;status
    """.replace("\n", "")
    .replace("    ", "")
    .split(";")
)


def key_of(label: str) -> str:
    """Return a label as it is compared: lower case, single blanks.

    Example:
        >>> key_of("Interviewee  1")
        'interviewee 1'
    """
    return " ".join(label.casefold().split())


def names_nobody(label: str) -> bool:
    """Return whether a label is a word of notes, letters and reports (``Note``, ``Source``, ``Figure 3``)."""
    key = key_of(label).strip(" .*-")
    return key in _NEVER or (_NUMBERED.sub("", key) in _NEVER and not _LETTER.match(label))


def opens(label: str) -> bool:
    """Return whether a label is one of those that say, above the first turn, what a transcript is (``Date``)."""
    return key_of(label).strip(" .*-") in _OPENING


def is_role(label: str) -> bool:
    """Return whether a label is a role of interviews (``Interviewer``, ``Speaker 2``, ``SPEAKER_00``)."""
    return bool(_ROLE.match(re.sub(r"\s*\(.*\)\Z", "", key_of(label))))


def is_code(label: str) -> bool:
    """Return whether a label is a code such as ``P3`` or ``FG2-1``, or one letter: it must recur to name a speaker."""
    return bool(_CODE.match(label) or _LETTER.match(label))


def is_letter(label: str) -> bool:
    """Return whether a label is one letter, as in ``I:`` and ``R:``."""
    return bool(_LETTER.match(label))


def is_name(label: str) -> bool:
    """Return whether a label is written like a name: at most six words, none in lower case but particles.

    Scripts without capitals pass. A full stop may only end a title or an initial (``Dr.``, ``M.``).
    """
    bare = re.sub(r"\([^()]*\)", "", label).strip()
    words = re.split(r"[\s/]+", bare)
    if not bare or len(words) > 6 or len(label) > LONGEST or names_nobody(label):
        return False
    if re.search(r"[.!?;…]\Z", bare) and not re.search(r"(?:\b\w{1,3})\.\Z", bare):
        return False
    if re.search(r"\w{4,}[.!?;]\s", bare) or re.search(r"[=@\\|~^%$£€]", bare):
        return False
    return all(word in _PARTICLES or not _lower(word) for word in words[1:]) and not _lower(words[0])


def _lower(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return bool(letters) and letters[0].islower()
