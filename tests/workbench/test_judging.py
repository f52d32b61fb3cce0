"""Forms on bearing, signatures and theories without a browser: what is written, refused, superseded and left alone."""

from __future__ import annotations

import dataclasses
import html
import threading

import pandas as pd
import pytest

from tests.workbench.small_study import edit, key, make, write_figures, write_manifest
from useit_eval import codebook, judgement
from useit_eval.evidence import bear
from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.sources import change_row
from useit_eval.workbench import edit_theories, export_coding, judge_bearing, open_study, sign_ratings
from useit_eval.workbench.judged import Judged, judged_of, record_bearing
from useit_eval.workbench.signing import record_signature
from useit_eval.workbench.subjects import subjects_of

WHOLE = Judged(
    "LE1", 1, "claim", "C001", bearing="refutes", relevance=3, richness=2, rigour=1, reason="she gave up",
    why_relevance="the same course", why_richness="no reason is told", why_rigour="one voice", explained="it was full", rater="Ann Lee",
)  # fmt: skip


@pytest.fixture
def proposed(bench):
    """Give what notebook 06 hands to the form for signing."""
    held = {name: bench.load(name) for name in ("evidence", "claim", "claim_part", "source", "voice", "figure")}
    bearing = bear(
        held["evidence"],
        held["claim"],
        held["claim_part"],
        sources=held["source"],
        voices=held["voice"],
        figures=held["figure"],
    )
    profiles = judgement.profile_theories(bearing, bench.asked())
    return judgement.propose(profiles, bench.rubric), profiles, bearing


def said(form) -> str:
    """Return the form's message as a person reads it."""
    return html.unescape(form.message.value)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """Give a small study in which nothing is ever written, for all refusals."""
    with open_study(root=make(tmp_path_factory.mktemp("lasting")).root) as opened:
        yield opened


def saved(bench, given: Judged) -> dict:
    made = record_bearing(bench, given, subjects=subjects_of(bench))
    return bench.load("evidence").set_index("evidence_id").loc[made].to_dict()


def test_a_judgement_is_in_the_store_with_its_name_and_its_reasons(bench):
    row = saved(bench, WHOLE)
    assert (row["bearing"], row["relevance"], row["rigour"], row["explained"]) == ("refutes", 3, 1, "it was full")
    assert row["reason"] == "She gave up. Relevance: The same course. Richness: No reason is told. Rigour: One voice."
    assert (row["rater"], row["recorded_by"]) == ("Ann Lee", "Ann Lee") and bench.store.verify().first_fault == ""


def test_judging_again_supersedes_ones_own_row_and_nobody_elses(bench):
    first = record_bearing(bench, WHOLE, subjects=subjects_of(bench))
    saved(bench, dataclasses.replace(WHOLE, rater="Ben"))
    again = saved(bench, dataclasses.replace(WHOLE, rater=" ann  lee ", bearing="supports", explained=""))
    assert again["supersedes"] == first
    held = bench.load("evidence")
    assert sorted(held[held["subject_label"] == "C001"]["rater"]) == ["Ben", "ann lee"]
    assert len(bench.store.history("evidence")) == 4


def test_a_judgement_of_the_files_is_superseded_by_its_own_rater_and_stays_so_when_read_again(bench, paths):
    saved(bench, dataclasses.replace(WHOLE, subject_label="C002", rater="ann", bearing="neutral", explained=""))
    edit(paths.codebooks / "study.yaml", "format:", "# touched\nformat:")
    with open_study(root=paths.root) as again:
        assert again.load("evidence")["bearing"].tolist() == ["neutral"]


def test_what_was_typed_comes_back_apart(bench):
    rival = bench.theories.theory("LE1").current.rivals[0].id
    row = {**saved(bench, dataclasses.replace(WHOLE, rival=rival)), "evidence_id": ""}
    found = judged_of(row)
    assert (found.reason, found.why_richness, found.rival) == ("She gave up.", "No reason is told.", rival)
    assert f"Speaks for the rival {rival}." in row["reason"]


def test_the_reasons_of_grades_ship_apart_and_give_the_same_record_when_loaded(bench, tmp_path):
    rival = bench.theories.theory("LE1").current.rivals[0].id
    row = saved(bench, dataclasses.replace(WHOLE, rival=rival))
    files = export_coding(bench, folder=tmp_path / "export").files
    (path,) = [file for file in files if file.name == "bearing_ann_lee.yaml"]
    (found,) = codebook.load_bearing(path, theories=bench.theories).bearing
    assert (found.reason, found.why_relevance, found.why_rigour) == ("She gave up.", "The same course.", "One voice.")
    assert (found.rival, found.kept_reason) == (rival, row["reason"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"theory_id": "LE9"}, "'LE9' is not a theory. Closest: 'LE1'."),
        ({"theory_version": 7}, "LE1 has no version 7"),
        ({"subject_label": ""}, "no claim, figure or statistic is chosen"),
        ({"subject_label": "C009"}, "'C009' is not a claim that counts in the study"),
        ({"bearing": ""}, "it is not said which way it bears"),
        ({"bearing": "suports"}, "Closest: 'supports'."),
        ({"richness": None}, "the richness is not given"),
        ({"rigour": 4}, "the rigour '4' is not 1, 2 or 3"),
        ({"relevance": True}, "the relevance 'True' is not 1, 2 or 3"),
        ({"reason": " - "}, "it is not said why it bears so"),
        ({"why_rigour": ""}, "the rigour is given without a reason"),
        ({"bearing": "supports"}, "only a refutation is explained"),
        ({"rival": "LE1.R99"}, "'LE1.R99' is not a rival of this version"),
        ({"rater": "  "}, "nobody is named. Write the name"),
        ({"rater": "nobody"}, "nobody is named"),
        ({"rater": "files"}, "nobody is named"),
        ({"rater": "Ann, Ben"}, "reads like several names"),
        ({"reason": "a\ud800b"}, "a character that cannot be seen (U+D800)"),
        ({"why_rigour": "bell\x07"}, "a character that cannot be seen (U+0007)"),
    ],
)
def test_what_is_no_judgement_is_refused_in_one_sentence_and_nothing_is_written(lasting, change, told):
    bench = lasting
    before = bench.store.history("evidence")
    with pytest.raises(InputRefused) as refused:
        record_bearing(bench, dataclasses.replace(WHOLE, **change), subjects=subjects_of(bench))
    assert told in str(refused.value) and "\n" not in str(refused.value)
    assert bench.store.history("evidence").equals(before)


def test_claims_are_shown_by_paraphrase_and_withdrawn_ones_not_at_all(bench, paths):
    assert subjects_of(bench)["claim", "C001"].says == "In our words."
    write_manifest(paths, voice_consent="withdrawn")
    with open_study(root=paths.root) as again:
        assert ("claim", "C001") not in subjects_of(again) and ("claim", "C002") in subjects_of(again)


def test_consent_withdrawn_while_the_form_is_open_keeps_the_judgement_out(bench, paths):
    form = judge_bearing(bench)
    form.fields["rater"].value, form.fields["subject"].value = "Ann Lee", ("claim", "C001")
    form._fill(WHOLE)
    change_row(paths.raw / "manifest.csv", key(2), {"consent": "withdrawn"})
    open_study(root=paths.root).close()
    assert not form.save() and "'C001' is not a claim that counts" in said(form)


def test_figures_may_bear_too(paths):
    write_figures(paths)
    with open_study(root=paths.root) as bench:
        row = saved(bench, dataclasses.replace(WHOLE, subject_kind="figure", subject_label="F001"))
        assert row["subject_kind"] == "figure"
        assert subjects_of(bench)["figure", "F001"].says == "people who finished: 12 people"


def test_the_form_for_bearing_loses_nothing_and_says_what_is_lacking(bench):
    form = judge_bearing(bench)
    assert not form.save() and "no claim, figure or statistic is chosen" in said(form)
    form.fields["subject"].value = ("claim", "C002")
    assert (
        "1 other person judged it; what they said is not shown" in form.own.value and "supports" not in form.own.value
    )
    form.fields["reason"].value = "<b>half</b>"
    form.fields["rater"].value = "Ann Lee"
    assert not form.save() and form.given("reason") == "<b>half</b>"
    form._fill(WHOLE)
    form.fields["rater"].value = "Ann Lee"
    assert form.save() and "C002 refutes LE1 version 1" in said(form)
    assert "You judged it on" in form.own.value
    form.go_on()
    assert form.given("subject") == ("claim", "C001")
    form.fields["find"].value = "zebra"
    assert len(form.fields["subject"].options) == 1


def test_ones_own_earlier_judgement_is_shown_once_the_name_is_given(bench):
    form = judge_bearing(bench)
    form.fields["subject"].value = ("claim", "C002")
    assert form.given("bearing") == ""
    form.fields["rater"].value = "ann"
    assert (form.given("bearing"), form.given("rigour"), form.given("reason")) == ("supports", 1, "It says so.")
    assert "Saving replaces that" in form.own.value


def test_a_name_that_study_yaml_does_not_count_is_told_at_once(paths):
    edit(paths.codebooks / "study.yaml", "strands:", "counted_coders: [ann]\nstrands:")
    with open_study(root=paths.root) as bench:
        form = judge_bearing(bench)
        form.fields["rater"].value, form.fields["subject"].value = "Ann Lee", ("claim", "C002")
        form._fill(WHOLE)
        assert form.save() and "It is kept and not counted" in said(form)


def test_a_signature_stands_beside_the_proposal_and_a_change_of_mind_supersedes_ones_own(bench, proposed):
    form = sign_ratings(bench, *proposed)
    assert "The rubric proposes" in form.page.value
    form.fields["rating"].value, form.fields["reason"].value = "emerging", "One source <i>only</i>."
    assert not form.save() and "the rating is signed by nobody" in said(form)
    form.fields["rater"].value = "Ann Lee"
    assert form.save() and "Signed by Ann Lee: LE1 version 1 is emerging. Signed by 1 person so far" in said(form)
    record_signature(bench, "LE1", 1, rating="supported", reason="I read it otherwise.", rater="Ben")
    form.fields["rating"].value = "insufficient"
    assert form.save()
    held, every = bench.load("judgement"), bench.store.history("judgement")
    assert dict(zip(held["rater"], held["rating"], strict=True)) == {"Ann Lee": "insufficient", "Ben": "supported"}
    assert len(every) == 3 and set(every["recorded_by"]) == {"Ann Lee", "Ben"}
    assert judgement.propose(proposed[1], bench.rubric).equals(proposed[0])


def test_what_others_signed_is_not_shown_before_one_signs(bench, proposed):
    record_signature(bench, "LE1", 1, rating="not_supported", reason="Nothing holds.", rater="Ben")
    form = sign_ratings(bench, *proposed)
    form.fields["rater"].value = "Ann Lee"
    shown = form.own.value + form.page.value + said(form)
    assert "Nothing holds" not in shown and "Ben" not in shown and "Signed by 1 person so far" in form.own.value


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rater": ""}, "signed by nobody"), ({"reason": " "}, "without a reason"), ({"rating": "splendid"}, "not one of the rubric's"),
        ({"rating": ""}, "no rating is given"), ({"theory_id": "LE9"}, "'LE9' is not a theory"), ({"version": 2}, "stands at version 1"),
        ({"reason": "a\x00b"}, "cannot be seen (U+0000)"),
    ],
)  # fmt: skip
def test_what_is_no_signature_is_refused_and_nothing_is_written(lasting, change, told):
    bench = lasting
    given = {"theory_id": "LE1", "version": 1, "rating": "emerging", "reason": "So.", "rater": "Ann", **change}
    with pytest.raises(InputRefused, match=".*") as refused:
        record_signature(bench, given.pop("theory_id"), given.pop("version"), **given)
    assert told in str(refused.value) and bench.store.history("judgement").empty


def test_two_people_sign_at_once_and_both_rows_stand(paths):
    benches = [open_study(root=paths.root) for _ in range(2)]
    together, failed = threading.Barrier(2), []

    def sign(bench, rater: str) -> None:
        together.wait()
        for rating in ("emerging", "supported", "insufficient", "emerging"):
            try:
                record_signature(bench, "LE1", 1, rating=rating, reason="So I read it.", rater=rater)
            except Exception as error:
                failed.append(error)

    people = [threading.Thread(target=sign, args=pair) for pair in zip(benches, ("Ann", "Ben"), strict=True)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    held = benches[0].load("judgement")
    assert failed == [] and sorted(held["rater"]) == ["Ann", "Ben"] and set(held["rating"]) == {"emerging"}
    assert len(benches[0].store.history("judgement")) == 8 and benches[0].store.verify().first_fault == ""
    for bench in benches:
        bench.close()


def filled(bench, **changes):
    form = edit_theories(bench)
    why = {"move": "situate", "reason": "Only where it is near.", "evidence": "C001; C002", "author": "Ann Lee"}
    for name, value in {**why, **changes}.items():
        form.fields[name].value = value
    return form


def test_a_changed_theory_is_a_new_version_shown_before_it_is_written(bench, paths):
    before = (paths.codebooks / "theory.yaml").read_text("utf-8")
    form = filled(bench, if_="people of <b>this</b> street come")
    assert form.write_button.disabled and not form.difference.value
    assert form.preview() and "people of &lt;b&gt;this&lt;/b&gt; street come" in form.difference.value
    assert (paths.codebooks / "theory.yaml").read_text("utf-8") == before
    assert form.save() and "LE1 version 2, by Ann Lee. 1 judgement of version 1 stay" in said(form)
    now = bench.theories.theory("LE1")
    assert [v.version for v in now.versions] == [1, 2] and now.current.if_ == "people of <b>this</b> street come"
    assert (now.current.move, now.current.evidence, now.current.author) == ("situate", ("C001", "C002"), "Ann Lee")
    after = iter((paths.codebooks / "theory.yaml").read_text("utf-8").splitlines())
    assert all(line in after for line in before.splitlines())
    audit = bench.load("audit")
    assert audit[audit["act"] == "edit file"][["recorded_by", "record_key"]].values.tolist() == [
        ["Ann Lee", "theory.yaml LE1 version 2"]
    ]
    with open_study(root=paths.root) as again:
        assert again.theories.theory("LE1").current.version == 2


def test_a_difference_tells_codes_by_name_and_goes_once_what_is_typed_cannot_be_written(bench):
    code = next(code for code in bench.codebook.codes if code.in_use and code.name != code.id)
    form = filled(bench, context=code.name, then="they stay")
    assert form.preview() and f"Expected context: {code.name}" in form.difference.value
    form.fields["context"].value = f"{code.name}, and another"
    assert not form.preview() and "Put semicolons between codes. Closest:" in said(form)
    assert not form.difference.value and form.write_button.disabled
    assert code.name in form.page.value  # the names are at hand


def test_saving_without_having_seen_the_difference_shows_it_first(bench):
    form = filled(bench, then="they stay")
    assert form.save() and "was not shown before" in said(form) and len(bench.theories.theory("LE1").versions) == 1
    assert form.save() and len(bench.theories.theory("LE1").versions) == 2


@pytest.mark.parametrize(("state", "move"), [("kept", "reconcile"), ("dropped", "adjudicate")])
def test_a_rival_kept_or_dropped_is_a_new_version_with_its_reason(bench, state, move):
    rival = bench.theories.theory("LE1").current.rivals[0]
    form = filled(bench, what="rival", move=move, evidence="None  yet")
    form.fields["state"].value = state
    assert not form.preview() and f"the rival {rival.id} is {state} without a reason" in said(form)
    form.fields["rival_reason"].value = "Nobody says so."
    assert form.preview() and form.save()
    now = bench.theories.theory("LE1").current
    assert (now.rivals[0].state, now.rivals[0].reason, now.evidence) == (state, "Nobody says so.", ())


def test_a_new_rival_gets_an_id_of_its_own(bench):
    held = [rival.id for rival in bench.theories.theory("LE1").current.rivals]
    form = filled(bench, what="rival")
    form.fields["rival"].value = ""
    form.fields["rival_text"].value = "It was the weather."
    assert form.preview() and form.save()
    now = bench.theories.theory("LE1").current.rivals
    assert [rival.id for rival in now][:-1] == held and now[-1].id not in held and now[-1].state == "open"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"move": ""}, "the version has no move"), ({"reason": ""}, "the version has no reason"),
        ({"evidence": ""}, "names no evidence. Name labels such as C001; F003, or write: none yet"),
        ({"evidence": "C001; C999"}, "the evidence names 'C999', which no record bears"), ({"author": ""}, "nobody is named"),
        ({"then": " "}, "the 'then' is empty"), ({"context": "earlier bad experiense"}, "is not a code. Closest:"),
        ({"context": "", "mechanism_resource": "", "mechanism_reasoning": "", "mechanism_mixed": "", "outcome": ""}, "expects nothing"),
        ({"if_": "x\x08y"}, "cannot be seen (U+0008)"),
    ],
)  # fmt: skip
def test_a_version_without_its_why_or_with_unknown_codes_is_refused(lasting, change, told):
    bench, paths = lasting, lasting.paths
    before = (paths.codebooks / "theory.yaml").read_bytes()
    form = filled(bench, **{"because": "they think anew", **change})
    assert not form.preview() and told in said(form)
    assert not form.save() and (paths.codebooks / "theory.yaml").read_bytes() == before


def test_nothing_changed_is_no_version(lasting):
    form = filled(lasting)
    assert not form.preview() and "nothing changes in this version" in said(form)


def test_a_file_changed_meanwhile_is_a_conflict_and_stays(bench, paths):
    form = filled(bench, then="they stay")
    assert form.preview()
    edit(paths.codebooks / "theory.yaml", "format:", "# by hand\nformat:")
    by_hand = (paths.codebooks / "theory.yaml").read_bytes()
    assert not form.save() and "changed by somebody else since it was read here" in said(form)
    assert (paths.codebooks / "theory.yaml").read_bytes() == by_hand


def test_two_people_change_a_theory_and_the_second_is_told(paths):
    one, two = (open_study(root=paths.root) for _ in range(2))
    first, second = filled(one, then="they stay"), filled(two, then="they go")
    assert first.preview() and second.preview() and first.save()
    assert not second.save() and "changed by somebody else" in said(second)
    assert one.theories.theory("LE1").current.then == "they stay"
    one.close(), two.close()


def test_a_version_that_cannot_be_read_into_the_store_leaves_the_file_as_it_was(bench, paths, monkeypatch):
    form = filled(bench, then="they stay")
    before = (paths.codebooks / "theory.yaml").read_bytes()
    assert form.preview()

    def refuse(*_):
        raise WorkFailed("the disk is full")

    monkeypatch.setattr("useit_eval.workbench.loading.read_again", refuse)
    assert not form.save() and "the disk is full" in said(form)
    assert (paths.codebooks / "theory.yaml").read_bytes() == before


def test_in_a_run_nobody_is_waited_for(bench, proposed):
    told = [
        judge_bearing(bench, by_hand=False),
        edit_theories(bench, by_hand=False),
        sign_ratings(bench, *proposed, by_hand=False),
    ]
    assert [
        "1 judgement by 1 rater count" in repr(told[0]),
        "still open" in repr(told[1]),
        "wait" in repr(told[2]),
    ] == [True] * 3


def test_what_a_notebook_keeps_of_a_form_says_nothing_of_it(bench, proposed):
    for form in (judge_bearing(bench), edit_theories(bench), sign_ratings(bench, *proposed)):
        kept = form._repr_mimebundle_()
        assert kept["text/plain"].endswith("run this cell to open it.") and len(kept) == 2


def test_words_of_people_are_escaped_on_every_page(paths):
    edit(paths.coding / "claims_1.yaml", "paraphrase: In our words.", "paraphrase: <script>alert(1)</script>")
    edit(paths.codebooks / "theory.yaml", "because: ", "because: <img src=x onerror=alert(1)> ")
    with open_study(root=paths.root) as bench:
        form, theory = judge_bearing(bench), edit_theories(bench)
        form.fields["subject"].value = ("claim", "C001")
        drawn = form.page.value + form.theory_page.value + theory.page.value
        assert "<script>" not in drawn and "<img" not in drawn and "&lt;script&gt;" in drawn
        assert isinstance(bench.load("evidence"), pd.DataFrame)
