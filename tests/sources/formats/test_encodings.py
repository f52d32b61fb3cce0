"""Plain text comes in whole from any common encoding, or the encoding is asked for; never garbled in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.formats.encodings import as_browsers_do, read_plain

TEXTS = {
    "English": "She said that it’s the “best” café – and it cost £6.50 in the end… you know, naïve me",
    "French": "Où êtes-vous allé ? À la crèche, ça va. Il a été très gêné par le garçon.",
    "German": "Die Übung hat mir sehr gefallen, weil Änderungen möglich waren. Straße. Größe.",
    "Polish": "Nie wiem, co się stało. Świetnie się czuję, dziękuję bardzo! Były też dzieci.",
    "Czech": "Příliš dlouho jsme čekali, děkuji. Žijeme tady už pět let.",
    "Turkish": "Çok teşekkür ederim, iyi günler. Şimdi gidiyoruz, ağaç ılık",
    "Russian": "Мы пришли в центр и нам помогли. Я работаю медсестрой. Это было хорошо.",
    "Greek": "Καλημέρα, τι κάνετε; Ευχαριστώ πολύ",
    "Arabic": "مرحبا، كيف حالك؟ الحمد لله، أعمل في المستشفى",
    "Japanese": "私は病院で働いています。よろしくお願いします。",
}
ONE_BYTE = ("cp1252", "mac_roman", "cp850", "cp437", "cp1250", "iso8859_2", "mac_latin2", "cp1254", "cp1251", "koi8_r",
            "mac_cyrillic", "cp866", "iso8859_5", "cp1253", "iso8859_7", "cp1256", "iso8859_6", "shift_jis", "euc_jp",
            "iso2022_jp")  # fmt: skip
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n"))


def _pairs():
    for language, text in TEXTS.items():
        for encoding in ONE_BYTE:
            try:
                text.encode(encoding)
            except UnicodeEncodeError:
                continue
            yield pytest.param(text, encoding, id=f"{language}-{encoding}")


@pytest.mark.parametrize(("text", "encoding"), list(_pairs()))
def test_a_text_in_an_encoding_that_its_file_does_not_name_comes_in_right_or_is_asked_for(text, encoding):
    try:
        found = read_plain(text.encode(encoding), where="x.txt")
    except InputRefused as error:
        assert "--encoding" in error.next
    else:
        assert found.text == text and found.doubts


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_everyday_english_is_told_apart_in_the_encodings_of_windows_and_of_old_macs(encoding):
    found = read_plain(TEXTS["English"].encode(encoding), where="x.txt")
    assert found.text == TEXTS["English"]
    assert f"read as {encoding}" in found.changes[0] and encoding in found.doubts[0]


def test_bytes_that_make_sense_in_two_encodings_are_refused_with_both():
    with pytest.raises(InputRefused, match="x.txt: .*its bytes do not decide.*candidates: .*cp1251") as raised:
        read_plain("ои ёж".encode("cp1251"), where="x.txt")
    assert raised.value.next.startswith("Name it with --encoding ")


def test_one_accent_decides_in_a_text_that_is_plainly_english_and_not_in_two_words():
    text = "We go to the café, and it is the one place that you have to see."
    assert read_plain(text.encode("cp1252"), where="x.txt").text == text
    for raw in (b"caf\xe9", b"\xc6r\xf8", b"\x93"):
        with pytest.raises(InputRefused, match="candidates"):
            read_plain(raw, where="x.txt")


def test_an_encoding_that_is_named_is_taken():
    assert read_plain(b"caf\x8e", where="x.txt", encoding="mac_roman").text == "café"
    with pytest.raises(UsageError, match="'klingon' is not an encoding"):
        read_plain(b"x", where="x.txt", encoding="klingon")
    with pytest.raises(InputRefused, match="no utf-8 \\(byte 3\\)"):
        read_plain(b"caf\x8e", where="x.txt", encoding="utf-8")
    with pytest.raises(UsageError, match="not an encoding"):
        read_plain(b"78", where="x.txt", encoding="hex")


@settings(max_examples=100)
@given(ANY, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_text_comes_back_from_any_unicode_encoding_and_line_end(text, encoding, end):
    raw = text.replace("\n", end).encode(encoding)
    assert read_plain(raw, where="x.txt").text == text.lstrip("\ufeff")


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["C"]), min_size=1), st.sampled_from(ONE_BYTE))
def test_any_text_comes_back_when_its_encoding_is_named(text, encoding):
    kept = "".join(
        sign for sign in text.encode(encoding, "ignore").decode(encoding) if sign.isprintable() or sign == " "
    )
    assert read_plain(kept.encode(encoding), where="x.txt", encoding=encoding).text == kept


@given(st.binary())
def test_any_bytes_are_read_or_refused(raw):
    try:
        assert "\r" not in read_plain(raw, where="x.txt").text
    except InputRefused as error:
        assert error.what and error.next


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [TEXTS["English"], TEXTS["Arabic"], TEXTS["Russian"]])
def test_wide_letters_without_a_mark_are_known_by_their_sense(text, encoding):
    found = read_plain(text.encode(encoding), where="x.txt")
    assert found.text == text and "which alone makes sense" in found.doubts[0]


def test_other_line_separators_and_combining_letters_stay_as_they_are():
    text = "one\u2028two\u0085three\x0cfour\x0bfive cafe\u0301\n"
    assert read_plain(text.encode(), where="x.txt").text == text


def test_letters_lost_or_garbled_before_are_told_and_kept():
    found = read_plain("cafÃ© itâ€™s \ufffd".encode(), where="x.txt")
    assert found.text == "cafÃ© itâ€™s \ufffd"
    assert "1 replacement character" in found.doubts[0] and "2 places look as if" in found.doubts[1]


def test_a_file_cut_off_in_the_middle_of_a_letter_is_refused():
    with pytest.raises(InputRefused, match="begins as utf-16-le, but byte"):
        read_plain("\ufeffAmina".encode("utf-16-le")[:-1], where="x.txt")


def test_a_page_means_the_encoding_that_browsers_take():
    assert as_browsers_do("latin1", b"\x93") == "cp1252" and as_browsers_do("nonsense", b"") is None
    assert as_browsers_do("hex", b"00") is None


def test_text_with_a_nul_in_it_is_not_read_as_chinese():
    with pytest.raises(InputRefused, match="NUL bytes"):
        read_plain(b"hello\x00world and more words", where="x.txt")


def test_letters_written_in_utf_7_are_told():
    assert "UTF-7" in read_plain(b"She said caf+AOk- and +AKM-5", where="x.txt").doubts[0]
    assert read_plain(b"A+B and C+ in sums 2+2-1", where="x.txt").doubts == ()
