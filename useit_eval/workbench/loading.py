"""Bringing the store up to date with a study's files: once when they changed, by one process, whole or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from useit_eval import codebook
from useit_eval.ground.project import StudyPaths
from useit_eval.judgement import MEASURES
from useit_eval.sources import Manifest
from useit_eval.store import lookups
from useit_eval.workbench import counting, joint, labels, models_file, rippling, shipped, withdrawn
from useit_eval.workbench.passages import refuse_moved
from useit_eval.workbench.registers import read_registers

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Codebook, Rubric, Study, Theories
    from useit_eval.store.database import Store, Writing

_READ = "read files"
_THEORIES = "accept theory versions"
_CODES = "accept codes"
_ALL = "all authored files"


@dataclasses.dataclass(frozen=True)
class Authored:
    """What researchers wrote about a study, checked against one another."""

    study: Study
    codes: Codebook
    theories: Theories
    rubric: Rubric | None


def read_authored(paths: StudyPaths) -> Authored:
    """Return study, codebook, theories and rubric. Raises InputRefused, with file and line, for what does not fit."""
    folder = paths.codebooks
    study = codebook.load_study(folder / "study.yaml")
    codes = codebook.load_codebook(folder / "codebook.yaml")
    theories = codebook.load_theories(folder / "theory.yaml", codebook=codes, study=study)
    path = folder / "rubric.yaml"
    rubric = codebook.load_rubric(path, measures=MEASURES) if path.is_file() else None
    return Authored(study, codes, theories, rubric)


def bring_up_to_date(store: Store, paths: StudyPaths, *, withdrawing: bool = False) -> bool:
    """Return whether anything had changed since the files were last read into the store, and read them if so.

    Safe when many processes open a study at once: one reads while the others wait, and find it done. Raises
    InputRefused for the first fault of the files, or while a withdrawal is at work (``withdrawing`` is that one's own
    reading); the store then stays as it was.
    """
    if not withdrawing:
        withdrawn.refuse_pending(paths.processed)
    if _are_read(store, shipped.digest_files(paths)):
        return False
    with store.writing(by=shipped.BY) as work:
        digest = shipped.digest_files(paths)
        if _are_read(work, digest):
            return False
        _read_all(work, paths)
        _note_read(work, digest)
    return True


def _are_read(store: Store | Writing, digest: str) -> bool:
    return store.noted(_READ).get(_ALL) == _salted(store, digest)


def _note_read(work: Writing, digest: str) -> None:
    work.note(_READ, {_ALL: _salted(work, digest)})


def _salted(store: Store | Writing, digest: str) -> str:
    """Return a digest of files as the audit may keep it: under the salts of sources and voices, which go with a withdrawal.

    Plain, it would let somebody who guesses what stood in a file make sure of it, long after the words were erased.
    """
    salts = [salt for table in ("source", "voice") for salt in lookups.salts(store, table)]
    return hmac.new("".join(salts).encode(), digest.encode(), hashlib.sha256).hexdigest()


@contextlib.contextmanager
def registering(store: Store, paths: StudyPaths, change: Callable[[], pd.DataFrame | None]) -> Iterator[Writing]:
    """Give an open transaction, signed by the files, in which the manifest was changed and read into the store.

    ``change`` writes manifest.csv while nobody else does; it returns the rows of the sources it only added, or None
    when what stood there changed, and everything is read. What follows in the transaction stands or falls with it.
    """
    with store.writing(by=shipped.BY) as work:
        known = _are_read(work, shipped.digest_files(paths))
        added = change()
        if known and added is not None:
            work.append("source", added)
        else:
            _read_all(work, paths)
        _note_read(work, shipped.digest_files(paths))
        yield work


def read_again(work: Writing, paths: StudyPaths) -> None:
    """Read every file of a study into an open transaction that is signed by the files, after one of them was written.

    Raises InputRefused for the first fault; what was written to the store meanwhile is then taken back.
    """
    _read_all(work, paths)
    _note_read(work, shipped.digest_files(paths))


def spans_of(paths: StudyPaths) -> tuple[shipped.Span, ...]:
    """Return every passage that the study's coding files mark."""
    authored = read_authored(paths)
    return shipped.read_shipped(shipped.manifest_of(paths), _files(paths, authored)).spans


def _read_all(work: Writing, paths: StudyPaths) -> None:
    authored, manifest = read_authored(paths), shipped.manifest_of(paths)
    _check_guides(paths, authored.theories)
    files = _files(paths, authored)
    _check_together(paths, authored, manifest, files)
    rows = shipped.read_shipped(manifest, files)
    withdrawn.refuse_restored(work, rows)
    _refuse_rewritten(work, authored)
    refuse_moved(rows.spans, lookups.versions_of(work, {span.source_id for span in rows.spans}))
    for table in shipped.ORDER:
        work.mirror(table, rows.frames[table])
    _check_ripples(work, paths, authored)
    _accept(work, authored)


def _files(paths: StudyPaths, authored: Authored) -> shipped.CodingFiles:
    return shipped.read_coding_files(
        paths.coding, study=authored.study, code_list=authored.codes, theories=authored.theories
    )


def _check_together(paths: StudyPaths, authored: Authored, manifest: Manifest, files: shipped.CodingFiles) -> None:
    registers = read_registers(paths, sources=manifest.source_ids, locale=authored.study.locale)
    figures = set(registers["figures"]["label"]) if "figures" in registers else set()
    models = models_file.read_models(
        paths, theories=authored.theories, figures=figures, sources=set(manifest.source_ids)
    )
    codebook.check_labels(
        files.claims, bearing=files.bearing, figures=figures, models=set(models.labels), folder=paths.coding
    )
    known = labels.known_labels(manifest, files.claims.values(), registers)
    labels.refuse_unknown_labels(registers, authored.theories, known)
    if (log := paths.codebooks / "retroduction.yaml").is_file():
        codebook.load_retroduction(log, theories=authored.theories, known=known)
    counted = {c.label for held in files.claims.values() if authored.study.counts(held.coder) for c in held.claims}
    joint.read_joint(paths, theories=authored.theories, claims=counted, figures=figures, models=set(models.labels))
    labels.refuse_unknown_words(registers, authored.study, authored.codes, voices=set(manifest.voice_ids))


def _check_guides(paths: StudyPaths, theories: Theories) -> None:
    """Refuse a topic guide or a questionnaire with a fault when a study is opened, rather than when one is first used."""
    if (guide := paths.codebooks / "topic_guide.yaml").is_file():
        codebook.load_topic_guide(guide, theories=theories)
    models_file.asked_of(paths, theories)


def _check_ripples(work: Writing, paths: StudyPaths, authored: Authored) -> None:
    """Refuse ripples between claims that do not tell them, once the claims are read; withdrawn ones are not asked."""
    claims, codings = work.current("claim"), work.current("coding")
    parts = withdrawn.leave_out(work, "claim_part", work.current("claim_part"))
    codes = parts["coding_id"].map(dict(zip(codings["coding_id"], codings["code_id"], strict=True)))
    parts = parts.assign(code_id=codes.fillna(parts["code_id"]).astype("str"))
    rippling.read_ripples(paths, codes=authored.codes, labels=set(claims["label"]), claims=claims, parts=parts)


def _refuse_rewritten(work: Writing, authored: Authored) -> None:
    accepted = {key: json.loads(text) for key, text in work.noted(_THEORIES).items()}
    codebook.check_history(authored.theories, accepted)
    codebook.check_codes_history(authored.codes, work.noted(_CODES))


def _accept(work: Writing, authored: Authored) -> None:
    """Note what may no longer be edited: theory versions that have a successor or evidence that counts, and codes in use.

    Codes are in use by whoever marked with them: passages of everybody are kept and compared.
    """
    evidence = counting.keep_counted(work, authored.study, "evidence", work.current("evidence"))
    codings = work.current("coding")
    judged = dict(evidence.groupby("theory_id")["theory_version"].max()) if len(evidence) else {}
    digests = codebook.digest_theories(authored.theories)
    settled = {id: found[: max(len(found) - 1, int(judged.get(id, 0)))] for id, found in digests.items()}
    _note_changed(work, _THEORIES, {id: json.dumps(found) for id, found in settled.items() if found}, "theory")
    guids = codebook.digest_codes(authored.codes)
    _note_changed(work, _CODES, {id: guids[id] for id in _used(codings["code_id"]) if id in guids}, "code")


def _note_changed(work: Writing, act: str, after: dict[str, str], table: str) -> None:
    before = work.noted(act)
    changed = {key: text for key, text in after.items() if before.get(key) != text}
    if changed:
        work.note(act, changed, table=table)


def _used(codes: Iterable[str]) -> list[str]:
    return sorted(set(codes))
