from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.workbench import show

FINDING = Finding(
    "a.b", "A <title>", (Sentence("Two claims say so.", ("C001", "C002")), Sentence("How it is counted.", explains=True)),
    table=Table(("Id", "Words"), (("C001", "<script>"), ("C002", None)), caption="All"),
    figure=FigureSpec("bars", "Bars", (), alt="One bar"),
)  # fmt: skip


def test_a_finding_shows_its_sentences_with_the_records_they_stand_on():
    assert "Two claims say so. [C001, C002]" in repr(show(FINDING))
    assert "C002 | " in repr(show(FINDING))
    assert "One bar" in repr(show(FINDING))


def test_what_people_wrote_is_escaped_in_a_notebook():
    shown = show(FINDING)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<h4>A &lt;title&gt;</h4>" in shown


def test_at_most_as_many_findings_are_shown_as_asked_for():
    assert len(show([FINDING] * 3, most=2).findings) == 2
    assert len(show([FINDING] * 3).findings) == 3
    assert repr(show([])) == ""


def test_columns_of_text_begin_at_the_left_also_in_jupyterlab():
    shown = show(FINDING)._repr_html_()
    assert shown.count("text-align: left") == shown.count("<td") + shown.count("<th ") == 6


def test_a_figure_is_drawn_with_its_text_alternative_and_legend():
    rows = ({"name": "People <b>", "count": 3, "unit": "people"},)
    figure = FigureSpec("counts", "Counts", rows, alt="People: 3", legend="As the sources report them.")
    shown = show(Finding("a.c", "Counts", figure=figure))._repr_html_()
    assert 'alt="Counts. People: 3"' in shown
    assert "data:image/png;base64," in shown
    assert "As the sources report them." in shown


def test_many_sentences_are_a_list_and_many_records_are_counted_in_place_of_named():
    one = Sentence("Told.", tuple(f"C{number:03d}" for number in range(12)))
    shown = show(Finding("a.d", "Long", (one,) * 4))._repr_html_()
    assert shown.count("<li>") == 4
    assert "C007 and 4 more]" in shown
    assert "C011]" in repr(show(Finding("a.d", "Long", (one,))))


def test_a_finding_about_a_theory_names_it_above():
    assert "<h4>MS1: Proposed</h4>" in show(Finding("a.e", "Proposed", theory="MS1"))._repr_html_()
    assert "<h4>Profile of MS1</h4>" in show(Finding("a.f", "Profile of MS1", theory="MS1"))._repr_html_()
