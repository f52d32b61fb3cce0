"""What the server answers: a few pages from memory, and messages in JSON. Every request passes the same door first."""

from __future__ import annotations

import json
import logging
import traceback
from typing import Any, ClassVar

import tornado.web

from useit_eval.ground.errors import UseitError
from useit_eval.workshop import guard, naming
from useit_eval.workshop.desk import Desk
from useit_eval.workshop.limits import MOST_BYTES

COOKIE = "useit_workshop"
DAYS = 14
WRONG = "These four words are not a code of this workshop. Look at your slip again, or ask your facilitator."
LOG = logging.getLogger(__name__)
Row = dict[str, Any]


class Refused(tornado.web.HTTPError):
    """A request that is answered with one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status)
        self.sentence = sentence


class Door(tornado.web.RequestHandler):
    """The one door: Host, size, Origin and rate are checked before anything is read."""

    desk: Desk

    def initialize(self, desk: Desk) -> None:
        """Take the desk at which all requests are worked on."""
        self.desk = desk

    def set_default_headers(self) -> None:
        """Set the headers that every answer bears."""
        for name, value in guard.HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse what may not come in."""
        host, scheme = self.request.host, self.request.protocol
        if not guard.is_ours(host, names=self.desk.names, port=self.desk.port, scheme=scheme):
            raise Refused(421, "This address is not the workshop's.")
        if self.request.method not in ("GET", "HEAD", "POST"):
            raise Refused(405, "This cannot be done here.")
        if len(self.request.body) > MOST_BYTES:
            raise Refused(413, "This is too much at once. Nothing of it was saved.")
        if self.request.method == "POST":
            self._refuse_strangers(scheme, host)

    def _refuse_strangers(self, scheme: str, host: str) -> None:
        if not guard.is_from_here(self.request.headers, scheme=scheme, host=host):
            raise Refused(403, "This came from another page, and was not taken.")
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refused(415, "This was not sent as the page sends it.")

    def slow(self, wait: float) -> None:
        """Refuse a request that comes too soon after others."""
        if wait:
            self.set_header("Retry-After", str(int(wait) + 1))
            raise Refused(429, f"Too many at once. Try again in {int(wait) + 1} seconds.")

    def _slow_address(self) -> None:
        """Slow down an address that is not known yet."""
        self.slow(self.desk.room.limits.address.take(self.request.remote_ip))

    def told(self) -> Row:
        """Return what was sent, as a dictionary. Raises Refused for what is none."""
        try:
            found = json.loads(self.request.body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Refused(400, "The page sent something that cannot be read.")
        return found

    def give(self, answer: Row) -> None:
        """Send an answer as JSON that no browser takes for a page."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(answer))

    def let_in(self, name: str, secret: str) -> None:
        """Set a cookie that scripts cannot read and other sites cannot send."""
        secure = self.request.protocol == "https"
        self.set_cookie(name, secret, httponly=True, samesite="Strict", secure=secure, expires_days=DAYS, path="/")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Send one sentence, and nothing of what went wrong inside."""
        error = kwargs.get("exc_info", (None, None))[1]
        sentence = getattr(error, "sentence", "") or _SENTENCES.get(status_code, "This did not work. Try again.")
        self.give({"sentence": sentence})

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log where a fault of ours struck; its message may hold words of people, and is not logged."""
        if typ is not None and not issubclass(typ, tornado.web.HTTPError):
            LOG.error("a fault of the workshop (%s) at:\n%s", typ.__name__, "".join(traceback.format_tb(tb)))


_SENTENCES = {404: "There is no such page here.", 405: "This cannot be done here."}


class Nothing(Door):
    """Whatever is not there."""

    def prepare(self) -> None:
        """Check the door as for all, then say that there is nothing."""
        super().prepare()
        self._slow_address()
        raise Refused(404, "There is no such page here.")


class Page(Door):
    """A page, a script or a style: one of a few texts held in memory, so no path leads anywhere else."""

    def get(self) -> None:
        """Send it."""
        self._slow_address()
        kind, text = self.desk.pages[self.request.path]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(text)


class Enter(Door):
    """A participant comes in with the code of a slip, or with its picture's token."""

    def post(self) -> None:
        """Set the cookie. A wrong code is slowed and told to the facilitator; a right picture is never slowed."""
        self._slow_address()
        told, room, address = self.told(), self.desk.room, self.request.remote_ip
        code, token = told.get("code"), told.get("token")
        typed = isinstance(code, str) and not isinstance(token, str)
        if typed and (wait := room.limits.guess_wait(address)):
            room.note_wrong(address)
            self.slow(wait)
        entered = room.enter(code=code) if typed else room.enter(token=token if isinstance(token, str) else "")
        if entered is None:
            room.note_wrong(address)
            raise Refused(403, WRONG)
        slip, secret = entered
        self.let_in(COOKIE, secret)
        self.give({"coder": slip.coder, "number": slip.number, **self.desk.about(), "room": room.state()})


class Participant(Door):
    """Whoever has come in: known by a cookie."""

    def prepare(self) -> None:
        """Find the slip of the cookie; without one, refuse."""
        super().prepare()
        self.slip = self.desk.room.slip_of(self.get_cookie(COOKIE, ""))
        if self.slip is None:
            self._slow_address()
            raise Refused(401, "Type the four words of your slip first.")
        self.slow(self.desk.room.limits.participant.take(self.slip.number))


class Me(Participant):
    """Who this page belongs to."""

    def post(self) -> None:
        """Say so."""
        self.give(
            {"coder": self.slip.coder, "number": self.slip.number, **self.desk.about(), "room": self.desk.room.state()}
        )


class Name(Participant):
    """A participant chooses the name under which the coding is kept."""

    async def post(self) -> None:
        """Keep it, once it is known that nobody has it."""
        room, wanted = self.desk.room, self.told().get("name")
        known = await self.desk.lanes.show(naming.known_coders, room.bench)
        try:
            room.name(self.slip, wanted, known)
        except UseitError as error:
            sentence = str(error)
            raise Refused(409, sentence[:1].upper() + sentence[1:]) from None
        self.give({"coder": self.slip.coder})


class Say(Participant):
    """A message of the coder: opening, acts, comparing."""

    async def post(self) -> None:
        """Answer it on a thread of its own kind: saving never waits for showing."""
        room, told = self.desk.room, self.told()
        if not self.slip.coder:
            raise Refused(409, "Choose a name first.")
        if room.book.ended:
            return self.give({"replies": [], "room": room.state()})
        message = told.get("message")
        kind = message.get("kind") if isinstance(message, dict) else None
        lanes = self.desk.lanes
        lane = lanes.show if kind == "open" else lanes.compare if kind == "compare" else lanes.save
        replies = await lane(room.answer, self.slip, told.get("source"), message)
        return self.give({"replies": replies, "room": room.state()})


class Facilitator(Door):
    """The facilitator's own messages: from this machine only, with a token and cookie of their own."""

    COOKIE: ClassVar[str] = "useit_facilitator"

    def prepare(self) -> None:
        """Refuse everybody who is not at this machine, and whoever has no cookie."""
        super().prepare()
        self.refuse_others()
        if not self.desk.is_facilitator(self.get_cookie(self.COOKIE, "")):
            self._slow_address()
            raise Refused(401, "Open the link that stands on the terminal.")

    def refuse_others(self) -> None:
        """Refuse everybody who is not at this machine."""
        if not guard.is_loopback(self.request.remote_ip, self.request.host):
            self._slow_address()
            raise Refused(404, "There is no such page here.")


class FacilitatorPage(Page):
    """The facilitator's page, which other machines do not see at all."""

    def prepare(self) -> None:
        """Refuse everybody who is not at this machine."""
        super().prepare()
        Facilitator.refuse_others(self)


class FacilitatorEnter(Facilitator):
    """The facilitator comes in with the token of the terminal's link."""

    def prepare(self) -> None:
        """Check the door only: the cookie is what is asked for."""
        Door.prepare(self)
        self.refuse_others()

    def post(self) -> None:
        """Set the cookie."""
        self._slow_address()
        self.slow(self.desk.room.limits.guess_wait("facilitator"))
        token = self.told().get("token")
        secret = self.desk.admit_facilitator(token if isinstance(token, str) else "\n")
        if secret is None:
            self.desk.room.limits.note_wrong("facilitator")
            raise Refused(403, "This is not the facilitator's link. Open the one that stands on the terminal.")
        self.let_in(self.COOKIE, secret)
        self.give({})


class FacilitatorRoom(Facilitator):
    """Everything the facilitator's page shows."""

    async def post(self) -> None:
        """Send who is here, what is covered, and the slips."""
        covered = await self.desk.lanes.show(self.desk.coverage)
        self.give({**self.desk.overview(), "coverage": covered})


class FacilitatorDo(Facilitator):
    """What the facilitator does: open or close the comparison, give a slip another code, end the workshop."""

    def post(self) -> None:
        """Do it and keep it."""
        told = self.told()
        number = told.get("number")
        try:
            self.desk.act(told.get("do"), number if type(number) is int else 0)
        except UseitError as error:
            raise Refused(400, str(error)) from None
        self.give({"room": self.desk.room.state()})


def make_application(desk: Desk) -> tornado.web.Application:
    """Return the application: each page and message by its exact path."""
    routes: list[tuple[str, type[Door]]] = [
        (path.replace(".", r"\."), Page) for path in desk.pages if "facilit" not in path
    ]
    routes += [(path.replace(".", r"\."), FacilitatorPage) for path in desk.pages if "facilit" in path]
    routes += [("/enter", Enter), ("/me", Me), ("/name", Name), ("/say", Say)]
    routes += [("/facilitator/enter", FacilitatorEnter), ("/facilitator/room", FacilitatorRoom)]
    routes += [("/facilitator/do", FacilitatorDo), (".*", Nothing)]
    made = [(path, handler, {"desk": desk}) for path, handler in routes]
    return tornado.web.Application(made, log_function=lambda handler: None, compress_response=False)
