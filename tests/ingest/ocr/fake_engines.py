"""Engines that read nothing, for tests of what happens around an engine."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.ocr.reading import Look, Pixels, Reading, reading_of


class Blind:
    """An engine that sees nothing."""

    name = "blind 1"
    languages: frozenset[str] = frozenset({"en"})

    def read(self, pixels: Pixels, languages: Sequence[str], *, dpi: int) -> Reading:
        """Return an empty reading."""
        return reading_of([], [])

    def look(self, pixels: Pixels, *, dpi: int) -> Look:
        """Say that all is as it should be."""
        return Look(0, ())
