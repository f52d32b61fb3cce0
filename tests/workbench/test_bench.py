"""A study opens once for all: checked, loaded without doubling, and quoted only where it may be."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.workbench import small_study
from useit_eval.ground import frames
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.text import sha256
from useit_eval.workbench import add_source, init_study, open_study


def test_every_table_comes_with_the_columns_and_dtypes_of_the_specification(bench):
    for name in frames.TABLES:
        loaded, declared = bench.load(name), frames.empty(name)
        assert loaded.dtypes.astype(str).to_dict() == declared.dtypes.astype(str).to_dict(), name


def test_what_the_files_hold_is_what_the_bench_gives(bench):
    claims, parts = bench.load("claim"), bench.load("claim_part")
    assert claims["label"].tolist() == ["C001", "C002"]
    assert parts["slot"].tolist() == ["context", "mechanism_resource", "mechanism_reasoning", "outcome"]
    assert parts["intensity"].tolist() == ["unknown", "unknown", "strong", "unknown"]
    assert bench.load("evidence")[["theory_id", "subject_label"]].values.tolist() == [["LE1", "C002"]]
    assert bench.sections()["interleaved"].tolist() == [False, False, True]
    assert bench.load("figure").empty and bench.load("figures").empty


def test_what_people_decided_is_at_hand(bench):
    assert bench.study.title == "Harbour" and "free_course" in bench.codebook.by_id
    assert bench.theories.ids == ("LE1", "ME1") and bench.as_of == bench.study.as_of


def test_opening_again_adds_nothing_and_reads_no_file(paths, bench, monkeypatch):
    before = len(bench.store.history("audit"))
    monkeypatch.setattr("useit_eval.workbench.loading.read_authored", None)
    with open_study(root=paths.root) as again:
        assert len(again.load("claim")) == 2 and len(again.store.history("audit")) == before


def test_a_changed_file_is_followed_and_the_old_row_is_kept(paths, bench):
    small_study.write_coding(paths, paraphrase="Said better.")
    with open_study(root=paths.root) as again:
        assert again.load("claim")["paraphrase"].tolist() == ["Said better.", "In our words."]
        assert again.load("claim_part")["claim_id"].isin(again.load("claim")["claim_id"]).all()
        assert len(again.store.history("claim")) == 3


def test_a_claim_may_move_to_another_file(paths, bench):
    old = paths.coding / "claims_1.yaml"
    old.rename(paths.coding / "claims_0_moved.yaml")
    with open_study(root=paths.root) as again:
        assert len(again.load("claim")) == 2 and len(again.store.history("claim")) == 2


def test_consent_changed_in_the_manifest_counts_at_once(paths, bench):
    small_study.write_manifest(paths, consent="paraphrase")
    with open_study(root=paths.root) as again:
        assert again.load("source")["consent"].tolist() == ["paraphrase"]
        assert not again.load("coding")["quotable"].any()
        assert again.load("coding")["source_id"].isin(again.load("source")["source_id"]).all()


def test_words_are_quoted_only_when_the_text_is_at_hand_and_they_may_be_shown(paths, bench):
    assert bench.load("coding")["quote"].isna().all() and bench.text("S1") is None
    add_source(bench, small_study.write_text(paths.root))
    codings = bench.load("coding").set_index("code_id")
    assert codings["quote"].dropna().to_dict() == {
        "earlier_bad_experience": "I had given up.",
        "free_course": "The course was free.",
        "feels_capable": "I can do this.",
    }
    assert not codings.loc["can_do_more", "quotable"], "two speakers' words are mixed there"
    assert bench.text("S1") == bench.text(small_study.key(1)) == small_study.TEXT


def test_a_voice_that_did_not_agree_is_not_quoted(paths, bench):
    add_source(bench, small_study.write_text(paths.root))
    small_study.write_manifest(paths, voice_consent="paraphrase")
    with open_study(root=paths.root) as again:
        codings = again.load("coding").set_index("code_id")
        assert pd.isna(codings.loc["earlier_bad_experience", "quote"])
        assert codings.loc["feels_capable", "quote"] == "I can do this."


def test_the_words_never_reach_the_store_s_codings(paths, bench):
    add_source(bench, small_study.write_text(paths.root))
    bench.load("coding")
    assert bench.store.history("coding")["quote"].isna().all()


def test_a_second_coder_s_passages_are_codings_and_never_claims(paths):
    one = small_study.part(9, "context", "few_ties", "I had given up.")
    passage = {name: one[name] for name in ("coding_id", "code", "start", "end", "sha256")}
    head = {"source": "S1", "coder": "bea", "round_no": 1, "recorded_at": small_study.WHEN}
    small_study._write(paths, "second_1.yaml", "claims", {**head, "codings": [passage]})
    with open_study(root=paths.root) as bench:
        assert bench.load("coding")["coder"].value_counts().to_dict() == {"ann": 4, "bea": 1}
        assert len(bench.load("claim_part")) == 4


def test_a_row_that_a_person_adds_stays_when_the_files_change(paths, bench):
    mine = bench.store.current("coding").head(1).assign(coding_id=small_study.key(99), coder="cem")
    bench.store.append("coding", mine, by="cem")
    small_study.write_coding(paths, paraphrase="Said better.")
    with open_study(root=paths.root) as again:
        assert set(again.load("coding")["coder"]) == {"ann", "cem"}


def test_as_of_is_the_study_s_unless_a_day_is_given(paths):
    with open_study(root=paths.root, as_of="2020-02-29") as bench:
        assert bench.as_of == "2020-02-29"
    with pytest.raises(UsageError, match="as_of 'soon' is not a day"):
        open_study(root=paths.root, as_of="soon")


def test_an_unknown_table_or_study_is_a_wrong_command(paths, bench):
    with pytest.raises(UsageError, match="'claims' is not a table of the record"):
        bench.load("claims")
    with pytest.raises(UsageError, match="no study 'absent'.*Studies here: harbour"):
        open_study("absent", root=paths.root)


def test_opening_and_loading_change_no_file_of_the_study(paths):
    before = _digests(paths)
    with open_study(root=paths.root) as bench:
        for name in frames.TABLES:
            bench.load(name)
    assert _digests(paths) == before


def _digests(paths) -> dict[str, str]:
    files = [*paths.codebooks.rglob("*"), *paths.raw.rglob("*")]
    return {str(path): sha256(path.read_bytes()) for path in files if path.is_file()}


def test_ripples_that_a_person_confirmed_are_at_hand_and_none_is_an_empty_set(tmp_path):
    init_study("city", folder=tmp_path)
    with open_study("city", root=tmp_path) as bench:
        assert bench.ripples == frozenset()
    lines = ["format: useit-ripples/1", "confirmed:", "  - {from_claim: C001, to_claim: C002, code: nobody_knows,"]
    lines.append("     confirmed_by: A. Researcher, reason: the same meeting}")
    (tmp_path / "codebooks" / "city" / "ripples.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputRefused, match=r"ripples\.yaml, line 3"):
        open_study("city", root=tmp_path)
