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
