"""A study of another city, with two strands of other names, runs end to end and names nothing of this one."""

from __future__ import annotations

import re

import pytest

from useit_eval.workbench import init_study, open_study, write_training

from .conftest import evaluate, walk

NOT_OURS = re.compile(r"USE-?IT!|hospital|Icknield|Birmingham|Sandwell", re.IGNORECASE)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    root = tmp_path_factory.mktemp("city")
    init_study("harbour_town", folder=root)
    return root


def test_every_page_of_another_city_is_its_own(city):
    found = evaluate(city, "harbour_town", city / "run")
    assert len(found.pages) == 4
    words = found.words()
    assert NOT_OURS.findall(words) == []
    assert "silent" in words


def test_the_training_pack_of_another_city_is_its_own(city):
    from useit_eval.training import module_pages

    with open_study("harbour_town", root=city, run_folder=city / "training") as bench:
        pages = module_pages(bench.study, bench.theories)
        written = write_training(bench).written
    assert len(written) == 12
    assert NOT_OURS.findall("\n".join(part for part in walk(list(pages)) if isinstance(part, str))) == []
