"""The files of the study that ships with the project are read by these readers and exported as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from useit_eval.codebook import (
    check_labels,
    digest_theories,
    load_bearing,
    load_claims,
    load_codebook,
    load_ripples,
    load_sections,
    load_study,
    load_theories,
    retired_in_use,
    write_claims,
    yaml_of_claims,
)

STUDY = Path(__file__).resolve().parents[2] / "codebooks" / "useit"
CLAIMS = sorted((STUDY / "coding").glob("claims_*.yaml"))
SECOND = sorted((STUDY / "coding").glob("second_*.yaml"))


@pytest.fixture(scope="module")
def authored():
    """Return study, codebook and theories of the shipped study."""
    study, codebook = load_study(STUDY / "study.yaml"), load_codebook(STUDY / "codebook.yaml")
    return study, codebook, load_theories(STUDY / "theory.yaml", codebook=codebook, study=study)


def test_the_study_holds_at_least_what_it_promises(authored):
    study, codebook, theories = authored
    assert len(codebook.codes) >= 50
    assert len(theories.theories) >= 12
    assert sum(theory.kind == "failure" for theory in theories.theories) >= 2
    assert all(len(theories.of(strand)) >= 2 for strand in study.strand_ids)
    assert all(theories.of(strand.id) for strand in study.cross_strands)


def test_codes_nest_and_every_kind_is_there(authored):
    frame = authored[1].frame()
    assert set(frame["kind"]) == {"macro_asset", "micro_asset", "context", "resource", "reasoning", "outcome"}
    assert frame["depth"].max() >= 2


def test_each_version_has_a_digest_of_its_own(authored):
    digests = [digest for found in digest_theories(authored[2]).values() for digest in found]
    assert len(set(digests)) == len(digests)


def test_claims_bearing_and_sections_hold_together(authored):
    study, codebook, theories = authored
    claims = {path.name: load_claims(path, codebook=codebook, study=study) for path in CLAIMS}
    bearing = {path.name: load_bearing(path, theories=theories) for path in sorted(STUDY.glob("coding/bearing*.yaml"))}
    check_labels(claims, bearing=bearing)
    assert sum(len(held.claims) for held in claims.values()) >= 70
    assert [warning for held in claims.values() for warning in retired_in_use(codebook, held.used())] == []
    for path in STUDY.glob("coding/sections_*.yaml"):
        assert load_sections(path).sections
    for path in STUDY.glob("ripples.yaml"):
        labels = [claim.label for held in claims.values() for claim in held.claims]
        assert load_ripples(path, codebook=codebook, claims=labels).confirmed


def test_second_codings_use_codes_of_the_codebook(authored):
    for path in SECOND:
        assert load_claims(path, codebook=authored[1]).passages


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.name)
def test_a_shipped_file_is_exported_again_in_the_same_form(path):
    shipped = re.sub(r" +$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert yaml_of_claims(load_claims(path)) == shipped


@pytest.mark.parametrize("path", SECOND, ids=lambda path: path.name)
def test_a_second_coding_is_exported_with_the_same_records(path, tmp_path):
    write_claims(tmp_path / path.name, load_claims(path))
    assert load_claims(tmp_path / path.name) == load_claims(path)
