import pytest

from useit_eval.ground.errors import WorkFailed
from useit_eval.runs.cache import find_entry, keep_entry, link, make_key, restore_entry

PARTS = {
    "notebook": "n", "parameters": {"round_no": 1}, "inputs": {"files:text": "t"}, "always": {"package": "p", "installed": "i"},
}


@pytest.fixture
def kept(tmp_path):
    run = tmp_path / "run"
    (run / "findings").mkdir(parents=True)
    (run / "findings" / "a.json").write_text("words")
    keep_entry(tmp_path / "cache", "key", run=run, files=["findings/a.json"], store="s", seconds=2.5)
    return tmp_path


def test_the_same_parts_give_the_same_key():
    assert make_key(**PARTS) == make_key(**PARTS)


@pytest.mark.parametrize(
    "change",
    [
        {"notebook": "m"}, {"parameters": {"round_no": 2}}, {"parameters": {"round_no": 1, "as_of": ""}},
        {"inputs": {"files:text": "u"}}, {"inputs": {}}, {"always": {"package": "q", "installed": "i"}},
    ],
)
def test_every_part_changes_the_key(change):
    assert make_key(**{**PARTS, **change}) != make_key(**PARTS)


def test_what_was_kept_is_handed_back_into_another_run(kept):
    entry = find_entry(kept / "cache", "key")
    assert (entry.store, entry.seconds) == ("s", 2.5)
    restore_entry(entry, kept / "again")
    assert (kept / "again" / "findings" / "a.json").read_text() == "words"


def test_an_unknown_key_has_no_entry(kept):
    assert find_entry(kept / "cache", "other") is None


def test_an_entry_whose_file_was_written_into_is_thrown_away(kept):
    with (kept / "run" / "findings" / "a.json").open("a") as shared:
        shared.write(" and a person's note")
    # where the disk has hard links, the note reached the entry too
    spoilt = (kept / "cache" / "key" / "files" / "findings" / "a.json").read_text() != "words"
    assert (find_entry(kept / "cache", "key") is None) == spoilt


def test_an_entry_that_is_no_json_or_of_another_format_is_no_entry(kept):
    record = kept / "cache" / "key" / "entry.json"
    for text in ("not json", '{"format": "useit-cache-entry/2", "files": {}}'):
        record.write_text(text)
        assert find_entry(kept / "cache", "key") is None


def test_keeping_the_same_key_twice_leaves_one_whole_entry(kept):
    keep_entry(kept / "cache", "key", run=kept / "run", files=["findings/a.json"], store="s", seconds=1)
    assert [path.name for path in (kept / "cache").iterdir()] == ["key"]
    assert find_entry(kept / "cache", "key") is not None


def test_a_cache_that_cannot_be_written_is_told_in_plain_words(tmp_path):
    (tmp_path / "cache").write_text("a file in the way")
    with pytest.raises(WorkFailed, match="the cache cannot be written"):
        keep_entry(tmp_path / "cache", "key", run=tmp_path, files=[], store="", seconds=0)


def test_a_link_falls_back_to_a_copy(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr("os.link", refuse)
    (tmp_path / "a").write_text("words")
    link(tmp_path / "a", tmp_path / "deep" / "b")
    assert (tmp_path / "deep" / "b").read_text() == "words"
