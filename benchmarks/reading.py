"""What it takes to read 500 mixed transcripts, beside a plain loop of the format libraries alone, kept as JSON by commit.

    python benchmarks/reading.py            500 files, two processes, best of three, in turn with the libraries

The transcripts are real interviews of ../shared (DOCX, ODT, RTF, PDF, TXT), each copy altered in a line so that no two
are the same; without ../shared they are made up. The libraries do less: python-docx, odfdo, striprtf and PDFium give
paragraphs, in one process, and neither look for deletions and hidden text nor mark turns, hash, or guard themselves.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import run  # noqa: E402

INTERVIEWS = ROOT.parent / "shared" / "data" / "transcripts" / "pdpilot"
AIM = 1.3
ENDINGS = ("docx", "txt", "pdf", "docx", "rtf", "docx", "odt", "txt", "docx", "pdf")
"""Of ten transcripts four come as DOCX, two each as TXT and PDF, one each as RTF and ODT."""


def make(folder: Path, count: int) -> list[Path]:
    """Return the paths of so many transcripts, written into a folder."""
    found = {ending: sorted(INTERVIEWS.glob(f"P*.{ending}")) for ending in set(ENDINGS)}
    if not all(found.values()):
        raise SystemExit(f"The interviews are not at hand: {INTERVIEWS}")
    paths = []
    for number in range(count):
        ending = ENDINGS[number % len(ENDINGS)]
        source = found[ending][number % len(found[ending])]
        paths.append(folder / f"{number:03}.{ending}")
        paths[-1].write_bytes(altered(source.read_bytes(), ending, number))
    return paths


def altered(raw: bytes, ending: str, number: int) -> bytes:
    """Return a copy of a transcript that is like no other: its first word has a number (a PDF has it as a remark)."""
    mark = f"Interview {number} ".encode()
    if ending == "pdf":
        return raw + b"\n% " + mark
    if ending in ("txt", "rtf"):
        return raw.replace(b"Interview", mark, 1)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(
                name, part.replace(b"Interview", mark, 1) if name.endswith(("document.xml", "content.xml")) else part
            )
    return made.getvalue()


def read_plainly(paths: list[Path]) -> int:
    """Return the characters that the format libraries give, one file after the other."""
    import docx
    import odfdo
    import pypdfium2
    from striprtf.striprtf import rtf_to_text

    def pdf(path: Path) -> str:
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))

    readers: dict[str, Callable[[Path], str]] = {
        ".docx": lambda path: "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs),
        ".odt": lambda path: odfdo.Document(path).get_formatted_text(),
        ".rtf": lambda path: rtf_to_text(path.read_text("cp1252")),
        ".pdf": pdf,
        ".txt": lambda path: path.read_bytes().decode("utf-8"),
    }
    return sum(len(readers[path.suffix](path)) for path in paths)


def read_guarded(paths: list[Path]) -> int:
    """Return the characters that our own reading gives, in two guarded processes."""
    from useit_eval.sources import read_many

    return sum(read.characters for _, read in read_many(paths, processes=2))


def read_here(paths: list[Path]) -> int:
    """Return the characters that our own reading gives in this one process."""
    from useit_eval.sources import read_source

    return sum(read_source(path).characters for path in paths)


def timed(read: Callable[[list[Path]], int], paths: list[Path]) -> float:
    """Return the seconds a way of reading takes. Raises SystemExit when it gives too few words to have read them."""
    begun = time.perf_counter()
    if read(paths) < 10_000 * len(paths):
        raise SystemExit(f"{read.__name__} did not read the transcripts")
    return time.perf_counter() - begun


def race(count: int, times: int) -> dict[str, object]:
    """Return the best seconds of each way, run in turn on the same files, and the ratios."""
    ways = {"libraries": read_plainly, "two_processes": read_guarded, "one_process": read_here}
    with tempfile.TemporaryDirectory(prefix="useit-reading-") as name:
        paths = make(Path(name), count)
        for read in ways.values():
            timed(read, paths[:10])  # what is imported once is no cost of a file
        tries = [{way: timed(read, paths) for way, read in ways.items()} for _ in range(times)]
    best = {way: min(one[way] for one in tries) for way in ways}
    return {
        "transcripts": count,
        **{f"{way}_seconds": round(seconds, 2) for way, seconds in best.items()},
        "import_to_libraries": round(best["two_processes"] / best["libraries"], 3),
        "one_process_to_libraries": round(best["one_process"] / best["libraries"], 3),
        "aim": AIM,
        "aim_missed": best["two_processes"] > AIM * best["libraries"],
    }


def main() -> None:
    """Measure, write ``benchmarks/results/<commit>-reading.json`` and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--times", type=int, default=3)
    wanted = parser.parse_args()
    commit = run._git("rev-parse", "--short=12", "HEAD")
    changed = bool(run._git("status", "--porcelain", "-uno", "--", "useit_eval/sources"))
    told = {"format": "useit-benchmark/1", "commit": commit, "changed_since": changed, **run._machine()}
    told |= race(wanted.count, wanted.times)
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / f"{commit}-reading.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
