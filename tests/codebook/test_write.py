"""What was loaded can be written again in the same form."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.codebook import Claim, ClaimsFile, MarkedPassage, Part, load_claims, write_claims, yaml_of_claims
from useit_eval.codebook.claims import ClaimsFile as Shape
from useit_eval.codebook.read import parse_yaml
from useit_eval.codebook.records import fit
from useit_eval.ground import terms
from useit_eval.ground.errors import WorkFailed


def test_claims_written_and_loaded_again_are_the_same(put, tmp_path):
    held = load_claims(put("claims"))
    write_claims(tmp_path / "again.yaml", held)
    assert load_claims(tmp_path / "again.yaml") == held


def test_a_file_in_the_projects_form_is_written_byte_for_byte(put, tmp_path):
    stamp = "2024-01-31T10:00:00Z"
    path = put("claims", (stamp, f"'{stamp}'"), ('"2.10"', "'2.10'"))
    write_claims(tmp_path / "again.yaml", load_claims(path))
    assert (tmp_path / "again.yaml").read_bytes() == path.read_bytes()


def test_a_folder_that_cannot_be_written_leaves_the_earlier_file(put, tmp_path, monkeypatch):
    held = load_claims(put("claims"))
    path = tmp_path / "again.yaml"
    path.write_text("earlier")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WorkFailed, match="no space left on device"):
        write_claims(path, held)
    assert path.read_text() == "earlier"


texts = st.text(st.characters(exclude_categories=("Cs", "Co", "Cn")), min_size=1, max_size=25).filter(str.strip).map(str.strip)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
labels = st.from_regex(r"[A-Z][0-9]{1,3}", fullmatch=True)
guids = st.uuids(version=4).map(str)
hashes = st.binary(max_size=4).map(lambda raw: hashlib.sha256(raw).hexdigest())
spans = st.tuples(st.integers(0, 10**6), st.integers(1, 500)).map(lambda pair: {"start": pair[0], "end": sum(pair)})
maybe = {
    "intensity": st.none() | st.sampled_from(terms.INTENSITIES),
    "valence": st.none() | st.sampled_from(terms.VALENCES),
    "intended": st.none() | st.booleans(),
}
passage = {"code": ids, "sha256": hashes, "memo": st.none() | texts, "quotable": st.booleans()}


@st.composite
def parts(draw) -> Part:
    own = {"part_id": draw(guids), "coding_id": draw(guids), "slot": draw(st.sampled_from(terms.SLOTS))}
    return Part(**own, **draw(spans), **draw(st.fixed_dictionaries({**passage, **maybe})))


@st.composite
def claims(draw) -> Claim:
    words = draw(st.fixed_dictionaries(dict.fromkeys(("locator", "strand", "about", "paraphrase"), texts)))
    closed = {"status": draw(st.sampled_from(terms.STATUSES)), "elicitation": draw(st.sampled_from(terms.ELICITATIONS))}
    who = {"label": draw(labels), "claim_id": draw(guids), "voice": draw(labels), "reported_by": draw(labels)}
    return Claim(**who, **words, **closed, parts=tuple(draw(st.lists(parts(), min_size=1, max_size=3))))


@st.composite
def files(draw) -> ClaimsFile:
    alone = draw(st.lists(st.builds(lambda guid, span, rest: MarkedPassage(coding_id=guid, **span, **rest), guids, spans, st.fixed_dictionaries(passage)), max_size=2))  # fmt: skip
    linked = draw(st.lists(claims(), min_size=1, max_size=2))
    head = {"source": draw(labels), "coder": draw(texts), "round_no": draw(st.integers(1, 9))}
    return ClaimsFile(**head, recorded_at="2024-01-31T10:00:00Z", claims=tuple(linked), codings=tuple(alone))


@settings(max_examples=60, deadline=None)
@given(files())
def test_any_claims_are_written_and_read_back_the_same(held):
    written = yaml_of_claims(held)
    again = fit(parse_yaml(written, name="a.yaml"), Shape)
    assert again == held
    assert yaml_of_claims(again) == written


def test_ids_that_look_like_numbers_are_quoted(put):
    held = load_claims(put("claims"))
    odd = held.model_copy(update={"coder": "08", "claims": (held.claims[0].model_copy(update={"locator": "1e3"}),)})
    assert "coder: '08'" in yaml_of_claims(odd)
    assert "locator: '1e3'" in yaml_of_claims(odd)
    assert uuid.UUID(odd.claims[0].claim_id)
