"""The joint display of a study at the bench: joint_display.yaml, where there is one, held against the study's labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval import codebook
from useit_eval.ground.project import StudyPaths

if TYPE_CHECKING:
    from collections.abc import Collection

    from useit_eval.codebook import JointRow, Theories

FILE = "joint_display.yaml"


def read_joint(
    paths: StudyPaths,
    *,
    theories: Theories,
    claims: Collection[str] | None = None,
    figures: Collection[str] | None = None,
    models: Collection[str] | None = None,
) -> tuple[JointRow, ...]:
    """Return the rows of a study's joint display, none where it has no such file.

    Raises InputRefused, with file and line, for what `codebook.load_joint_display` refuses.
    """
    path = paths.codebooks / FILE
    if not path.is_file():
        return ()
    return codebook.load_joint_display(path, theories=theories, claims=claims, figures=figures, models=models).rows
