"""make and CI add nothing of their own: whoever has no make loses nothing."""

from __future__ import annotations

import re

from tests.house.tree import ROOT


def test_make_only_calls_python():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipes = [line.strip() for line in makefile.splitlines() if line.startswith("\t")]
    assert recipes == [
        f"$(PYTHON) -m useit_eval {verb}" for verb in ("evaluate", "test", "lab", "test --long", "clean")
    ]
    assert re.findall(r"^([\w-]+):", makefile, flags=re.MULTILINE) == ["evaluate", "test", "lab", "test-long", "clean"]


def test_ci_installs_what_tests_use_from_debian_and_then_makes_test():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.splitlines()[-1] == "exec make test </dev/null"
    assert "chromium" in script
    assert "postgresql" in script
    assert "libreoffice" not in script.lower()
