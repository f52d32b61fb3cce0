"""Files of surveys and cases that models name: what is no table is refused in one sentence."""

from __future__ import annotations

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import open_study, run_models


def _run(paths, content: bytes | None, file: str = "answers.csv"):
    with open_study(root=paths.root) as bench:
        theory = bench.theories.ids[0]
    model = small_study.SURVEY.format(theory=theory, file=file, weight="w")
    (paths.codebooks / "models.yaml").write_text(model, encoding="utf-8")
    if content is not None:
        (paths.raw / file).write_bytes(content)
    with open_study(root=paths.root) as bench:
        return run_models(bench)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", r"answers\.csv, row 1: the file is no table"),
        (b"y,w\n1,1\n1,1,5,6\n", r"answers\.csv, row 3: the row has 4 cells for 2 columns"),
        (b"\xff\xfe", r"answers\.csv, row 1: the text is not UTF-8"),
        (b"y,w\n1,1\n2,-1\n", r"answers\.csv, row 3: the weight -1 is negative"),
        (b"y,w\n1,1\n2,many\n", r"answers\.csv, row 3: the weight should be a number, found 'many'"),
        (b"y\n1\n2\n", r"models\.yaml, line 9: weight 'w' is not a column of answers\.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(paths, content, told):
    with pytest.raises(InputRefused, match=told) as caught:
        _run(paths, content)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_at_hand_leaves_the_others_be(paths):
    (found,) = _run(paths, None)
    assert found.data["refused"] and "answers.csv is not at hand" in found.sentences[0].text


@pytest.mark.parametrize("file", ["../../elsewhere.csv", "/etc/passwd", "sub/answers.csv", "..\\answers.csv", ".."])
def test_a_file_outside_the_study_s_own_folder_is_refused_with_its_line(paths, file):
    with pytest.raises(InputRefused, match=r"models\.yaml, line 9: file '.*' is not the name of a file"):
        _run(paths, None, file)
