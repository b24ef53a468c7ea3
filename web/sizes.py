"""Know how large a single page's PDF is before a reader asks for it; each is measured once."""

from __future__ import annotations

from functools import lru_cache

from corpus.errors import IntakeError
from web.library import Originals

REMEMBERED = 8192  # sizes


class PageSizes:
    """Measures the PDFs of single pages."""

    def __init__(self, library: Originals) -> None:
        self._library = library
        self.of = lru_cache(REMEMBERED)(self._measure)

    def _measure(self, sha256: str, number: int) -> int:
        """Return a size in bytes; 0 if the page cannot be taken out of its document."""
        try:
            return len(self._library.page_pdf(sha256, number))
        except IntakeError:
            return 0
