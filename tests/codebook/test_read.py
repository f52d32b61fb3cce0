"""YAML traps: what researchers type by accident, and what an enemy would."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.codebook.read import parse_yaml, read_yaml
from useit_eval.codebook.write import yaml_of
from useit_eval.ground.errors import InputRefused


def values(text: str) -> dict:
    return parse_yaml(text, name="a.yaml").data


def refusal(text: str) -> str:
    with pytest.raises(InputRefused) as refused:
        parse_yaml(text, name="a.yaml")
    return str(refused.value)


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "No", "y", "n"])
def test_norway_stays_a_word(word):
    assert values(f"country: {word}") == {"country": word}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("08", 8), ("010", 10), ("0o10", 8), ("0x1F", 31), ("-3", -3), ("1_000", "1_000"), ("1e3", 1000.0),
        ("1.50", 1.5), (".5", 0.5), ("1:30", "1:30"), ("2024-01-31", "2024-01-31"), ("true", True), ("FALSE", False),
        ("~", None), ("null", None), ("", None), ("'08'", "08"), ('"true"', "true"), ("£3.13m", "£3.13m"),
        ("9" * 19, "9" * 19), ("81.361", 81.361), ("81,361", "81,361"), ("<<", "<<"), ("=", "="),
    ],
)  # fmt: skip
def test_scalars_are_read_by_the_core_schema_of_yaml_1_2(written, read):
    found = values(f"a: {written}")["a"]
    assert (found, type(found)) == (read, type(read))


def test_keys_are_always_words():
    assert values("no: 1\n08: 2\nnull: 3") == {"no": 1, "08": 2, "null": 3}


def test_each_value_knows_its_line():
    document = parse_yaml("a: 1\n\n# note\nb:\n  - x: 2\n    y: >\n      long\n      text\n  - x: 3\n", name="a.yaml")
    assert document.data["b"][0]["y"] == "long text\n"
    lines = [document.line("a"), document.line("b"), document.line("b", 0, "y"), document.line("b", 1, "x")]
    assert lines == [1, 4, 6, 9]
    assert document.line("b", 1, "absent") == document.line("b", 1) == 9


def test_a_key_given_twice_is_refused_with_both_lines():
    assert refusal("codes:\n  - id: a\n    name: A\n    id: b\n") == (
        "a.yaml, line 4: the key 'id' is given twice in one entry (first on line 2). "
        "Keep one of them, or begin a new entry with '- '."
    )


def test_a_tab_is_refused_with_its_line():
    assert refusal("a: 1\nb:\n\tc: 2\n") == "a.yaml, line 3: the line holds a tab. Write spaces instead."


def test_a_character_nobody_sees_is_refused_with_its_line():
    assert refusal("a: 1\nb: x\u2028y\n") == (
        "a.yaml, line 2: the line holds a character that cannot be seen (U+2028, line separator). Delete it and type the place anew."
    )


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("\u202e", "U+202E, right-to-left override"),
        ("\u2066", "U+2066, left-to-right isolate"),
        ("\u200b", "U+200B, zero width space"),
        ("\U000e0041", "U+E0041, tag latin capital letter a"),
    ],
)
def test_what_turns_or_hides_words_is_refused_by_name_in_texts_keys_and_remarks(sign, told):
    for words in (f"a: 1\nb: x{sign}y\n", f"a: 1\nb{sign}: x\n", f"a: 1\n# x{sign}y\n"):
        assert refusal(words).startswith(f"a.yaml, line 2: the line holds a character that cannot be seen ({told}).")


def test_what_an_author_spells_out_in_quotes_is_seen_in_the_file_and_kept():
    assert parse_yaml('a: "x\\u202Ey"\n', name="a.yaml").data == {"a": "x\u202ey"}


def test_joiners_and_marks_that_languages_need_are_kept():
    assert parse_yaml("a: می\u200cخواهم \u200fx\n", name="a.yaml").data == {"a": "می\u200cخواهم \u200fx"}


@pytest.mark.timeout(20)  # a bomb that is not refused at once never ends
def test_an_alias_bomb_is_refused_at_its_first_anchor_and_at_once():
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 40))
    assert refusal(bomb) == (
        "a.yaml, line 1: '&a0' reads as an anchor. Leave it out, or put the text in quotes if the & is meant."
    )


def test_a_star_at_the_start_of_a_text_is_explained():
    assert refusal("memo: *important*") == (
        "a.yaml, line 1: '*important*' reads as an alias. "
        "Write the text out in full, or put it in quotes if the * is meant."
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [("!!python/object/apply:os.system [ls]", "!!python/object/apply:os.system"), ("!mine x", "!mine"), ("!!str 5", "!!str")],
)  # fmt: skip
def test_a_tag_is_refused_and_nothing_is_built(written, shown):
    assert refusal(f"a: {written}") == (
        f"a.yaml, line 1: '{shown}' reads as a tag. Leave it out, or put the text in quotes if the ! is meant."
    )


def test_a_tag_or_anchor_on_a_key_is_refused_too():
    assert "reads as a tag" in refusal("!!str a: 1")
    assert "reads as an anchor" in refusal("&x a: 1")


@pytest.mark.timeout(20)
def test_deep_nesting_is_refused_at_once():
    assert refusal("a: " + "[" * 100_000) == (
        "a.yaml, line 1: entries lie more than 20 deep. Take out brackets or levels."
    )


def test_a_second_document_is_refused():
    assert refusal("a: 1\n---\nb: 2\n") == (
        "a.yaml, line 2: a second document begins here ('---'). Keep one document in a file."
    )


def test_a_file_that_asks_for_yaml_1_1_is_refused():
    assert "Remove the lines beginning with '%'." in refusal("%YAML 1.1\n---\na: no\n")


def test_a_colon_inside_a_text_is_explained():
    assert refusal("a: 1\nb: one: two\n") == (
        "a.yaml, line 2: the file is not well-formed YAML here (mapping values are not allowed here). "
        "Put a text that holds ': ' in quotes, and check the spaces at line start."
    )


@pytest.mark.parametrize("text", ["", "# only a note\n", "- a\n- b\n", "just words", "[a: 1", "{a: 1", "'open", "a: [1, 2\nb: 3"])
def test_what_is_no_set_of_keys_is_refused_in_one_sentence(text):
    assert refusal(text).startswith("a.yaml")


def test_a_newer_format_is_refused(put, said):
    path = put("study", ("useit-study/1", "useit-study/2"))
    assert said(read_yaml, path, kind="study") == (
        "study.yaml, line 1: the file is of a newer format (useit-study/2) than this version reads (useit-study/1). "
        "Update useit-eval."
    )


def test_another_kind_of_file_is_refused(put, said):
    path = put("codebook")
    assert said(read_yaml, path, kind="study") == (
        "codebook.yaml, line 1: the file should begin with 'format: useit-study/1', found 'useit-codebook/1'. "
        "Add that line at the top."
    )


def test_a_missing_file_is_named_with_its_folder(tmp_path, said):
    path = tmp_path / "study.yaml"
    assert said(read_yaml, path, kind="study") == f"{path}: there is no such file. Check the name and the folder."


def test_a_file_over_five_megabytes_is_refused_unread(tmp_path, said):
    path = tmp_path / "study.yaml"
    path.write_text("a: " + "x" * 5_000_000)
    assert said(read_yaml, path, kind="study").endswith(
        "the file has 5,000,003 bytes; the limit is 5,000,000. Split it, or leave out pictures."
    )


def test_bytes_that_are_not_utf_8_are_refused(tmp_path, said):
    path = tmp_path / "study.yaml"
    path.write_bytes("place: Málaga".encode("latin-1"))
    assert said(read_yaml, path, kind="study") == (
        "study.yaml, line 1: the text is not UTF-8 (byte 8). Save it as UTF-8 in your editor and add it again."
    )


def test_bytes_that_are_not_utf_8_are_placed_by_their_line(tmp_path, said):
    path = tmp_path / "study.yaml"
    path.write_bytes(b"format: useit-study/1\n# caf\xe9\n")
    assert said(read_yaml, path, kind="study").startswith("study.yaml, line 2: the text is not UTF-8")


@pytest.mark.parametrize("content", ["", "- one\n- two\n", "only words"])
def test_a_file_that_is_no_entry_is_refused_at_its_first_line(tmp_path, said, content):
    path = tmp_path / "study.yaml"
    path.write_text(content)
    assert said(read_yaml, path, kind="study").startswith("study.yaml, line 1: the file should hold lines of")


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_bytes(b"\xef\xbb\xbfformat: useit-study/1\r\n\r\ntitle: x\r\n")
    document = read_yaml(path, kind="study")
    assert (document.data["title"], document.line("title")) == ("x", 3)


def test_neither_yaml_nor_pydantic_is_loaded_with_the_package():
    code = (
        "import sys, useit_eval, useit_eval.codebook; "
        "print(sorted(m for m in ('ruamel.yaml', 'pydantic', 'pandas') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


texts = st.text(st.characters(exclude_categories=("Cs", "Co", "Cn")), max_size=300)
keys = st.from_regex(r"[a-z_]{1,9}", fullmatch=True)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(keys, plain, max_size=5))
def test_what_is_written_is_read_back(content):
    content.pop("format", None)
    assert values(yaml_of(content, kind="x")) == {"format": "useit-x/1", **content}


@given(st.text("ab01:- \n[]{}'\"|>#&*!?,%@~\\.", max_size=60))
def test_any_text_is_read_or_refused_in_one_sentence(text):
    try:
        values(text)
    except InputRefused as refused:
        assert str(refused).startswith("a.yaml")
