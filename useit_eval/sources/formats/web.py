"""Web pages (.html): what a reader of the page sees, one line a paragraph; scripts, styles and hidden parts left out.

The parser is lxml's, which mends broken pages as browsers do and fetches nothing. Style sheets are not followed: where
one hides parts of the page, a person is told.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats import encodings
from useit_eval.sources.formats.word_told import plural

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_TAGS = 1_000_000
_DROPPED = frozenset(
    {
        "head",
        "title",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
    }
    | {
        "canvas",
        "svg",
        "map",
        "select",
        "datalist",
        "textarea",
        "input",
        "button",
        "meter",
        "progress",
        "dialog",
        "rp",
        "rt",
    }
)
_SILENT = frozenset(("head", "title", "style", "rp", "rt"))  # no reader expects these to be read
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"}
    | {"h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p"}
    | {"pre", "section", "summary", "table", "tbody", "tfoot", "thead", "caption", "ul"}
)
_BLANKS = re.compile("[ \t\n\r\f]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.I)
_FLOOD = re.compile(r"<[A-Za-z](?:[^<>\s]*+\s++){50000}")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML_CHARSET = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_TOLD = {
    "hidden": ("hidden part", "of the page left out"),
    "del": ("deletion", "marked in the page left out"),
    "script": ("script", "left out"),
    "listed": ("paragraph of a list", "without its automatic number"),
    "head": ("header or footer", "left out"),
    "dropped": ("part without text of its own", "(forms, frames, pictures, templates) left out"),
}


def read_html(raw: bytes, *, where: str) -> Draft:
    """Return the text of a web page: a line for each paragraph, cells of a table parted by TAB, rows by LF.

    The encoding is that of the byte order mark, else the one the page names, else as for plain text. Raises
    InputRefused for more than 1,000,000 tags and for an encoding that is open.
    """
    named = _named(raw)
    decoded = encodings.read_plain(raw, where=where, encoding=named)
    read = read_page(decoded.text, where=where)
    said = tuple(change for change in decoded.changes if not change.startswith(("read as", "line ends")))
    return Draft(read.text, changes=(*said, *read.changes), doubts=(*decoded.doubts, *read.doubts))


def read_page(page: str, *, where: str) -> Draft:
    """Return the text of a page that is decoded already, such as the one in an e-mail. Raises InputRefused like
    ``read_html``."""
    from lxml import etree

    if (tags := page.count("<")) > MOST_TAGS:
        raise InputRefused(f"the page has {tags:,} tags; the limit is {MOST_TAGS:,}", where, "Split the file.")
    if _FLOOD.search(page):  # the parser takes time by the square of their number
        raise InputRefused("a tag of the page has more than 50,000 attributes", where, "Save it again from a browser.")
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    walk = _Walk()
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InputRefused("the page cannot be read as HTML", where, "Save it again from a browser.") from None
    if any("depth" in fault.message for fault in parser.error_log):
        raise InputRefused("the page's elements are nested more than 2,000 deep", where, "Save it as plain text.")
    for part in [] if root is None else [root, *root.itersiblings(etree.Element)]:
        walk.read(part)  # what follows the end of the page is a page of its own to the parser
    changes = [f"{plural(walk.met[key], noun)} {rest}" for key, (noun, rest) in _TOLD.items() if walk.met[key]]
    if comments := page.count("<!--"):
        changes.append(f"{plural(comments, 'comment')} left out")
    return encodings.tidy(walk.text(), where=where, changes=tuple(changes), doubts=walk.doubts())


def _named(raw: bytes) -> str | None:
    """Return the encoding that a page names, as browsers take it: latin-1 means cp1252; None when it names none."""
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    found = _CHARSET.search(raw[:4096]) or _XML_CHARSET.match(raw)
    if found is None:
        return None
    return encodings.as_browsers_do(found.group(1).decode("ascii"), raw)


class _Walk:
    """One pass over a page, without recursion: pages may be nested as deep as they like."""

    def __init__(self) -> None:
        self.met: Counter[str] = Counter()
        self._lines: list[str] = []
        self._line: list[str] = []
        self._kept = 0  # how many <pre> are open
        self._rows: list[list[str]] = []  # the cells of each open row
        self._outer: list[tuple[list[str], list[str]]] = []  # what stood before each open cell

    def text(self) -> str:
        """Return what was read, ending in a line end."""
        self._end()
        return "\n".join(self._lines) + "\n" if self._lines else ""

    def doubts(self) -> tuple[str, ...]:
        """Return what a person should look at."""
        found = []
        if self.met["style rule"]:
            found.append("style rules of the page hide parts of it; they were not followed: look for text nobody sees")
        if self.met["struck"]:
            found.append(f"{plural(self.met['struck'], 'stretch of text')} struck through stand in the text")
        return tuple(found)

    def read(self, root: _Element) -> None:
        """Walk over a page's elements in order."""
        from lxml import etree

        walk, passed = etree.iterwalk(root, events=("start", "end")), None
        for event, element in walk:
            name = element.tag if isinstance(element.tag, str) else ""
            if event == "start" and self._is_dropped(element, name):
                walk.skip_subtree()
                passed = element
            elif event == "start":
                self._open(element, name)
            else:
                if element is not passed:
                    self._close(name)
                if element is not root:
                    self._say(element.tail)

    def _is_dropped(self, element: _Element, name: str) -> bool:
        if name == "style":
            self.met["style rule"] += bool(_HIDING.search(element.text or ""))
        if name in _DROPPED:
            if name == "head":
                self.met["style rule"] += sum(bool(_HIDING.search(part.text or "")) for part in element.iter("style"))
            self.met["script" if name == "script" else "dropped"] += name not in _SILENT
            return True
        if name == "del":
            self.met["del"] += 1
            return True
        if name == "div" and element.get("title") in ("header", "footer"):  # as LibreOffice writes them
            self.met["head"] += 1
            return True
        if element.get("hidden") is not None or _HIDING.search(element.get("style") or ""):
            self.met["hidden"] += 1
            return True
        return False

    def _open(self, element: _Element, name: str) -> None:
        if name in ("td", "th"):
            self._outer.append((self._lines, self._line))
            self._lines, self._line = [], []
        elif name == "br":
            self._end(always=True)
        elif name == "tr":
            self._end()
            self._rows.append([])
        elif name in _BLOCKS:
            self._end()
        self.met["listed"] += name == "li" and _is_numbered(element)
        self._kept += name == "pre"
        self.met["struck"] += name in ("s", "strike")
        self._say(element.text)

    def _close(self, name: str) -> None:
        if name == "pre":
            self._end()
            self._kept -= 1
        elif name in ("td", "th"):
            self._end()
            cell = "\n".join(self._lines)
            self._lines, self._line = self._outer.pop()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._lines.append(cell)
        elif name == "tr":
            self._end()
            row = "\t".join(self._rows.pop())
            self._lines += [row] if row.strip() else []
        elif name in _BLOCKS:
            self._end()

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self._kept:
            first, *others = text.split("\n")
            self._line.append(first)
            for other in others:
                self._end(always=True)
                self._line.append(other)
            return
        told = _BLANKS.sub(" ", text)
        if told[0] == " " and (not self._line or self._line[-1][-1:] in (" ", "\t", "")):
            told = told[1:]
        if told:
            self._line.append(told)

    def _end(self, *, always: bool = False) -> None:
        """End a line; without ``always`` one that holds nothing is no line."""
        line = "".join(self._line)
        line = line if self._kept else line.strip(" ")
        if always or line.strip():
            self._lines.append(line)
        self._line = []


def _is_numbered(item: _Element) -> bool:
    above = item.getparent()
    return above is not None and above.tag == "ol"
