"""An e-mail is its subject, sender, date and words; what hangs on it is named, never opened."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.sources.made_files import hostile
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.formats.mail import read_mail


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {
        "Subject": "Café",
        "From": "Zoë <z@example.org>",
        "Date": "Mon, 01 Jan 2018 10:00:00 +0000",
        **headers,
    }.items():
        made[name] = value
    return made


HEAD = "Subject: Café\nFrom: Zoë <z@example.org>\nDate: Mon, 01 Jan 2018 10:00:00 +0000\n\n"


def read(made: EmailMessage):
    return read_mail(made.as_bytes(), where="x.eml")


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "iso-8859-1"])
def test_the_plain_form_is_taken_with_what_it_quotes(charset):
    made = message()
    made.set_content("Thank you for the café.\n> Was it good?\n", charset=charset)
    made.add_alternative("<p>other</p>", subtype="html")
    assert read(made).text == HEAD + "Thank you for the café.\n> Was it good?\n"


def test_the_web_form_is_read_where_there_is_no_other():
    made = message()
    made.set_content("<p>Thank <b>you</b></p><p hidden>no</p>", subtype="html")
    found = read(made)
    assert found.text == HEAD + "Thank you\n" and found.changes == ("1 hidden part of the page left out",)


def test_attachments_are_named_and_not_read():
    made = message()
    made.set_content("See below.\n")
    made.add_attachment("secret", filename="notes.txt")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="minutes.pdf")
    made.add_attachment(message())
    found = read(made)
    assert found.text == HEAD + "See below.\n"
    assert found.changes == ("attachments left out: notes.txt, minutes.pdf, message/rfc822",)


def test_an_encoding_that_is_wrong_or_unknown_does_not_garble_the_words():
    raw = b"Subject: x\nContent-Type: text/plain; charset=%s\n\nWe went to the caf\xe9, and it is one that you have to see.\n"
    for charset in (b"utf-8", b"klingon"):
        found = read_mail(raw % charset, where="x.eml")
        assert "café" in found.text and "read as cp1252" in found.doubts[0]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"Just words.\n", "it is no e-mail"),
        (hostile()["parts.eml"], "more than 500 parts"),
        (hostile()["nested.eml"], "nested too deep|more than 500 parts"),
        (hostile()["encrypted.eml"], "encrypted"),
    ],
)
def test_what_is_no_message_is_refused(raw, told):
    with pytest.raises(InputRefused, match=told):
        read_mail(raw, where="x.eml")


def test_words_of_parts_beside_one_another_are_all_read_and_other_texts_told():
    parts = "Content-Type: text/html\n\n<p>the message</p>\n--b\nContent-Type: text/plain\n\nthe list\n--b\nContent-Type: text/calendar\n\nBEGIN"
    raw = f"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{parts}\n--b--"
    found = read_mail(raw.encode(), where="x.eml")
    assert (
        found.text == "Subject: x\n\nthe message\n\nthe list\n"
        and "attachment left out: text/calendar" in found.changes
    )


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1", "Zoë £5".encode()),
        ("Content-Type: text/plain; charset=utf-7", b"Zo+AOs- +AKM-5"),
    ],
)
def test_letters_are_read_as_the_bytes_say_where_the_name_of_the_encoding_cannot_be_true(head, body):
    raw = f"Subject: Łukasz and =?utf-8?q?caf=C3=A9?=\n{head}\n\n".encode() + body
    assert read_mail(raw, where="x.eml").text == "Subject: Łukasz and café\n\nZoë £5\n"
