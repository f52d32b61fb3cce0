"""What loads at the start: nothing heavy for the package and its help, nothing but the standard library before set-up."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.house.tree import ROOT

HEAVY = {
    "pandas", "numpy", "pandera", "statsmodels", "nltk", "sklearn", "plotly", "matplotlib", "sqlalchemy", "alembic",
    "papermill", "nbclient", "nbformat", "jupyter_client", "pydantic", "ruamel", "babel", "scipy", "pyarrow", "jinja2",
    "pypandoc", "IPython",
}  # fmt: skip
LOADED = "import json, sys; print('LOADED' + json.dumps(sorted({n.split('.')[0] for n in sys.modules})))"


def loaded(code: str, *options: str) -> set[str]:
    """Return the top-level names that a fresh Python has loaded after running the code."""
    command = [sys.executable, *options, "-c", f"{code}\n{LOADED}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.rpartition("LOADED")[2]))


def test_importing_the_package_loads_nothing_heavy():
    assert not HEAVY & loaded("import useit_eval")


def test_the_help_of_the_command_line_loads_nothing_heavy():
    code = "import sys; sys.argv = ['useit-eval', '--help']\nfrom useit_eval import cli\ntry: cli.main()\nexcept SystemExit: pass"
    assert not HEAVY & loaded(code)


def test_everything_before_the_set_up_runs_on_the_standard_library_alone():
    names = loaded("from useit_eval import __main__, chores, setting_up, lab", "-S", "-E")
    others = {name for name in names if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert others == {"useit_eval"}
