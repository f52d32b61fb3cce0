"""Versions are added and never edited; codes are retired and never deleted."""

from __future__ import annotations

import pytest

from useit_eval.codebook import (
    check_codes_history,
    check_history,
    digest_codes,
    digest_theories,
    load_codebook,
    load_theories,
)

_SECOND = "      - version: 2\n"


def test_layout_and_comments_leave_the_digest_as_it_is(put):
    before = digest_theories(load_theories(put("theory")))
    after = digest_theories(load_theories(put("theory", ("move: glean", "# a note\n        move:   'glean'"))))
    assert before == after
    assert [len(digests) for digests in before.values()] == [2]


def test_a_version_may_be_added(put):
    accepted = {"LE1": digest_theories(load_theories(put("theory")))["LE1"][:1]}
    assert check_history(load_theories(put("theory")), accepted) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("because: they trust the staff", "because: they trust the nurse"),
        ("[trust_in_staff]", "[trust]"),
        ("text: They stay because it rains.", "text: They stay because it snows."),
        ("reason: A first guess.", "reason: A second guess."),
        ("author: a", "author: b"),
    ],
)
def test_an_accepted_version_that_was_edited_is_refused_by_name(put, said, old, new):
    accepted = digest_theories(load_theories(put("theory")))
    assert said(check_history, load_theories(put("theory", (old, new))), accepted) == (
        "theory.yaml, line 10: version 1 of LE1 was accepted earlier and has been edited. "
        "Put it back and add a new version below it."
    )


def test_an_accepted_version_that_was_removed_is_refused_by_name(put, said):
    path = put("theory")
    accepted = digest_theories(load_theories(path))
    text = path.read_text(encoding="utf-8")
    kept = text[: text.index(_SECOND)] + "    moves_rating: People who left tell why.\n"
    assert said(check_history, load_theories(put("theory", text=kept)), accepted) == (
        "theory.yaml, line 3: version 2 of LE1 was accepted earlier and is gone. "
        "Put it back and add a new version below it."
    )


def test_an_accepted_theory_that_is_gone_is_refused_by_name(put, said):
    accepted = digest_theories(load_theories(put("theory")))
    assert said(check_history, load_theories(put("theory", ("id: LE1", "id: LE2"))), accepted) == (
        "theory.yaml: the theory LE1 was accepted earlier and is gone. "
        "Put it back; to drop it, add a version with move: set_aside."
    )


def test_codes_may_be_added_and_retired_and_never_deleted_or_given_another_guid(put, said):
    accepted = digest_codes(load_codebook(put("codebook")))
    retired = load_codebook(put("codebook", ("name: Open room", "name: Open room\n    retired: true")))
    assert check_codes_history(retired, accepted) is None
    renamed = load_codebook(put("codebook", ("id: room", "id: open_room")))
    assert said(check_codes_history, renamed, accepted) == (
        "codebook.yaml: the code 'room' was accepted earlier and is gone. "
        "Put it back and write 'retired: true', or 'merged_into: ...'."
    )
    reminted = load_codebook(put("codebook", ("000000000007", "000000000008")))
    assert said(check_codes_history, reminted, accepted) == (
        "codebook.yaml: the guid of the code 'room' has changed. "
        "Put back 00000000-0000-4000-8000-000000000007: it is given once."
    )
