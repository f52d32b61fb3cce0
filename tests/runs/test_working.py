import pytest

from useit_eval.runs.templates import read_notebook
from useit_eval.runs.working import StudyWork


@pytest.fixture
def work(project, tmp_path):
    folder = tmp_path / "run"
    for name in ("pages/index.html", "pages/chapters/a.html", "pages/chapters/deep/b.docx", "pages/chapters_more.html", "findings/a.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words")
    return StudyWork(project, project.paths(), {"round_no": 2, "study": "demo"}, folder)


def test_a_thing_is_a_file_of_its_name_or_all_below_a_folder_of_its_name(work):
    assert work.files_of("pages:index") == ["pages/index.html"]
    assert work.files_of("pages:chapters") == ["pages/chapters/a.html", "pages/chapters/deep/b.docx"]
    assert work.files_of("findings:a") == ["findings/a.json"]
    assert work.files_of("frames:a") == []


def test_parameters_given_replace_defaults_and_the_run_s_own_are_no_part_of_the_key(work, project):
    values = work.values(read_notebook(project.notebooks / "02_coding.ipynb"))
    assert values == {"study": "demo", "strand": "all", "round_no": 2, "as_of": ""}


def test_files_that_no_notebook_declares_are_found(work, project):
    notebooks = tuple(read_notebook(path) for path in sorted(project.notebooks.glob("*.ipynb")))
    assert work.undeclared(notebooks) == ["findings/a.json", "pages/chapters_more.html"]


def test_everything_rests_on_code_packages_and_settings(work, project):
    before = work.always()
    assert set(before) == {"package", "installed", "settings"}
    (project.paths().codebooks / "study.yaml").write_text("seed: 8\n")
    assert work.always()["settings"] == before["settings"]  # read once: a run rests on one state
    assert StudyWork(project, project.paths(), {}, work.folder).always()["settings"] != before["settings"]


def test_closing_without_kernels_does_nothing(work):
    work.close()
    assert not (work.folder / "kernels.log").exists()
