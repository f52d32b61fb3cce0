import pytest

from useit_eval.ground.errors import WorkFailed
from useit_eval.runs import publish
from useit_eval.runs.publish import publish_pages


@pytest.fixture
def reports(tmp_path):
    return tmp_path / "reports"


def _run(tmp_path, name, **pages):
    for slug, text in pages.items():
        path = tmp_path / name / "pages" / "chapters" / slug.replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / name


def _publish(reports, run, *, whole=True):
    return publish_pages(run, reports, whole=whole)


def test_pages_of_a_run_become_the_pages_of_the_study(tmp_path, reports):
    published = _publish(reports, _run(tmp_path, "one", a_html="A", a_docx="W"))
    assert (reports / "chapters" / "a.html").read_text() == "A"
    assert [path.name for path in published.pages] == ["a.docx", "a.html"]
    assert published.warnings == ()


def test_a_word_file_that_nobody_edited_is_replaced(tmp_path, reports):
    _publish(reports, _run(tmp_path, "one", a_docx="first"))
    published = _publish(reports, _run(tmp_path, "two", a_docx="second"))
    assert (reports / "chapters" / "a.docx").read_text() == "second"
    assert published.warnings == ()


def test_a_word_file_that_somebody_edited_is_kept_and_the_new_one_lies_beside_it(tmp_path, reports):
    _publish(reports, _run(tmp_path, "one", a_docx="first"))
    (reports / "chapters" / "a.docx").write_text("first, with my own words")
    published = _publish(reports, _run(tmp_path, "two", a_docx="second"))
    assert (reports / "chapters" / "a.docx").read_text() == "first, with my own words"
    assert (reports / "chapters" / "a (new).docx").read_text() == "second"
    assert published.pages == (reports / "chapters" / "a (new).docx",)
    assert "a.docx was edited" in published.warnings[0]


def test_an_edited_word_file_is_still_kept_by_the_runs_after(tmp_path, reports):
    _publish(reports, _run(tmp_path, "one", a_docx="first"))
    (reports / "chapters" / "a.docx").write_text("mine")
    for number, text in enumerate(("second", "third")):
        _publish(reports, _run(tmp_path, f"later{number}", a_docx=text))
    assert (reports / "chapters" / "a.docx").read_text() == "mine"
    assert (reports / "chapters" / "a (new).docx").read_text() == "third"


def test_an_edited_word_file_gets_no_neighbour_while_there_is_nothing_new(tmp_path, reports):
    run = _run(tmp_path, "one", a_docx="first")
    _publish(reports, run)
    (reports / "chapters" / "a.docx").write_text("mine")
    published = _publish(reports, run)
    assert not (reports / "chapters" / "a (new).docx").exists()
    assert published.warnings == ()


def test_a_word_file_that_was_never_published_is_not_overwritten(tmp_path, reports):
    (reports / "chapters").mkdir(parents=True)
    (reports / "chapters" / "a.docx").write_text("somebody's")
    _publish(reports, _run(tmp_path, "one", a_docx="ours"))
    assert (reports / "chapters" / "a.docx").read_text() == "somebody's"
    assert (reports / "chapters" / "a (new).docx").read_text() == "ours"


def test_an_edited_web_page_is_replaced_for_it_is_made_and_not_written(tmp_path, reports):
    _publish(reports, _run(tmp_path, "one", a_html="first"))
    (reports / "chapters" / "a.html").write_text("edited")
    _publish(reports, _run(tmp_path, "two", a_html="second"))
    assert (reports / "chapters" / "a.html").read_text() == "second"


def test_a_locked_word_file_gets_the_new_one_beside_it(tmp_path, reports, monkeypatch):
    _publish(reports, _run(tmp_path, "one", a_docx="first"))
    copy = publish._copy_whole

    def refuse(path, target):
        if target.name == "a.docx":
            raise WorkFailed("the page could not be written")
        copy(path, target)

    monkeypatch.setattr(publish, "_copy_whole", refuse)
    published = _publish(reports, _run(tmp_path, "two", a_docx="second"))
    assert "open or locked" in published.warnings[0]
    assert (reports / "chapters" / "a (new).docx").read_text() == "second"


def test_a_whole_run_takes_away_pages_it_no_longer_makes_but_never_an_edited_one(tmp_path, reports):
    _publish(reports, _run(tmp_path, "one", a_html="A", b_html="B", c_docx="C"))
    (reports / "chapters" / "c.docx").write_text("mine")
    _publish(reports, _run(tmp_path, "two", a_html="A"))
    assert sorted(path.name for path in (reports / "chapters").iterdir()) == ["a.html", "c.docx"]


def test_a_part_of_a_run_leaves_the_other_pages(tmp_path, reports):
    _publish(reports, _run(tmp_path, "one", a_html="A", b_html="B"))
    _publish(reports, _run(tmp_path, "two", a_html="A2"), whole=False)
    assert (reports / "chapters" / "b.html").read_text() == "B"


def test_editing_a_published_page_never_reaches_the_run(tmp_path, reports):
    run = _run(tmp_path, "one", a_html="A")
    _publish(reports, run)
    with (reports / "chapters" / "a.html").open("a") as page:
        page.write(" and more")
    assert (run / "pages" / "chapters" / "a.html").read_text() == "A"


def test_nothing_half_written_is_left_behind(tmp_path, reports):
    _publish(reports, _run(tmp_path, "one", a_html="A"))
    assert sorted(path.name for path in reports.rglob("*")) == ["a.html", "chapters", "published.json"]
