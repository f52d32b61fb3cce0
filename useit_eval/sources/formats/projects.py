"""Projects of other programs (REFI-QDA: .qdpx, .qde): checked for danger, and refused in a sentence for now."""

from __future__ import annotations

from useit_eval.ground import archives, safe_xml
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft


def read_project(raw: bytes, *, where: str) -> Draft:
    """Refuse a REFI-QDA project: as dangerous where it is, otherwise as one that a later version will read.

    Raises InputRefused always; a name that climbs out of its folder or a document type is named first.
    """
    if raw.startswith(b"PK"):
        archive = archives.open_archive(raw, where=where)
        for name in archive.names:
            if name.lower().endswith(".qde"):
                safe_xml.parse(archive.read(name), where=where, part=name)
    else:
        safe_xml.parse(raw, where=where)
    what = "projects of other programs (REFI-QDA) cannot be read yet; a later version will"
    raise InputRefused(what, where, "Export the texts themselves (.docx or .txt), and add those.")
