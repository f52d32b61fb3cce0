"""Whatever bytes come as an export, they give answers or a refusal: short here, longer with ``make test-long``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources import practice_forms as forms
from tests.sources.fuzzing import fuzz
from tests.sources.practice_forms import KEY, Filled
from useit_eval.sources.forms.answers import read_answers

TWO = [
    Filled(skills=("caring", "cooking"), wish="=more", household=(3.0, 70.0)),
    Filled(who="", age=212, skills=("other",), skills_other="Songs, dance"),
]
TOKENS = {
    "kobo": [b"<row r=\"9999999\">", b"<c r=\"ZZZ1\" t=\"s\"><v>9</v></c>", b"<f>A1</f>", b"<!DOCTYPE a>", b"</row>", b"t=\"d\"", b"_x000D_"],
    "odk": [b"PARENT_KEY", b"\"", b",,,", b"\r", b"\x00", b"KEY,KEY"],
    "qualtrics": [b"{\"ImportId\":\"Q\"}", b"\"", b"\n\n", b";", b"\t", b" - Selected Choice - ", b"_TEXT"],
    "google": [b"\"", b", , ,", b"99/99/9999", b"1e999", b"\xff\xfe", b"sep=;\n", b"Timestamp"],
}  # fmt: skip
ENDINGS = {"kobo": ".xlsx", "odk": ".zip", "qualtrics": ".csv", "google": ".csv"}


def _fuzz(folder: Path, software: str, *, rounds: int) -> int:
    held = forms.definition(folder)
    path = forms.write_export(folder / f"seed{ENDINGS[software]}", software, TWO, held, labels=True)

    def read(raw: bytes) -> str:
        tried = folder / f"tried{ENDINGS[software]}"
        tried.write_bytes(raw)
        found = read_answers(tried, questionnaire=held, key=KEY, source_id="s", locale="en_GB")
        assert found.responses["response_id"].is_unique
        assert found.responses["submission_id"].nunique() == found.report.submissions
        return found.responses.to_csv()

    return fuzz(read, [path.read_bytes()], TOKENS[software], rounds=rounds, seed=1)


@pytest.mark.parametrize("software", ENDINGS)
def test_any_bytes_give_answers_or_a_refusal(tmp_path, software):
    assert _fuzz(tmp_path, software, rounds=60) > 200


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("software", ENDINGS)
def test_any_bytes_for_long_give_answers_or_a_refusal(tmp_path, software):
    assert _fuzz(tmp_path, software, rounds=3000) > 200
