import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import find
from useit_eval.runs.digests import (
    ABSENT,
    digest_file,
    digest_inputs,
    digest_installed,
    digest_package,
    digest_store,
    digest_tree,
    read_seed,
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "a.csv").write_text("1")
    (tmp_path / "tree" / "deep" / "b.csv").write_text("2")
    return tmp_path / "tree"


def test_a_digest_of_a_folder_changes_with_a_byte_a_name_and_a_new_file(folder):
    seen = {digest_tree(folder)}
    (folder / "a.csv").write_text("3")
    seen.add(digest_tree(folder))
    (folder / "a.csv").rename(folder / "c.csv")
    seen.add(digest_tree(folder))
    (folder / "new.csv").write_text("")
    seen.add(digest_tree(folder))
    assert len(seen) == 4


def test_a_digest_of_a_folder_leaves_out_what_is_skipped_or_hidden(folder):
    before = digest_tree(folder, skip=("text",))
    (folder / "text").mkdir()
    (folder / "text" / "summary.md").write_text("words")
    (folder / ".DS_Store").write_text("clutter")
    assert digest_tree(folder, skip=("text",)) == before


def test_what_is_not_there_is_absent(tmp_path):
    assert digest_tree(tmp_path / "none") == digest_file(tmp_path / "none") == ABSENT


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="may not be read"):
        digest_file(tmp_path)


def test_authors_text_is_an_input_of_its_own(project):
    paths = project.paths()
    before = {name: digest_inputs(name, paths) for name in ("files:codebooks", "files:text", "files:data_raw")}
    (paths.text / "summary.md").write_text("Other words.\n")
    after = {name: digest_inputs(name, paths) for name in before}
    assert {name for name in before if before[name] != after[name]} == {"files:text"}


def test_the_package_digest_changes_with_a_line_of_code_and_not_with_bytecode(tmp_path):
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "a.py").write_text("x = 1")
    before = digest_tree(tmp_path, skip=("__pycache__",))
    (tmp_path / "__pycache__" / "a.pyc").write_text("bytes")
    assert digest_tree(tmp_path, skip=("__pycache__",)) == before
    (tmp_path / "a.py").write_text("x = 2")
    assert digest_package(tmp_path) != before
    assert digest_package() == digest_package()


def test_the_lock_is_part_of_what_is_installed(project):
    before = digest_installed(project)
    (project.root / "requirements.lock").write_text("pandas==3.1.1\n")
    assert digest_installed(project) != before


def test_the_seed_is_read_and_may_be_absent(project):
    paths = project.paths()
    assert read_seed(paths) == 7
    (paths.codebooks / "study.yaml").write_text("title: x\n")
    assert read_seed(paths) is None


def test_a_file_that_is_no_store_is_refused(project):
    paths = project.paths()
    paths.processed.mkdir(parents=True)
    paths.store.write_text("this is not a database, however long it is made for the reader of pages")
    with pytest.raises(InputRefused, match="the store cannot be read"):
        digest_store(paths)


def test_a_store_that_is_not_there_is_absent(project):
    assert digest_store(find(project.root).paths()) == ABSENT
