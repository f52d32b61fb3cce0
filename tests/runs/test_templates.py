import json

import pytest

from tests.runs.projects import write_notebook
from useit_eval.ground.errors import InputRefused
from useit_eval.runs.templates import read_notebook, read_notebooks


def test_a_notebook_says_what_it_needs_gives_and_may_be_told(tmp_path):
    path = write_notebook(tmp_path, "04_write_chapters", "1 + 1", needs=["store"], gives=["pages:chapters"], group="chapters")
    notebook = read_notebook(path)
    assert (notebook.name, notebook.short, notebook.group) == ("04_write_chapters", "write_chapters", "chapters")
    assert (notebook.needs, notebook.gives, notebook.code_cells) == (("store",), ("pages:chapters",), 2)
    assert notebook.declares("round_no")
    assert not notebook.declares("rounds")


def test_notebooks_come_in_the_order_of_their_numbers_and_others_are_left_out(tmp_path):
    for name in ("02_b", "01_a", "draft"):
        write_notebook(tmp_path, name)
    assert [notebook.name for notebook in read_notebooks(tmp_path)] == ["01_a", "02_b"]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="no numbered notebooks"):
        read_notebooks(tmp_path)


def test_outputs_and_counts_do_not_change_the_digest_but_a_cell_does(tmp_path):
    path = write_notebook(tmp_path, "01_a", "1 + 1")
    before = read_notebook(path).digest
    document = json.loads(path.read_text())
    document["cells"][1].update(execution_count=5, outputs=[{"output_type": "stream", "name": "stdout", "text": "2"}])
    path.write_text(json.dumps(document))
    assert read_notebook(path).digest == before
    assert read_notebook(write_notebook(tmp_path, "01_a", "1 + 2")).digest != before
    assert read_notebook(write_notebook(tmp_path, "01_a", "1 + 1", needs=["store"])).digest != before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.pop("cells"), "it has no cells"),
        (lambda d: d["metadata"].pop("useit"), "does not declare what it needs"),
        (lambda d: d["metadata"]["useit"].update(title=""), "has no title"),
        (lambda d: d["metadata"]["useit"].update(gives="store"), "no list of gives"),
        (lambda d: d["metadata"]["useit"].update(needs=["files:passwords"]), "'files:passwords' is not a name"),
        (lambda d: d["cells"][0]["metadata"].update(tags=[]), "0 cells tagged 'parameters'"),
    ],
)
def test_a_notebook_that_declares_nothing_proper_is_refused_by_name(tmp_path, change, words):
    path = write_notebook(tmp_path, "01_a", "1 + 1")
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))
    with pytest.raises(InputRefused, match=words) as caught:
        read_notebook(path)
    assert str(caught.value).startswith("01_a.ipynb: ")


def test_a_file_that_is_no_json_is_refused(tmp_path):
    (tmp_path / "01_a.ipynb").write_text("not json")
    with pytest.raises(InputRefused, match="cannot be read"):
        read_notebooks(tmp_path)
