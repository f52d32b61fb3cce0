"""The coder on a page, answered by the Python that answers it in earnest: a study in a folder of the test's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.bare_practice import copy_bare
from tests.browser import coder_page
from useit_eval.coder.acts import take
from useit_eval.coder.session import Session, open_session
from useit_eval.workbench import open_study

ROOT = Path(__file__).resolve().parents[2]

CHANNEL = """
window.makeFake = () => {
  const fake = { heard: [], message: () => {}, tell: () => {} };
  fake.channel = {
    send: (message) => {
      fake.heard.push(message);
      window.askPython(JSON.stringify(message)).then((replies) => JSON.parse(replies).forEach((reply) => fake.message(reply)));
    },
    onMessage: (listener) => { fake.message = listener; },
    onState: (listener) => { fake.tell = listener; setTimeout(() => listener('ready'), 0); },
  };
  return fake;
};
"""


def make_practice(folder: Path):
    """Return the practice study opened in a folder of its own, with nobody's codings in it."""
    return open_study("practice", root=copy_bare(folder))


def sit(bench, coder: str = "Amber", **more) -> Session:
    """Return a session of a coder with the study's first interview."""
    return open_session(bench, coder=coder, **more)


def open_sitting(context, session: Session, monkeypatch=None):
    """Return a page with the coder on the first interview of a study; `page.replies` is all that Python answered."""
    page_replies: list[dict[str, Any]] = []

    def answer(message: str) -> str:
        replies = take(session, json.loads(message))
        page_replies.extend(replies)
        return json.dumps(replies)

    context.expose_function("askPython", answer)
    held, coder_page.CHANNEL = coder_page.CHANNEL, CHANNEL
    try:
        page = coder_page.open_coder(context, {})
    finally:
        coder_page.CHANNEL = held
    page.set_default_timeout(6000)
    page.replies = page_replies
    return page
