"""A small coverage-guided fuzzer for readers: what it is, and what it is not.

Seeds are changed at random (bytes flipped, cut, doubled, numbers made huge, tokens of the format put in; inside the
parts of a ZIP file too). A change that makes the reader run a line of ours which no input ran before is kept and changed
further. Only lines of useit_eval are watched (``sys.settrace``), not those of the C libraries below.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tests.sources.made_files import zipped
from useit_eval.ground.errors import UseitError

PACKAGE = str(Path(__file__).resolve().parents[2] / "useit_eval")
NUMBERS = (b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999", b"1e999")
MOST_BYTES = 60_000
MOST_SECONDS = 20.0  # of this process's own work; watching makes readers about ten times slower


def fuzz(read: Callable[[bytes], str], seeds: list[bytes], tokens: list[bytes], *, rounds: int, seed: int) -> int:
    """Return how many lines were reached; raises AssertionError with the input for anything but a text or a refusal."""
    chance = random.Random(seed)
    corpus, reached = [], set[tuple[str, int]]()
    for raw in seeds:
        reached |= _run(read, raw)
        corpus.append(raw)
    for _ in range(rounds):
        raw = change(chance.choice(corpus), chance, tokens)
        lines = _run(read, raw)
        if not lines <= reached and len(raw) < MOST_BYTES:
            reached |= lines
            corpus.append(raw)
    return len(reached)


def change(raw: bytes, chance: random.Random, tokens: list[bytes]) -> bytes:
    """Return a changed copy of an input; of a ZIP file mostly one of its parts is changed."""
    if raw.startswith(b"PK") and chance.random() < 0.8:
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                entries = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
            return _changed(raw, chance, tokens)
        name = chance.choice(sorted(entries))
        return zipped(entries | {name: _changed(entries[name], chance, tokens)})
    return _changed(raw, chance, tokens)


def _changed(raw: bytes, chance: random.Random, tokens: list[bytes]) -> bytes:
    made = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, end = sorted((chance.randrange(len(made) + 1), chance.randrange(len(made) + 1)))
        end = min(end, at + chance.choice((1, 4, 40, 4_000)))
        match chance.randrange(7):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at:end]
            case 2:
                made[at:at] = made[at:end] * chance.choice((1, 2, 50))
            case 3:
                made[at:at] = chance.choice(tokens)
            case 4:
                made[at:end] = chance.choice(NUMBERS)
            case 5:
                del made[end:]
            case _:
                made[at:end] = bytes(reversed(made[at:end]))
    return bytes(made[: 4 * MOST_BYTES])


def _run(read: Callable[[bytes], str], raw: bytes) -> set[tuple[str, int]]:
    lines: set[tuple[str, int]] = set()

    def watch(frame: FrameType, event: str, _: object) -> object:
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return watch

    before, begun = sys.gettrace(), time.process_time()
    sys.settrace(watch)
    try:
        text = read(raw)
    except UseitError as error:
        assert error.what and error.where
        text = ""
    except Exception as error:
        raise AssertionError(f"{type(error).__name__} on {raw!r}") from error
    finally:
        sys.settrace(before)
    assert not {"\r", "\x00"} & set(text) and not text.startswith("\ufeff"), raw
    text.encode("utf-8")
    assert time.process_time() - begun < MOST_SECONDS, raw
    return lines
