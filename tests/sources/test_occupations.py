"""The export of ESCO's occupations: read as a vocabulary, or refused with its row."""

from __future__ import annotations

import pytest

from tests.house.tree import ROOT
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.professions import vocabulary
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
