"""The three lists of what is needed agree: pyproject.toml, requirements.lock and environment.yml."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NEEDED = [Requirement(line) for line in (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"])]
LOCKS = ("requirements.lock", "requirements-uv.txt")
# What conda-forge calls by another name.
CONDA_NAMES = {"matplotlib-base": "matplotlib", "python-build": "build"}
# What conda does not carry, or under no name we could check: pip brings it with the project.
WITH_THE_PROJECT = {"pypandoc-binary"}


def pinned(name: str) -> dict[str, list[str]]:
    """Return the versions that a lock file pins, by canonical name; markers may choose between several."""
    found: dict[str, list[str]] = {}
    for package, version in re.findall(
        r"^([\w.\-]+)==([^\s;\\]+)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE
    ):
        found.setdefault(canonicalize_name(package), []).append(version)
    return found


def conda() -> tuple[dict[str, Requirement], list[str]]:
    """Return conda's requirements by canonical name, pip's among them, and what else pip is told."""
    told = YAML(typ="safe", pure=True).load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = next(entry["pip"] for entry in told if isinstance(entry, dict))
    lines = [entry for entry in told if isinstance(entry, str)] + [
        entry for entry in by_pip if not entry.startswith("-")
    ]
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(CONDA_NAMES.get(one.name, one.name)): one for one in requirements}, by_pip


def test_the_lock_pins_everything_the_project_needs_within_its_bounds():
    locked = pinned("requirements.lock")
    assert {one.name for one in NEEDED if canonicalize_name(one.name) not in locked} == set()
    outside = {one.name: locked[canonicalize_name(one.name)] for one in NEEDED
               if not all(version in one.specifier for version in locked[canonicalize_name(one.name)])}  # fmt: skip
    assert outside == {}


def test_every_line_of_the_locks_is_pinned_and_hashed_and_names_no_address():
    for name in LOCKS:
        text = (ROOT / name).read_text("utf-8")
        entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text))
        assert all("==" in entry.split("\\")[0] and "--hash=sha256:" in entry for entry in entries)
        assert "://" not in text
        assert "--index" not in text


def test_uv_is_pinned_for_linux_macos_and_windows():
    text = (ROOT / "requirements-uv.txt").read_text("utf-8")
    assert list(pinned("requirements-uv.txt")) == ["uv"]
    assert text.count("--hash=sha256:") > 10  # a wheel for each system and processor


def test_condas_list_agrees_with_the_projects():
    listed, by_pip = conda()
    expected = {canonicalize_name(one.name): one.specifier for one in NEEDED}
    found = {name: one.specifier for name, one in listed.items() if name not in ("python", "pip")}
    assert found == {name: spec for name, spec in expected.items() if name not in WITH_THE_PROJECT}
    assert listed["python"].specifier == Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    assert by_pip[-1] == "--editable ."


def test_the_build_uses_the_hatchling_of_the_lock():
    assert PROJECT["build-system"]["requires"] == [f"hatchling=={pinned('requirements.lock')['hatchling'][0]}"]
