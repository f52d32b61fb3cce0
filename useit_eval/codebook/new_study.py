"""The commented files with which a new study begins."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "study"
_PLACE = re.compile(r"\{\{(name|title|today|uuid)\}\}")


def new_study_files(name: str, *, today: str, mint: Callable[[], str] | None = None) -> dict[str, str]:
    """Return the files of a new study, ready to be written: path below ``templates/study`` to text.

    YAML files and ``text/README.md`` belong in the study's codebooks folder, CSV registers in its data_raw folder.
    ``{{name}}``, ``{{title}}`` and ``{{today}}`` (an ISO day) are filled in; each ``{{uuid}}`` becomes a new id from
    ``mint`` (by default a random UUID), so that no two studies share the ids of their codes.

    Example:
        >>> files = new_study_files("harbour_town", today="2024-01-31")
        >>> "theory.yaml" in files, "Harbour town" in files["study.yaml"]
        (True, True)
    """
    words = {"name": lambda: name, "title": lambda: name.replace("_", " ").capitalize(), "today": lambda: today}
    words["uuid"] = mint or (lambda: str(uuid.uuid4()))
    files = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    return {path.relative_to(TEMPLATES).as_posix(): _filled(path, words) for path in files}


def _filled(path: Path, words: dict[str, Callable[[], str]]) -> str:
    return _PLACE.sub(lambda found: words[found[1]](), path.read_text(encoding="utf-8"))
