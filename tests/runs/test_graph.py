import pytest

from tests.runs.projects import write_notebook
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.runs.graph import build_graph, select
from useit_eval.runs.templates import read_notebooks


def _notebooks(folder, **declared):
    for name, (needs, gives) in declared.items():
        write_notebook(folder, f"0{name[1]}_{name[3:]}", needs=needs, gives=gives, group="river" if name == "n3_c" else "")
    return read_notebooks(folder)


@pytest.fixture
def notebooks(tmp_path):
    return _notebooks(
        tmp_path,
        n0_z=(["findings:a"], []),
        n1_a=(["files:data_raw"], ["findings:a", "store"]),
        n2_b=(["store"], ["frames:b"]),
        n3_c=(["findings:a", "frames:b"], ["pages:c"]),
        n4_d=([], ["pages:d"]),
    )


def test_a_notebook_waits_for_those_that_give_what_it_needs(notebooks):
    graph = build_graph(notebooks)
    assert graph["03_c"] == ("01_a", "02_b")
    assert graph["00_z"] == ("01_a",)
    assert graph["04_d"] == ()


def test_the_order_puts_every_notebook_after_those_it_waits_for(notebooks):
    order = list(build_graph(notebooks))
    for name, waits in build_graph(notebooks).items():
        assert all(order.index(before) < order.index(name) for before in waits)


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (None, {"00_z", "01_a", "02_b", "03_c", "04_d"}),
        ("c", {"01_a", "02_b", "03_c"}),
        ("03_c", {"01_a", "02_b", "03_c"}),
        ("river", {"01_a", "02_b", "03_c"}),
        ("d,z", {"00_z", "01_a", "04_d"}),
        (["d", "a"], {"01_a", "04_d"}),
    ],
)
def test_only_takes_a_notebook_or_group_with_all_it_depends_on(notebooks, only, names):
    assert {notebook.name for notebook in select(notebooks, only)} == names


def test_an_unknown_word_for_only_is_refused_with_the_closest(tmp_path):
    notebooks = _notebooks(tmp_path, n1_chapters=([], []))
    with pytest.raises(UsageError, match="Closest: 'chapters'"):
        select(notebooks, "chapter")


def test_a_need_that_nobody_gives_is_refused_with_the_closest(tmp_path):
    with pytest.raises(InputRefused, match="needs 'findings:bearings'.*Closest: 'findings:bearing'"):
        build_graph(_notebooks(tmp_path, n1_a=([], ["findings:bearing"]), n2_b=(["findings:bearings"], [])))


def test_a_thing_given_twice_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="already given by 01_a"):
        build_graph(_notebooks(tmp_path, n1_a=([], ["store"]), n2_b=([], ["store"])))


def test_notebooks_that_wait_for_each_other_are_refused(tmp_path):
    with pytest.raises(InputRefused, match="in a circle: .*01_a.*02_b"):
        build_graph(_notebooks(tmp_path, n1_a=(["store"], ["frames:a"]), n2_b=(["frames:a"], ["store"])))
