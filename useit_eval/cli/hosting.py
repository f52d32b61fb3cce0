"""Commands on working together in one room: workshop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import counted, near, say, told

if TYPE_CHECKING:
    from useit_eval.workshop.opening import Opened

LAN = (
    "Everybody in the same network can now reach the page; the codes on the slips are what keeps others out.",
    "Without a certificate, what goes to and fro can be read by others in the network: invented practice texts only.",
)


def workshop(
    context: typer.Context,
    study: Study = None,
    participants: Annotated[int | None, typer.Option(metavar="N", help="How many slips there are: 1 to 60; 12 when none is said.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(metavar="N", help="The port; without it the last one used, or 8520.", show_default=False)] = None,
    lan: Annotated[bool, typer.Option("--lan", help="Let other machines in the same network in. Practice studies only, unless there is a certificate.")] = False,
    address: Annotated[str, typer.Option(metavar="NAME", help="With --lan: the number or name of this machine that people type, if the one found is wrong.")] = "",
    certificate: Annotated[Path | None, typer.Option(metavar="CERT", help="With --lan: a certificate (PEM), so that nobody in the network can read along.", show_default=False)] = None,
    key: Annotated[Path | None, typer.Option(metavar="KEY", help="The certificate's key (PEM).", show_default=False)] = None,
    facilitator: Annotated[str, typer.Option(metavar="NAME", help="Whose coding people compare with, once it is opened.")] = "facilitator",
    new: Annotated[bool, typer.Option("--new", help="Begin with new codes, though the last workshop has not ended.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the facilitator's page.")] = True,
    root: Root = None,
) -> None:
    """Open the coder for a room: a slip with four words for everybody, no accounts, nothing that leaves this machine.

    It runs until Ctrl+C, or until the facilitator ends it. Started again, it goes on with the same codes. What
    participants code is kept in the study's store, and never counted.

    Example: useit-eval workshop --study practice --participants 20 --lan
    """
    from useit_eval.workbench import open_study
    from useit_eval.workshop.opening import Wish, hold

    wish = Wish(participants, port, lan, address, certificate, key, facilitator, new)
    with open_study(study, root=find(context, root).root) as bench:
        held = hold(bench, wish, ready=lambda opened: _welcome(opened, lan, bool(certificate), browser))
        title = bench.study.title
    state = "The workshop has ended." if held.desk.room.book.ended else "The workshop has stopped."
    kept = [f"What {counted(held.joined, 'participant')} coded is kept in {near(Path(held.store), Path.cwd())}."]
    again = [] if held.desk.room.book.ended else ["Started again, it goes on with the same codes and names."]
    say(told(f"{state} ({title})", {"": kept + again}))


def _welcome(opened: Opened, lan: bool, secure: bool, browser: bool) -> None:
    desk = opened.desk
    slips = len(desk.room.book.slips)
    first = f"The workshop is open: {counted(slips, 'slip')}, {counted(opened.joined, 'person', 'people')} with a name so far."
    where = [desk.link, *([] if lan else ["This machine only; for other machines add --lan."])]
    rest = {"Facilitator, on this machine only": [desk.facilitator_link()], "Participants": where}
    rest["Mind"] = [*(LAN[:1] if secure else LAN if lan else ())]
    rest["Mind"] += [] if opened.compares else [f"Nobody called {desk.room.facilitator} has coded yet, so there is nothing to compare with."]
    rest["Kept"] = [f"codes in {near(opened.book, Path.cwd())}, readable by you alone", f"coding in {near(Path(opened.store), Path.cwd())}"]
    say(told(first, {**rest, "": ["Ctrl+C stops it."]}))
    if browser:
        import webbrowser

        webbrowser.open(desk.opening_link())
