"""The export of ESCO's occupations: read as a vocabulary, or refused with its row."""

from __future__ import annotations

import pytest

from tests.house.tree import ROOT
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.professions import vocabulary
from useit_eval.sources import read_register
from useit_eval.sources.occupations import read_esco

SHARED = (
    ROOT.parent
    / "shared"
    / "data"
    / "uk_context"
    / "esco"
    / "esco_occupations_en_health_care_construction_hospitality.csv"
)
URI = "http://data.europa.eu/esco/occupation/{}"


def _write(folder, *rows: str, header: str = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels"):
    path = folder / "occupations_en.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_labels_and_their_other_words_are_read_and_other_concepts_passed_over(tmp_path):
    path = _write(
        tmp_path,
        f'Occupation,{URI.format("a")},2222,midwife,"birth attendant\nhead of midwifery"',
        "KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/b,,knitting,",
    )
    frame = read_esco(path)
    assert frame.to_dict("records") == [
        {
            "preferred_label": "midwife",
            "uri": URI.format("a"),
            "isco_group": "2222",
            "words": "birth attendant;head of midwifery",
        }
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((f"Occupation,{URI.format('a')},1,,",), "row 2: the preferred label is missing"),
        (("Occupation,http://elsewhere/occupation/a,1,midwife,",), "row 2: .*is no occupation of ESCO"),
        ((f"Occupation,{URI.format('a')},1,one,", f"Occupation,{URI.format('a')},1,two,"), "row 3: .*is in row 2 too"),
    ],
)
def test_a_fault_is_told_with_its_row(tmp_path, rows, told):
    with pytest.raises(InputRefused, match=told):
        read_esco(_write(tmp_path, *rows))


def test_another_table_is_refused_by_its_header(tmp_path):
    with pytest.raises(InputRefused, match="row 1: the column 'conceptUri' is missing"):
        read_esco(_write(tmp_path, "1,2", header="code,name"))


def test_the_shared_export_reads_and_finds_what_practice_uses():
    if not SHARED.is_file():
        pytest.skip("the export of ESCO is not at hand")
    frame = read_esco(SHARED)
    assert len(frame) == 513 and frame["uri"].is_unique
    words = vocabulary(frame)
    assert words.read("general practitioners") == "general practitioner"
    assert words.closest("Laboratory scientist")[0] == "biomedical scientist"
    import csv

    lines = (ROOT / "data_raw" / "practice" / "occupations.csv").read_text("utf-8").splitlines()[1:]
    uris = dict(zip(frame["preferred_label"], frame["uri"], strict=True))
    assert all(uris[row["preferred_label"]] == row["uri"] for row in csv.DictReader(lines))


@pytest.mark.parametrize(
    ("uri", "group", "told"),
    [
        ("javascript:alert(1)", "2221", "row 3: the uri 'javascript:alert.1.' is no occupation of ESCO"),
        ("http://elsewhere/esco/occupation/a", "2221", "row 3: the uri '.*' is no occupation of ESCO"),
        (URI.format("a"), "nurses", "row 3: the isco_group 'nurses' is no group of ISCO-08"),
        (URI.format("a"), "22210", "row 3: the isco_group '22210' is no group of ISCO-08"),
    ],
)
def test_a_row_of_the_register_names_an_occupation_of_esco_and_a_group_of_four_digits(tmp_path, uri, group, told):
    path = tmp_path / "occupations.csv"
    row = f"OC01,nurse,{uri},{group},nurse,2018-10-09,,S1,turn 6,true,"
    header = "label,preferred_label,uri,isco_group,words,as_of,evidence,source,locator,practice,note"
    path.write_text(f"# format: useit-occupations/1\n{header}\n{row}\n", "utf-8")
    with pytest.raises(InputRefused, match=told):
        read_register(path, "occupations", sources={"S1": "id-1"}, locale="en_GB")
