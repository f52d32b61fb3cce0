"""Confirmed ripples are held against what the claims tell as soon as a study is opened, not when a chapter needs them."""

from __future__ import annotations

import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import open_study

RIPPLE = """\
format: useit-ripples/1
confirmed:
  - from_claim: C002
    to_claim: C001
    code: {code}
    confirmed_by: A. Researcher
    reason: The same people.
"""


def _write(paths, code: str = "can_do_more", **changes: str) -> None:
    text = RIPPLE.format(code=code)
    for old, new in changes.items():
        text = text.replace(old, new)
    (paths.codebooks / "ripples.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "changes", "told"),
    [
        ("nobody_knows", {}, "line 5: code 'nobody_knows' is not a code"),
        ("can_do_more", {"C001": "C901"}, "line 4: to_claim 'C901' is not a claim"),
        ("can_do_more", {"C001": "C002"}, "line 4: the ripple runs from C002 to itself"),
        ("can_do_more", {}, "line 4: C001 does not tell 'can_do_more' as a context"),
        ("can_do_more", {"A. Researcher": '" "'}, "line 6: confirmed_by is empty"),
        ("can_do_more", {"useit-ripples/1": "useit-ripples/2"}, "line 1: the file is of a newer format"),
    ],
)
def test_a_ripple_with_a_fault_is_refused_when_the_study_is_opened(paths, code, changes, told):
    open_study(root=paths.root).close()
    _write(paths, code, **changes)
    with pytest.raises(InputRefused) as caught:
        open_study(root=paths.root)
    assert str(caught.value).startswith(f"ripples.yaml, {told}")
    (paths.codebooks / "ripples.yaml").unlink()
    open_study(root=paths.root).close()


def test_a_topic_guide_and_a_questionnaire_are_read_when_the_study_is_opened(paths):
    for kind in ("topic_guide", "questionnaire"):
        path = paths.codebooks / f"{kind}.yaml"
        kept = path.read_bytes() if path.is_file() else None
        path.write_text(f"format: useit-{kind}/1\nsomething: else\n", encoding="utf-8")
        with pytest.raises(InputRefused, match=rf"{kind}\.yaml, line \d"):
            open_study(root=paths.root)
        path.unlink()
        if kept is not None:
            path.write_bytes(kept)
