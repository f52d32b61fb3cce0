"""Authored YAML changed by a form or a sheet: tried first, written whole, read into the store, or left as it was."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval import codebook
from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused
from useit_eval.store.database import signed_by
from useit_eval.workbench import loading, withdrawn
from useit_eval.workbench.shipped import BY

if TYPE_CHECKING:
    from useit_eval.codebook import Codebook, Theories
    from useit_eval.workbench.bench import Bench

_BOM = "\ufeff"


@dataclasses.dataclass(frozen=True)
class Held:
    """An authored file as somebody read it: its path, its bytes, and its text without a byte order mark."""

    path: Path
    raw: bytes

    @property
    def text(self) -> str:
        """Return the text with the line ends of the file."""
        return self.raw.decode("utf-8").removeprefix(_BOM)

    def with_text(self, words: str) -> bytes:
        """Return the bytes of another text for this file, with a byte order mark where the file has one."""
        mark = _BOM if self.raw.startswith(_BOM.encode()) else ""
        return (mark + words).encode("utf-8")


def hold(path: Path) -> Held:
    """Return a file as it stands now. Raises InputRefused when it is missing; the study was opened, so it is YAML."""
    return Held(path, safe_files.read_bytes(path))


def try_theories(bench: Bench, words: str) -> Theories:
    """Return the theories of a text as theory.yaml would give them. Raises InputRefused, with file and line."""
    return _tried(
        words, "theory.yaml", lambda path: codebook.load_theories(path, codebook=bench.codebook, study=bench.study)
    )


def try_codebook(words: str) -> Codebook:
    """Return the codes of a text as codebook.yaml would give them. Raises InputRefused, with file and line."""
    return _tried(words, "codebook.yaml", codebook.load_codebook)


def write_authored(bench: Bench, held: Held, words: str, *, by: str, told: Mapping[str, str]) -> None:
    """Write another text in an authored file's place and read the study anew; both are done, or nothing is.

    ``told`` says by record what was done, for the audit, which names ``by``. Raises InputRefused when the file was
    changed since it was read, or when the study no longer holds together; the file then stands as it was.
    """
    withdrawn.refuse_pending(bench.paths.processed)
    with bench.store.writing(by=BY) as work:
        if safe_files.read_bytes(held.path) != held.raw:
            raise InputRefused(
                "the file was changed by somebody else since it was read here", held.path.name,
                "Nothing was written. Open the form again, or write a new sheet, and make the change once more.",
            )  # fmt: skip
        safe_files.write_whole(held.path, held.with_text(words))
        try:
            loading.read_again(work, bench.paths)
            signed_by(work, by).note("edit file", told)
        except BaseException:
            safe_files.write_whole(held.path, held.raw)
            raise
    forget(bench)


def forget(bench: Bench) -> None:
    """Let a bench read its authored files again when they are next asked for."""
    for name in ("codebook", "theories", "models", "topic_guide", "retroduction", "ripples"):
        vars(bench).pop(name, None)


def _tried(words: str, name: str, load):
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder) / name
        tried.write_bytes(words.encode("utf-8"))
        return load(tried)
