"""How much of one file without physical pages is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FlowLimits:
    """How much of one file is read before it is refused.

    Attributes:
        characters: Of text, over all parts; of a text file also before it is read.
        pages: Parts.
        sheets: Of a workbook.
        rows: Of one sheet or table, those that hold something.
        columns: Of one sheet or table.
        members: Files packed in a DOCX or XLSX.
        unpacked_bytes: Of all of them together.
        ratio: Unpacked over packed bytes, of a package that unpacks to more than a few megabytes.
    """

    characters: int = 20_000_000
    pages: int = 5_000
    sheets: int = 200
    rows: int = 100_000
    columns: int = 500
    members: int = 10_000
    unpacked_bytes: int = 512 << 20
    ratio: int = 200
