"""Whatever is done to caption and transcript files, a reader gives a draft or refuses in a sentence."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from useit_eval.ground.errors import UseitError
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats.encodings import read_plain
from useit_eval.sources.transcripts.captions import read_captions
from useit_eval.sources.transcripts.exports import read_json, read_tsv
from useit_eval.sources.transcripts.turns import mark_turns

SHARED = Path(__file__).parents[4] / "shared/data"
SEEDS = (
    b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000 align:start\n<v Amina [ur]>Hello &amp; <b>welcome</b></v>\n\nNOTE x\n",
    b"1\r\n00:00:01,000 --> 00:00:02,000\r\nDan: One\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nP3: Two\r\n",
    b"0:00:00.378,0:00:11.378\nOne\n\n0:00:11.378,0:00:12.305\nTwo\n",
    b'{"text": " Right.", "segments": [{"id": 0, "start": 0.0, "end": 1.2, "text": " Right.", "speaker": "S1"}]}',
    b"start\tend\ttext\n0\t1200\tRight.\n",
    b"Interviewer: So?\nInterviewee [en, translated by R02 from 1]: Well.\n\nP7  0:07\nYes.\n[00:01:02] P3 - no\n",
)
PIECES = (
    *(b"\n", b"\n\n", b"-->", b"<v ", b"</v>", b"<lang ur>", b"&amp;", b"&#55555;", b"\x00", b"\xff", b"\xef\xbb\xbf"),
    *(b"WEBVTT", b"NOTE ", b"99:99:99,999", b"[", b"]", b"{", b'"', b"\\ud800", b": ", b"\t", b"1e999", b"null", b"\r"),
    *("ہ".encode(), "\u2028".encode(), b"translated by", b" from 99999999", b"[in Urdu]", b"(", b")", b"9" * 5000),
)


def seeds() -> list[bytes]:
    """Return files to start from: our own, and the shared ones where they are at hand."""
    folders = (SHARED / "hostile_inputs/webvtt_py", SHARED / "hostile_inputs/generated/captions")
    there = [path.read_bytes() for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    return [*SEEDS, *there]


def changed(raw: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few pieces put in, taken out, doubled or flipped."""
    out = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        place = chance.randint(0, len(out))
        size = chance.randint(0, 20)
        what = chance.randrange(4)
        if what == 0:
            out[place:place] = chance.choice(PIECES)
        elif what == 1:
            del out[place : place + size]
        elif what == 2:
            out[place:place] = out[place : place + size] * chance.randint(1, 4)
        elif place < len(out):
            out[place] = chance.randrange(256)
    return bytes(out)


def read_all(raw: bytes) -> None:
    """Read bytes by every reader; raise for anything but a sound draft or a refusal."""
    for reader in (read_captions, read_json, read_tsv, read_plain):
        try:
            draft = mark_turns(reader(raw, where="x"))
        except UseitError as refused:
            if not (refused.what and "x" in refused.where):
                raise AssertionError(f"{refused!r} does not say what and where") from refused
        else:
            check(draft)


def check(draft: Draft) -> None:
    """Raise when spans are not in order within the text, or the text cannot be kept."""
    place = 0
    for turn in draft.turns:
        if not place <= turn.start < turn.end <= len(draft.text):
            raise AssertionError(f"{turn} overlaps or lies outside")
        place = turn.end
        if turn.translated_from is not None and not 1 <= turn.translated_from <= len(draft.turns):
            raise AssertionError(f"{turn} names no turn")
    draft.text.encode("utf-8")
    if "\r" in draft.text or "\x00" in draft.text:
        raise AssertionError("line ends or NUL in the text")


def fuzz(seconds: float, seed: int) -> int:
    """Return how many changed files were read within a time."""
    chance = random.Random(seed)
    files, count, ends = seeds(), 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        raw = chance.choice(files)
        for _ in range(chance.randint(1, 3)):
            raw = changed(raw, chance)
        read_all(raw)
        count += 1
    return count


def test_changed_files_give_a_sound_draft_or_a_refusal():
    chance = random.Random(1)
    files = seeds()
    for number in range(400):
        read_all(changed(files[number % len(files)], chance))


@pytest.mark.long
def test_changed_files_give_a_sound_draft_or_a_refusal_for_two_minutes():
    assert fuzz(120, seed=2) > 1_000
