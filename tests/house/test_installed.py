"""What is installed: the versions the code was written for, and licences that we may live with."""

from __future__ import annotations

import importlib.metadata
import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

# A library of another major version means another behaviour: pandas 2 copies where 3 does not.
MAJOR = {
    "pandas": "3", "numpy": "2", "jupyterlab": "4", "plotly": "7", "sqlalchemy": "2", "alembic": "1", "papermill": "2",
    "pydantic": "2", "nltk": "3", "scipy": "1", "matplotlib": "3", "typer": "0", "pandera": "0", "statsmodels": "0",
    "pypandoc-binary": "1", "pytest": "9",
}  # fmt: skip
# Too new, too old or under a licence of their own: see docs/adr/0007.
KEPT_OUT = {"irrcac", "lifelines", "krippendorff", "pymupdf", "samplics", "igraph", "python-igraph", "psycopg2"}
COPYLEFT = re.compile(r"\b(A?GPL|General Public License)", re.IGNORECASE)
LESSER = re.compile(r"\b(LGPL|Lesser General Public|MPL|Mozilla|EPL|EUPL|CDDL)", re.IGNORECASE)
# Each by a line in docs/adr/0007.
LESSER_BY_DECISION = {"certifi", "fqdn", "hypothesis", "pathspec", "tqdm"}


def locked() -> list[Requirement]:
    """Return the requirements of the lock that apply to this Python on this system."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*?)\s*\\?$", text, flags=re.MULTILINE)
    found = [Requirement(line) for line in lines]
    return [one for one in found if one.marker is None or one.marker.evaluate()]


def licence_of(name: str) -> str:
    """Return everything a distribution says of its licence in a line."""
    told = importlib.metadata.metadata(name)
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
    return " | ".join([told.get("License-Expression") or "", (told.get("License") or "")[:80], *classifiers])


@pytest.mark.parametrize(("name", "major"), MAJOR.items())
def test_a_library_has_the_major_version_that_the_code_was_written_for(name, major):
    assert importlib.metadata.version(name).split(".")[0] == major


def test_what_is_installed_is_what_the_lock_says():
    wrong = {one.name: (importlib.metadata.version(one.name), str(one.specifier)) for one in locked()
             if importlib.metadata.version(one.name) not in one.specifier}  # fmt: skip
    assert wrong == {}


def test_nothing_that_drags_other_libraries_back_or_is_under_gpl_is_locked():
    assert not KEPT_OUT & {canonicalize_name(one.name) for one in locked()}


def test_no_locked_distribution_is_under_gpl_or_agpl():
    lesser_out = {one.name: LESSER.sub("", licence_of(one.name)) for one in locked()}
    assert {name: told for name, told in lesser_out.items() if COPYLEFT.search(told)} == {}


def test_every_lesser_copyleft_licence_has_a_decision_record():
    lesser = {canonicalize_name(one.name) for one in locked() if LESSER.search(licence_of(one.name))}
    record = (ROOT / "docs" / "adr" / "0007-copyleft-in-the-lock.md").read_text("utf-8")
    assert lesser == LESSER_BY_DECISION
    assert all(name in record for name in lesser)
