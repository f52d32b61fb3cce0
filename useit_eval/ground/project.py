"""Paths: where the project is and where each study keeps what. The one module that knows the layout of folders."""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from pathlib import Path

from useit_eval.ground.errors import InputRefused, UsageError

MARK = "useit.toml"
FORMAT = "useit-project/1"
ENVIRONMENT = "USEIT_ROOT"
STORE_ENVIRONMENT = "USEIT_STORE"
SHIPPED = Path(__file__).resolve().parent.parent / "_shipped"
CLONE = SHIPPED.parent.parent
"""Where the package lies in a clone; a project may be elsewhere."""
STUDY_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


@dataclasses.dataclass(frozen=True)
class Project:
    """The project's root and the study that is meant when none is named."""

    root: Path
    study: str
    server: str = ""
    """URL of the PostgreSQL database that holds the stores, each in a schema of the study's name; "" for SQLite."""

    @property
    def notebooks(self) -> Path:
        """Return the folder of notebook templates: the project's own, else the wheel's, else those of the clone."""
        own, carried = self.root / "notebooks", SHIPPED / "notebooks"
        if own.is_dir():
            return own
        return carried if carried.is_dir() else CLONE / "notebooks"

    def paths(self, study: str | None = None) -> StudyPaths:
        """Return the paths of one study. Raises UsageError when the name is not a plain lower-case word."""
        name = study or self.study
        if not STUDY_NAME.match(name):
            raise UsageError(
                f"{name!r} is not a study name",
                "",
                f"Use lower-case letters, digits and underscores, starting with a letter{_proposed(name)}.",
            )
        return StudyPaths(self.root, name, self.server)

    def studies(self) -> list[str]:
        """Return the names of the studies that the project holds."""
        return sorted(path.parent.name for path in (self.root / "codebooks").glob("*/study.yaml"))


@dataclasses.dataclass(frozen=True)
class StudyPaths:
    """Where one study keeps what people gave (data_raw), decided (codebooks), did (store) and made (reports)."""

    root: Path
    study: str
    server: str = ""

    @property
    def raw(self) -> Path:
        """Return the folder of material and registers."""
        return self.root / "data_raw" / self.study

    @property
    def codebooks(self) -> Path:
        """Return the folder of authored YAML."""
        return self.root / "codebooks" / self.study

    @property
    def coding(self) -> Path:
        """Return the folder of shipped codings."""
        return self.codebooks / "coding"

    @property
    def text(self) -> Path:
        """Return the folder of authors' prose blocks."""
        return self.codebooks / "text"

    @property
    def processed(self) -> Path:
        """Return the folder of the store and the cache."""
        return self.root / "data_processed" / self.study

    @property
    def store(self) -> Path:
        """Return the path of the store."""
        return self.processed / "store.sqlite"

    @property
    def store_url(self) -> str:
        """Return where the study's store is: the path of a SQLite file, else the database's URL with the schema."""
        if not self.server:
            return str(self.store)
        return f"{self.server}{'&' if '?' in self.server else '?'}schema={self.study}"

    @property
    def cache(self) -> Path:
        """Return the folder of the cache, which may be deleted."""
        return self.processed / "cache"

    @property
    def logs(self) -> Path:
        """Return the folder of logs."""
        return self.processed / "logs"

    @property
    def reports(self) -> Path:
        """Return the folder of reports."""
        return self.root / "reports" / self.study

    @property
    def runs(self) -> Path:
        """Return the folder of run records."""
        return self.reports / "runs"

    def require(self) -> StudyPaths:
        """Return these paths. Raises UsageError when the study does not exist, naming those that do."""
        if (self.codebooks / "study.yaml").is_file():
            return self
        known = ", ".join(Project(self.root, self.study).studies()) or "none yet"
        raise UsageError(
            f"there is no study {self.study!r}",
            str(self.root / "codebooks"),
            f"Studies here: {known}. Start one with: useit-eval init {self.study}",
        )


def _proposed(name: str) -> str:
    """Return a name that would do, made of the one given, as an example."""
    made = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
    return f", such as {made}" if STUDY_NAME.match(made) else ""


def find(root: Path | str | None = None) -> Project:
    """Return the project: the folder given, else the one in USEIT_ROOT, else the nearest folder upward with useit.toml.

    Raises UsageError when none is found and InputRefused when useit.toml cannot be read or is of a newer format.
    """
    given = root or os.environ.get(ENVIRONMENT)
    if given:
        folder = Path(given).expanduser().resolve()
        if not (folder / MARK).is_file():
            raise UsageError(f"there is no {MARK}", str(folder), "Start a project there with: useit-eval init NAME")
        return _read(folder)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return _read(folder)
    raise UsageError(
        f"no {MARK} here or in any folder above",
        str(here),
        f"Go to your project's folder, give --root, or set {ENVIRONMENT}; to start one: useit-eval init NAME",
    )


def _read(folder: Path) -> Project:
    path = folder / MARK
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputRefused(f"the file is not TOML ({error})", str(path), "Mend the line named.") from None
    check_format(settings.get("format"), FORMAT, str(path))
    return Project(folder, str(settings.get("study", "")) or "useit", _server(str(settings.get("store", "")), path))


def _server(written: str, path: Path) -> str:
    """Return the database that useit.toml names, or the environment, which may hold a password as the file may not."""
    if re.search(r"://[^/@]*:[^/@]*@", written):
        raise InputRefused(
            "the file holds a password, and files are shared", str(path), f"Put it in ~/.pgpass, or in {STORE_ENVIRONMENT}."
        )
    return os.environ.get(STORE_ENVIRONMENT, "") or written


def check_format(found: object, expected: str, where: str) -> None:
    """Raise InputRefused unless a file's format line is the one this version reads.

    Example:
        >>> check_format("useit-project/1", "useit-project/1", "useit.toml")
    """
    if found == expected:
        return
    kind, _, version = expected.rpartition("/")
    found_kind, _, found_version = str(found or "").rpartition("/")
    if found_kind == kind and found_version.isdigit() and int(found_version) > int(version):
        raise InputRefused(
            f"the file is of a newer format ({found}) than this version reads ({expected})", where, "Update useit-eval."
        )
    raise InputRefused(
        f"the file should begin with 'format: {expected}', found {found!r}", where, "Add that line at the top."
    )
