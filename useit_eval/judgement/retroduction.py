"""The retroduction log told to readers: what was seen, which causes were thought of, what was kept and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import counted, day, listed, plain, started

if TYPE_CHECKING:
    from useit_eval.codebook import Theories
    from useit_eval.codebook.retroduction import Cause, Retroduction, Step


def tell_retroduction(log: Retroduction | None, theories: Theories) -> list[Finding]:
    """Return judgement.retroduction (all steps) and judgement.retroduction.<strand> (those that led to its theories).

    ``log`` as loaded from retroduction.yaml; None, where a study keeps none, gives no finding. ``theories`` tells which
    strand a theory belongs to. Each cause is listed with its state, reason and evidence; nothing is counted for or against.
    """
    if log is None:
        return []
    strand_of = {theory.id: theory.strand for theory in theories.theories}
    found = [_finding("judgement.retroduction", "", log.steps)]
    for strand in dict.fromkeys(strand_of.values()):
        own = tuple(step for step in log.steps if any(strand_of.get(theory) == strand for theory in step.led_to))
        if own:
            found.append(_finding(f"judgement.retroduction.{strand}", strand, own))
    return found


def _finding(key: str, strand: str, steps: tuple[Step, ...]) -> Finding:
    causes = [cause for step in steps for cause in step.causes]
    rows = tuple(_row(step, cause) for step in steps for cause in step.causes)
    ids = tuple((*(cause.evidence or step.evidence), *step.led_to) for step in steps for cause in step.causes)
    columns = ("Seen", "What could have brought it about", "What became of the idea")
    return Finding(
        key,
        "From what was seen back to what could have brought it about",
        tuple(_told(step) for step in steps),
        Table(columns, rows, ids, caption="Retroduction log: candidate causes, kept and dropped"),
        strand=strand,
        data={state: sum(cause.state == state for cause in causes) for state in ("kept", "open", "dropped")},
        trace=tuple(dict.fromkeys(label for own in (*(step.evidence for step in steps), *ids) for label in own)),
    )


def _told(step: Step) -> Sentence:
    kept = step.of("kept")
    if kept:
        what = (
            f"Kept as {'the likelier cause' if len(kept) == 1 else 'likelier causes'}: {'; '.join(_inner(cause.text) for cause in kept)}."
        )
    else:
        what = f"Of {counted(len(step.causes), 'candidate cause')} none is kept yet."
    led = f" It informs {listed(step.led_to)}." if step.led_to else " It informs no theory yet."
    said = f"{step.id}: {started(step.observed)} {what}{led} ({plain(step.by)}, {day(step.dated)})"
    behind = dict.fromkeys((*step.evidence, *(label for cause in kept for label in cause.evidence), *step.led_to))
    return Sentence(said, tuple(behind))


def _inner(text: str) -> str:
    words = text.strip().rstrip(".")
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _row(step: Step, cause: Cause) -> tuple[str, ...]:
    return (
        step.id,
        started(cause.text),
        started(f"{cause.state}: {cause.reason}") + ("" if cause.evidence else " No evidence yet."),
    )
