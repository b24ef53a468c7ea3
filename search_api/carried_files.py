"""The files that a list can be carried away as."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from search_api import carried_references, carried_tables
from search_api.carried_answers import Carried


class Format(StrEnum):
    """A file that a list can be carried away as."""

    CSV = "csv"
    XLSX = "xlsx"
    RIS = "ris"
    BIBTEX = "bib"
    CSL_JSON = "json"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.RIS: "application/x-research-info-systems; charset=utf-8",
    Format.BIBTEX: "application/x-bibtex; charset=utf-8",
    Format.CSL_JSON: "application/vnd.citationstyles.csl+json",
}

_WRITERS: Mapping[Format, Callable[[Sequence[Carried], str], bytes]] = {
    Format.CSV: carried_tables.csv,
    Format.XLSX: carried_tables.xlsx,
    Format.RIS: carried_references.ris,
    Format.BIBTEX: carried_references.bibtex,
    Format.CSL_JSON: carried_references.csl_json,
}


def file_of(form: Format, entries: Sequence[Carried], base: str) -> bytes:
    """Return a list as a file.

    Args:
        base: Address of this library, "https://cpkb.example.org", without a slash at its end.
    """
    return _WRITERS[form](entries, base)
