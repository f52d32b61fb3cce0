"""Files from the field: texts, the manifest that registers them, and registers kept as CSV.

Readers open what respondents, partners and ministries gave; they return frames and records and write nothing.
"""

from __future__ import annotations

import importlib

_HOMES = {
    "read_source": "texts",
    "SourceImport": "texts",
    "read_guarded": "guard",
    "read_many": "guard",
    "READABLE": "texts",
    "read_manifest": "manifest",
    "Manifest": "manifest",
    "sources_of": "manifest",
    "append_source": "manifest_rows",
    "append_rows": "manifest_rows",
    "change_row": "manifest_rows",
    "read_register": "registers",
    "REGISTERS": "registers",
}


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"useit_eval.sources has no {name!r}. It has: {', '.join(sorted(_HOMES))}.")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
