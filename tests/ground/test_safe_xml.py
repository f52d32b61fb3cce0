"""XML from a stranger draws in nothing, and costs no more than its size."""

from __future__ import annotations

import pytest

from useit_eval.ground import safe_xml
from useit_eval.ground.errors import InputRefused

ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def test_plain_xml_is_read_without_its_comments():
    root = safe_xml.parse(b"<a>x<!-- y --><?z?><b/></a>", where="x.xml")
    assert root.tag == "a" and [child.tag for child in root] == ["b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(encoding):
    with pytest.raises(InputRefused, match="x.qde, part.xml: the XML declares a document type"):
        safe_xml.parse(ENTITY.encode(encoding), where="x.qde", part="part.xml")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"<a>" * 100_000, "nested more than 256"),
        (b"<a/>" * 3_000_001, "3,000,001 tags"),
        (b"<a>" + b"x" * 60_000_001, "the limit is 60,000,000"),
        (b"<a>" + b"x" * 11_000_000 + b"</a>", "longer than 10 MB"),
        (b"<a><b></a>", "damaged"),
        (b"", "damaged"),
        (b"<a>&unknown;</a>", "damaged"),
    ],
)
def test_what_is_too_deep_too_large_or_broken_is_refused(raw, told):
    with pytest.raises(InputRefused, match=told):
        safe_xml.parse(raw, where="x.xml")
