import json
import sys

from useit_eval.runs.running import Failure, _as_path, _mark, load_papermill, quiet_logs


def test_papermill_loads_without_the_grammar_it_never_uses_and_others_may_still_load_it():
    assert load_papermill().__name__ == "papermill"
    assert sys.modules.get("rfc3987_syntax", "absent") is not None


def test_braces_in_a_path_survive_papermill(tmp_path):
    path = tmp_path / "a {study} folder"
    assert _as_path(path).format() == str(path)


def test_a_copy_that_papermill_did_not_mark_says_that_it_is_not_complete(tmp_path):
    template = tmp_path / "a.ipynb"
    template.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    _mark(tmp_path / "copy.ipynb", template, Failure("DeadKernelError", "Kernel died"))
    first = json.loads((tmp_path / "copy.ipynb").read_text())["cells"][0]
    assert "not complete" in first["source"]
    assert "DeadKernelError: Kernel died" in first["source"]


def test_log_levels_are_given_back():
    import logging

    logger = logging.getLogger("papermill")
    before = logger.level
    with quiet_logs():
        assert not logger.isEnabledFor(logging.CRITICAL)
    assert logger.level == before
