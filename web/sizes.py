"""Know how large a single page's PDF is before a reader asks for it, without making him wait for it.

Showing a page never makes its PDF: the first reader of a page sees the size of the original beside a link without a
size, and the PDF is made afterwards, on a thread of its own. From then on its size is shown. Nothing is estimated: a
page's share of fonts and images is known only when it has been cut out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from corpus.errors import CpkbError, IntakeError, LimitError
from web.library import Originals

REMEMBERED = 8192  # sizes
MAX_WAITING = 4  # pages to measure, which a server that is stopped still does; others are when they are shown again


class PageSizes:
    """Measures the PDFs of single pages that were shown, and remembers the sizes."""

    def __init__(self, library: Originals) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._sizes: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._waiting: set[tuple[str, int]] = set()
        self._measuring = ThreadPoolExecutor(1, "page-sizes")

    def of(self, sha256: str, number: int) -> int | None:
        """Return a size in bytes; 0 if the page cannot be taken out; None if it is not known yet."""
        page = (sha256, number)
        with self._lock:
            if page not in self._sizes and page not in self._waiting and len(self._waiting) < MAX_WAITING:
                self._waiting.add(page)
                self._measuring.submit(self._measure, page)
            return self._sizes.get(page)

    def of_original(self, sha256: str) -> int:
        """Return the size of the whole file in bytes; 0 if the file is gone."""
        try:
            return self._library.original(sha256).stat().st_size
        except (CpkbError, OSError):
            return 0

    def _measure(self, page: tuple[str, int]) -> None:
        size: int | None = None
        try:
            size = len(self._library.page_pdf(*page))
        except CpkbError as error:
            # Others wait, the machine is busy, the file is gone: that may be otherwise the next time.
            if isinstance(error, IntakeError) and not isinstance(error, LimitError):
                size = 0
        finally:
            with self._lock:
                self._waiting.discard(page)
                if size is not None:
                    self._sizes[page] = size
                    if len(self._sizes) > REMEMBERED:
                        self._sizes.popitem(last=False)
