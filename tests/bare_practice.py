"""The practice study in a folder of its own, without the codings it ships with, and without what names their claims."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OF_CLAIMS = ("joint_display.yaml", "retroduction.yaml", "ripples.yaml")
CLAIM = re.compile(r"(?:; )?\bP\d{3}\b(?!;? ?[a-z])")


def copy_bare(folder: Path, *, keep: tuple[str, ...] = ()) -> Path:
    """Return a folder with the practice study in which nobody has coded yet; of its coding files only ``keep`` stay."""
    for name in ("codebooks/practice", "data_raw/practice"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "useit.toml", folder)
    return strip(folder, keep=keep)


def strip(folder: Path, *, keep: tuple[str, ...] = ()) -> Path:
    """Take the codings out of a copy of the practice study, and the labels of claims out of what else names them."""
    decided, raw = folder / "codebooks/practice", folder / "data_raw/practice"
    for path in (decided / "coding").glob("*.yaml"):
        if path.name not in keep:
            path.unlink()
    for name in OF_CLAIMS:
        (decided / name).unlink(missing_ok=True)
    theories = decided / "theory.yaml"
    named = re.sub(r"evidence: \[[^\]]*\]", "evidence: none yet", theories.read_text("utf-8"))
    theories.write_text(named, encoding="utf-8")
    for path in set(raw.glob("*.csv")) - set(raw.glob("practice_*.csv")) - {raw / "manifest.csv"}:
        bare = CLAIM.sub("", path.read_text("utf-8")).replace(",; ", ",")
        path.write_text(bare, encoding="utf-8")
    return folder
