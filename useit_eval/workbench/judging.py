"""The verbs of judging: forms for a person, or the state of the record where nobody is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from useit_eval.ground.findings import Finding, Sentence
from useit_eval.ground.wording import counted
from useit_eval.workbench.showing import show
from useit_eval.workbench.signing import tell_signing

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench


def judge_bearing(bench: Bench, *, by_hand: bool = True) -> Any:
    """Return the form in which a person says how a claim, figure or statistic bears on a theory; it is saved at once.

    In a run without a person (``by_hand`` is false), how much was judged, and by how many.
    """
    if not by_hand:
        return show(_tell_judged(bench))
    from useit_eval.workbench.bearing_form import BearingForm

    return BearingForm(bench)


def edit_theories(bench: Bench, *, by_hand: bool = True) -> Any:
    """Return the form in which a person changes a theory or a rival; each change is a new version in theory.yaml.

    In a run without a person (``by_hand`` is false), how many versions and open rivals there are.
    """
    if not by_hand:
        return show(_tell_versions(bench))
    from useit_eval.workbench.theory_form import TheoryForm

    return TheoryForm(bench)


def sign_ratings(
    bench: Bench, ratings: pd.DataFrame, profiles: pd.DataFrame, bearing: pd.DataFrame, *, by_hand: bool = True
) -> Any:
    """Return the form in which a person signs a rating beside the proposal, which stays as it is.

    ``ratings`` as from `judgement.propose`, ``profiles`` and ``bearing`` as it was given. In a run without a person
    (``by_hand`` is false), how many theories bear the signatures they need.
    """
    if not by_hand:
        return show(tell_signing(bench))
    from useit_eval.workbench.signing_form import Proposed, SigningForm

    return SigningForm(bench, Proposed(ratings, profiles, bearing))


def _tell_judged(bench: Bench) -> Finding:
    held = bench.load("evidence")
    now = bench.theories.frame().set_index("theory_id")["version"]
    standing = int((held["theory_version"] == held["theory_id"].map(now)).sum())
    told = f"{counted(len(held), 'judgement')} by {counted(held['rater'].nunique(), 'rater')} count; {standing} are about a theory's current version."
    data = {"judgements": len(held), "current": standing}
    return Finding("evidence.judged", "What was judged", (Sentence(told, ()),), data=data)


def _tell_versions(bench: Bench) -> Finding:
    theories = bench.theories.theories
    moved = tuple(theory.id for theory in theories if len(theory.versions) > 1)
    waits = tuple(theory.id for theory in theories if any(rival.state == "open" for rival in theory.current.rivals))
    told = (
        Sentence(
            f"{counted(len(moved), 'theory', 'theories')} of {len(theories)} went through more than one version.", moved
        ),
        Sentence(f"{counted(len(waits), 'theory', 'theories')} have a rival that is still open.", waits),
    )
    return Finding(
        "judgement.versions",
        "Versions and rivals",
        told,
        data={"changed": len(moved), "open": len(waits)},
        trace=(*moved, *waits),
    )
