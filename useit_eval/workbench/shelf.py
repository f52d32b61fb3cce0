"""What notebooks hand on inside a run: findings as versioned JSON, frames as Parquet, each whole or not there."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground import findings as findings_module
from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused, UsageError, WorkFailed
from useit_eval.ground.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}\Z")


class Shelf:
    """A folder of findings and frames by name. A name is one or the other, never both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: pd.DataFrame | Finding | Sequence[Finding]) -> Path:
        """Return the path written. Raises UsageError for a name with other signs, WorkFailed on a locked folder."""
        _check_name(name)
        if hasattr(content, "to_parquet"):
            return self._write(self._frame(name), _parquet(content), instead_of=self._findings(name))
        found = [content] if isinstance(content, Finding) else list(content)
        strangers = [type(item).__name__ for item in found if not isinstance(item, Finding)]
        if strangers:
            raise UsageError(
                f"{name!r} was given a {strangers[0]}", "", "Give a frame, a finding or a list of findings."
            )
        return self._write(self._findings(name), findings_module.to_json(found), instead_of=self._frame(name))

    def get(self, name: str) -> pd.DataFrame | list[Finding]:
        """Return what was put under a name: a frame, or the list of findings.

        Raises WorkFailed when nothing of that name is there, InputRefused when it is of another format.
        """
        _check_name(name)
        if self._frame(name).is_file():
            import pandas as pd

            return pd.read_parquet(self._frame(name))
        if not self._findings(name).is_file():
            raise WorkFailed(
                f"nothing called {name!r} was given yet", str(self.folder), "Run the notebook that gives it first."
            )
        try:
            return findings_module.from_json(self._findings(name).read_text(encoding="utf-8"))
        except ValueError as error:
            raise InputRefused(str(error), str(self._findings(name)), "Run the notebook that gives it again.") from None

    def _frame(self, name: str) -> Path:
        return self.folder / "frames" / f"{name}.parquet"

    def _findings(self, name: str) -> Path:
        return self.folder / "findings" / f"{name}.json"

    def _write(self, path: Path, content: str | bytes, *, instead_of: Path) -> Path:
        safe_files.write_whole(path, content)
        instead_of.unlink(missing_ok=True)
        return path


def _check_name(name: str) -> None:
    if not _NAME.match(name):
        raise UsageError(
            f"{name!r} is not a name for a finding or frame", "", "Use lower-case letters, digits, '_', '.' and '-'."
        )


def _parquet(frame: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream, index=False)
    return stream.getvalue()
