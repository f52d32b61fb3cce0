"""The desk: the room as the server works on it, with the pages in memory, and the facilitator."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import resources
from typing import Any

from useit_eval.coder.joining import FRONT, join_modules, read_style
from useit_eval.ground.errors import InputRefused
from useit_eval.workshop import codes, guard, naming
from useit_eval.workshop.lanes import Lanes
from useit_eval.workshop.pictures import draw_link
from useit_eval.workshop.room import Room

Row = dict[str, Any]
STALE = 4.0
"""Seconds for which what is covered is not reckoned again."""


class Desk:
    """One running workshop. ``link`` is what participants open, ``names`` the names by which this server may be called."""

    def __init__(self, room: Room, *, port: int, link: str, names: frozenset[str] = guard.LOOPBACK) -> None:
        self.room, self.port, self.link, self.names = room, port, link, names
        self.pages = read_pages()
        self.on_end: Callable[[], None] = lambda: None
        self._once = codes.make_token()
        self.lanes = Lanes()
        self._covered: tuple[float, list[Row]] = (-STALE, [])
        self._pictures: dict[str, Row] = {}

    def about(self) -> Row:
        """Return what the study is called, and whether it is practice."""
        study = self.room.bench.study
        return {"study": {"title": study.title, "practice": study.practice}}

    def facilitator_link(self) -> str:
        """Return the facilitator's link, as the terminal shows it; what follows # never leaves the browser's page."""
        return f"http://127.0.0.1:{self.port}/facilitator#{self.room.book.facilitator}"

    def opening_link(self) -> str:
        """Return a link that lets the facilitator in once: it is handed to a program, whose words others can read."""
        return f"http://127.0.0.1:{self.port}/facilitator#{self._once}"

    def is_facilitator(self, secret: str) -> bool:
        """Return whether a cookie is the facilitator's."""
        return bool(secret) and codes.digest(secret) in self.room.book.facilitator_devices

    def admit_facilitator(self, token: str) -> str | None:
        """Return a secret for the facilitator's cookie, or None when the token is wrong."""
        found = codes.find(token, [self.room.book.facilitator, self._once])
        if found is None:
            return None
        if found == 1:
            self._once = codes.make_token()
        return self.room.book.admit(self.room.book.facilitator_devices)

    def coverage(self) -> list[Row]:
        """Return what the room has read and marked, reckoned anew every few seconds."""
        at, told = self._covered
        if time.monotonic() - at >= STALE:
            told = self.room.coverage()
            self._covered = (time.monotonic(), told)
        return told

    def overview(self) -> Row:
        """Return all else the facilitator's page shows: people in the order of slips, wrong codes, slips to print."""
        room = self.room
        wrong = [{"address": address, "times": times} for address, times in room.wrong.items()]
        people = [{**person, **self._slip(person["number"])} for person in room.people()]
        return {
            **self.about(),
            **{"people": people, "wrong": wrong, "room": room.state(), "link": self.link},
            "facilitator": room.facilitator,
        }

    def _slip(self, number: int) -> Row:
        slip = self.room.book.slips[number - 1]
        if slip.token not in self._pictures:
            self._pictures[slip.token] = draw_link(f"{self.link}#{slip.token}")
        return {"code": slip.code, "picture": self._pictures[slip.token]}

    def act(self, what: object, number: int = 0) -> None:
        """Do what the facilitator asks. Raises InputRefused for anything unknown."""
        book = self.room.book
        if what == "renew" and 1 <= number <= len(book.slips):
            return book.renew(number)
        if what not in ("open", "close", "end"):
            raise InputRefused("this is nothing a facilitator can do here", "", "Load the page again.")
        if what == "end":
            book.ended = True
        else:
            book.comparison = what == "open"
        book.keep()
        return self.on_end() if what == "end" else None

    def has_facilitator_coding(self) -> bool:
        """Return whether anybody of the facilitator's name has coded: else there is nothing to compare with."""
        return self.room.facilitator in naming.known_coders(self.room.bench)


def read_pages() -> dict[str, tuple[str, str]]:
    """Return each text that the server shows, by its path, with its media type."""
    own = resources.files("useit_eval.workshop").joinpath("pages")
    page, script, style = "text/html", "text/javascript", "text/css"
    return {
        "/": (page, own.joinpath("join.html").read_text("utf-8")),
        "/workshop.js": (script, join_modules("page_entry.js")),
        "/workshop.css": (style, f"{read_style()}\n{own.joinpath('workshop.css').read_text('utf-8')}"),
        "/elements.js": (script, (FRONT / "elements.js").read_text("utf-8")),
        "/facilitator": (page, own.joinpath("facilitator.html").read_text("utf-8")),
        "/facilitator.js": (script, own.joinpath("facilitator.js").read_text("utf-8")),
        "/facilitator.css": (style, own.joinpath("facilitator.css").read_text("utf-8")),
    }
