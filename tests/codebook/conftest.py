"""Small authored files that one can check by eye, and a way to put them on disk."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

STUDY = """\
format: useit-study/1
title: Harbour
programme: Harbour programme
place: Harbour town
summary: A small study.
template: CMO
locale: en_GB
as_of: 2024-01-31
seed: 7
strands:
  - id: learning
    title: Evening courses
    plain: People learn in the evening.
  - id: meeting
    title: Meeting place
    plain: Neighbours meet.
cross_strands:
  - id: partnership
    title: Partnership
    plain: Organisations work together.
macro_name: large chance
micro_name: local strength
"""
CODEBOOK = """\
format: useit-codebook/1
codes:
  - id: trust
    guid: 00000000-0000-4000-8000-000000000001
    name: Trust
    kind: reasoning
    definition: d
    use_when: u
    do_not_use_when: n
  - id: trust_in_staff
    guid: 00000000-0000-4000-8000-000000000002
    name: Trust in staff
    kind: reasoning
    parent: trust
    definition: d
    use_when: u
    do_not_use_when: n
  - id: trust_in_the_nurse
    guid: 00000000-0000-4000-8000-000000000003
    name: Trust in the nurse
    kind: reasoning
    parent: trust_in_staff
    definition: d
    use_when: u
    do_not_use_when: n
  - id: few_ties
    guid: 00000000-0000-4000-8000-000000000004
    name: Few ties
    kind: context
    level: interpersonal
    definition: d
    use_when: u
    do_not_use_when: n
  - id: stays
    guid: 00000000-0000-4000-8000-000000000005
    name: Stays
    kind: outcome
    horizon: short
    definition: d
    use_when: u
    do_not_use_when: n
  - id: remains
    guid: 00000000-0000-4000-8000-000000000006
    name: Remains
    kind: outcome
    horizon: short
    definition: d
    use_when: u
    do_not_use_when: n
    merged_into: stays
  - id: room
    guid: 00000000-0000-4000-8000-000000000007
    name: Open room
    kind: resource
    definition: d
    use_when: u
    do_not_use_when: n
"""
THEORY = """\
format: useit-theory/1
theories:
  - id: LE1
    strand: learning
    kind: programme
    title: They stay
    question: How was it?
    plain: People stay who trust the staff.
    versions:
      - version: 1
        guid: 00000000-0000-4000-8000-000000000011
        if: a room is open
        then: people stay
        because: they trust the staff
        configuration:
          context: [few_ties]
          mechanism_resource: [room]
          mechanism_reasoning: [trust_in_staff]
          outcome: [stays]
        rivals:
          - id: LE1.R1
            text: They stay because it rains.
            state: open
        move: glean
        reason: A first guess.
        evidence: none yet
        dated: 2024-01-01
        author: a
      - version: 2
        guid: 00000000-0000-4000-8000-000000000012
        if: a room is open in the evening
        then: people stay
        because: they trust the staff
        configuration:
          mechanism_reasoning: [trust]
          outcome: [stays]
        rivals:
          - id: LE1.R1
            text: They stay because it rains.
            state: dropped
            reason: They also stay when it is dry.
        move: juxtapose
        reason: Two people told of evenings.
        evidence: [C001, F003]
        dated: 2024-01-20
        author: a
    moves_rating: People who left tell why.
"""
CLAIMS = """\
format: useit-claims/1
source: J1
coder: a
round_no: 1
recorded_at: 2024-01-31T10:00:00Z
claims:
  - label: C001
    claim_id: 00000000-0000-4000-8000-000000000021
    locator: "2.10"
    voice: V01
    reported_by: V00
    strand: learning
    about: newcomers
    status: observed
    elicitation: not_known
    paraphrase: They came back because the staff knew their names.
    parts:
      - part_id: 00000000-0000-4000-8000-000000000031
        coding_id: 00000000-0000-4000-8000-000000000041
        slot: mechanism_reasoning
        code: trust_in_staff
        start: 10
        end: 20
        sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        intensity: weak
      - part_id: 00000000-0000-4000-8000-000000000032
        coding_id: 00000000-0000-4000-8000-000000000042
        slot: outcome
        code: stays
        start: 20
        end: 35
        sha256: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        quotable: false
"""
BEARING = """\
format: useit-bearing/1
rater: a
recorded_at: 2024-01-31T10:00:00Z
bearing:
  - evidence_id: 00000000-0000-4000-8000-000000000051
    theory: LE1
    version: 2
    claim: C001
    bearing: supports
    relevance: 3
    richness: 1
    rigour: 1
    reason: It tells of the same people.
  - evidence_id: 00000000-0000-4000-8000-000000000052
    theory: LE1
    version: 2
    figure: F003
    bearing: refutes
    relevance: 2
    richness: 1
    rigour: 2
    reason: Few stayed.
    explained: The room was shut that week.
"""
SECTIONS = """\
format: useit-sections/1
source: J1
coder: a
recorded_at: 2024-01-31T10:00:00Z
sections:
  - segment_id: 00000000-0000-4000-8000-000000000061
    number: 1
    locator: "1"
    start: 0
    end: 40
    sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  - segment_id: 00000000-0000-4000-8000-000000000062
    number: 2
    locator: "2"
    start: 40
    end: 90
    sha256: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    interleaved: true
    note: Two speakers are mixed here.
"""
RUBRIC = """\
format: useit-rubric/1
thresholds:
  enough_units: 3
conditions:
  - id: some_support
    lifts_to: emerging
    needs:
      - measure: supporting
        at_least: 1
    says: Something speaks for it.
  - id: several_units
    lifts_to: supported
    needs:
      - measure: units
        at_least: enough_units
    says: Several units speak for it.
gates:
  - id: one_unit
    caps_at: emerging
    when:
      - measure: units
        at_most: 1
    says: All of it comes from one unit.
beside:
  - id: both_ways
    rating: contested
    when:
      - measure: refuting
        at_least: 1
      - measure: all_by_programme
        equals: true
    says: As much speaks against it as for it.
"""
FILES = {
    "study": STUDY,
    "codebook": CODEBOOK,
    "theory": THEORY,
    "claims": CLAIMS,
    "bearing": BEARING,
    "sections": SECTIONS,
    "rubric": RUBRIC,
}


@pytest.fixture
def put(tmp_path: Path):
    """Return a function that writes an example, with some of its lines changed, and returns its path and lines."""

    def write(kind: str, *changes: tuple[str, str], text: str | None = None) -> Path:
        content = FILES[kind] if text is None else dedent(text)
        for old, new in changes:
            assert content.count(old) >= 1, f"the example holds no {old!r}"
            content = content.replace(old, new, 1)
        path = tmp_path / f"{kind}.yaml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def line_of():
    """Return a function that gives the line, from 1, on which some words first stand in a file."""

    def find(path: Path, words: str, *, nth: int = 1) -> int:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [number for number, line in enumerate(lines, start=1) if words in line][nth - 1]

    return find


@pytest.fixture
def said():
    """Return a function that calls a loader and gives the one sentence with which it refuses the file."""
    from useit_eval.ground.errors import InputRefused

    def call(load, *arguments, **options) -> str:
        with pytest.raises(InputRefused) as refused:
            load(*arguments, **options)
        assert "\n" not in str(refused.value)
        return str(refused.value)

    return call
