"""Messages of a page answered: what is asked is shown, what was done is kept, and nothing a page sends raises an error."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from useit_eval.coder.columns import shown
from useit_eval.coder.holding import NotThere
from useit_eval.coder.keeping import check_act, keep_act
from useit_eval.ground.errors import InputRefused, UseitError, WorkFailed

if TYPE_CHECKING:
    from useit_eval.coder.session import Session

MOST_ACTS = 100
MOST_SHOWN = 6
OWED_FOR = 300.0
"""Seconds after which an act owed is no longer waited for: a page sends it again every few seconds, or is gone."""
Reply = dict[str, Any]


def take(session: Session, message: object) -> list[Reply]:
    """Return the replies to one message of a page, in the order in which they are to be sent.

    Kinds: open (a view), acts (one "done" for those that are in the store, one "refused" for each that never will be,
    one "error" with ``later`` true for those that the store could not take now: they are sent again), compare, ping.
    Whatever is wrong with a message is answered in one sentence; nothing is raised for it.
    """
    n = message.get("n") if isinstance(message, dict) else None
    n = n if type(n) is int and 0 <= n < 2**53 else None
    try:
        return [{"n": n, **reply} for reply in _answer(session, message)]
    except UseitError as error:
        return [{"n": n, "kind": "error", "sentence": str(error)}]


def _answer(session: Session, message: object) -> list[Reply]:
    kind = message.get("kind") if isinstance(message, dict) else None
    if kind == "acts":
        return _take_acts(session, message.get("acts"))
    if kind == "open":
        return [_open(session, message.get("source"))]
    if kind == "compare":
        return [_compare(session, message.get("with"))]
    if kind == "ping":
        return [{"kind": "pong"}, *_standing(session, message.get("source"))]
    return [{"kind": "error", "sentence": "The page sent something that is not known here."}]


def _take_acts(session: Session, acts: object) -> list[Reply]:
    if not isinstance(acts, list) or not 0 < len(acts) <= MOST_ACTS:
        return [{"kind": "error", "sentence": f"A message holds 1 to {MOST_ACTS} acts. Nothing of it was saved."}]
    done, labels, others = [], [], []
    for act in acts:
        reply = _take_act(session, act)
        if reply["kind"] == "done":
            done.append(reply["act"])
            labels.extend(reply["rows"])
        else:
            others.append(reply)
    return [*([{"kind": "done", "acts": done, "rows": labels}] if done else []), *others]


def _take_act(session: Session, act: object) -> Reply:
    named = _named(act)
    if not session.may_write:
        return {
            "kind": "refused",
            "act": named,
            "sentence": "Nothing is written in this mode. Nothing of it was saved.",
        }
    try:
        act_id, rows = check_act(act)
        labels = keep_act(session, rows)
    except WorkFailed as error:
        return _later(session, named, str(error))
    except NotThere as error:
        if _owes(session, named):  # what it needs was sent before it, and could not be saved then
            return _later(session, named, "An earlier change is not saved yet.")
        return _refused(session, named, error)
    except UseitError as error:
        return _refused(session, named, error)
    session.owed.pop(act_id, None)
    return {"kind": "done", "act": act_id, "rows": labels}


def _named(act: object) -> str | None:
    """Return the id by which a page knows an act again, as long as it is one that can be said back."""
    named = act.get("act") if isinstance(act, dict) else None
    return named if isinstance(named, str) and len(named) <= 60 and named.isprintable() else None


def _later(session: Session, named: str | None, sentence: str) -> Reply:
    if named and len(session.owed) < 10_000:
        session.owed[named] = time.monotonic()
    return {"kind": "error", "later": True, "act": named, "sentence": f"{sentence} It is kept here and sent again."}


def _owes(session: Session, named: str | None) -> bool:
    now = time.monotonic()
    return any(now - at < OWED_FOR for act, at in list(session.owed.items()) if act != named)


def _refused(session: Session, named: str | None, error: UseitError) -> Reply:
    session.owed.pop(named or "", None)
    sentence = str(error)
    return {"kind": "refused", "act": named, "sentence": sentence[:1].upper() + sentence[1:]}


def _open(session: Session, source: object) -> Reply:
    from useit_eval.coder.view import show_view

    if source is not None and (not isinstance(source, str) or len(source) > 200 or not source.isprintable()):
        return {"kind": "error", "sentence": f"The source {shown(source)} is not of the study."}
    return {"kind": "view", "view": show_view(session, source or session.source)}


def _standing(session: Session, source: object) -> list[Reply]:
    """Return by which stamp a page knows whether the source it has open still stands as it shows it; None when gone."""
    from useit_eval.coder.view import stamp_of

    if not isinstance(source, str) or not 0 < len(source) <= 60:
        return []
    try:
        return [{"kind": "standing", "source": source, "stamp": stamp_of(session, source)}]
    except InputRefused as error:
        sentence = str(error)
        return [{"kind": "standing", "source": source, "stamp": None, "sentence": sentence[:1].upper() + sentence[1:]}]


def _compare(session: Session, others: object) -> Reply:
    from useit_eval.coder.comparison import compare

    if not isinstance(others, list) or not 0 < len(others) <= MOST_SHOWN:
        return {"kind": "error", "sentence": "Choose at least one coder to compare with."}
    if any(not isinstance(each, str) or len(each) > 60 for each in others):
        return {"kind": "error", "sentence": "One of the coders to compare with is not known."}
    return {"kind": "comparison", "comparison": compare(session, others)}
