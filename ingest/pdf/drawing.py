"""Draw pages and cut them out in a child process, one at a time, and keep what was made.

Owns what one page may take, who waits for whom, and the memory of what was drawn or refused. A page of two kilobytes
can take PDFium minutes, and PDFium draws one page at a time, so nothing here runs in the process that asks. The child
starts with the first page that is asked for.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CpkbError, DamagedPdfError, DrawingBusyError, LimitError
from ingest.sandbox.child import ChildLimits, End, Report, Worker

KEPT_ENTRIES = 4096


@dataclass(frozen=True, slots=True)
class DrawingLimits(ChildLimits):
    """What drawing one page may take, and what all together may.

    Attributes:
        most_waiting: Requests that wait for their turn; the default is a training room that opens one page at once.
        patience_seconds: Of a request for its turn; an ordinary page takes about a fifth of a second.
        kept_bytes: Of images and PDFs that were made.
        refused_seconds: How long a page that could not be made is not tried again.
    """

    memory_bytes: int = 1 << 30
    cpu_seconds: int = 4
    wall_seconds: float = 5.0
    most_waiting: int = 32
    patience_seconds: float = 10.0
    kept_bytes: int = 64 << 20
    refused_seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be made.

    Attributes:
        path: The original, whose name is the hash of its content: another content has another path.
        number: Physical page, from 1.
        width: Of the image in pixels; 0 for the page as a PDF of its own.
    """

    path: Path
    number: int
    width: int = 0


class Drawer:
    """Makes images and PDFs of single pages; safe to use from many threads.

    Every method raises:
        PageNotFoundError: The document has no such page.
        PasswordError, DamagedPdfError: The file cannot be read, or crashed the child.
        LimitError: The page takes more time or memory than the limits allow.
        DrawingBusyError: Too many others wait, or the turn did not come in time.
    """

    def __init__(self, limits: DrawingLimits | None = None) -> None:
        self._limits = limits or DrawingLimits()
        self._worker = Worker(_Drawing(), bytes, self._limits)
        self._kept = _Shelf(self._limits)
        self._changed = threading.Condition()
        self._busy = False
        self._waiting = 0

    def image(self, path: Path, number: int, *, width: int) -> bytes:
        """Return a page as PNG."""
        return self._made(Wanted(path, number, width))

    def pdf(self, path: Path, number: int) -> bytes:
        """Return a page as a PDF of its own."""
        return self._made(Wanted(path, number))

    def close(self) -> None:
        """End the child; without this it ends with this process."""
        self._worker.close()

    def _made(self, wanted: Wanted) -> bytes:
        outcome = self._kept_or_turn(wanted)
        if outcome is None:
            outcome = self._make(wanted)
        if isinstance(outcome, CpkbError):
            raise type(outcome)(str(outcome))  # a new one: several threads may raise it at once
        return outcome

    def _kept_or_turn(self, wanted: Wanted) -> bytes | CpkbError | None:
        """Return what was made of a page before, by others who wanted it too; None when it is this thread's turn."""
        until = time.monotonic() + self._limits.patience_seconds
        with self._changed:
            kept = self._kept.get(wanted)
            if kept is None and self._busy and self._waiting >= self._limits.most_waiting:
                raise _too_busy()
            self._waiting += 1
            try:
                while kept is None and self._busy:
                    if not self._changed.wait(until - time.monotonic()):
                        raise _too_busy()
                    kept = self._kept.get(wanted)
            finally:
                self._waiting -= 1
            self._busy = self._busy or kept is None
        return kept

    def _make(self, wanted: Wanted) -> bytes | CpkbError:
        outcome: bytes | CpkbError | None = None
        try:
            self._worker.begin(wanted)
            end = self._worker.outcome()
            outcome = _refusal(wanted, end) if isinstance(end, End) else end
        finally:
            with self._changed:
                if outcome is not None:
                    self._kept.put(wanted, outcome)
                self._busy = False
                self._changed.notify_all()
        return outcome


class _Drawing:
    """What the child does."""

    def prepare(self) -> None:
        """Load what draws and what cuts out."""
        import PIL.Image

        import ingest.pdf.pages
        import ingest.pdf.structure  # noqa: F401  # what page_pdf loads when it is called

        PIL.Image.preinit()

    def do(self, wanted: Wanted, report: Report) -> bytes:
        """Make one page."""
        from ingest.pdf.pages import page_image, page_pdf  # PDFium stays out of the process that asks

        if wanted.width:
            return page_image(wanted.path, wanted.number, width=wanted.width)
        return page_pdf(wanted.path, wanted.number)


class _Shelf:
    """What was made lately, and what was refused; what was not asked for longest goes first."""

    def __init__(self, limits: DrawingLimits) -> None:
        self._limits = limits
        self._entries: OrderedDict[Wanted, tuple[bytes | CpkbError, float]] = OrderedDict()
        self._bytes = 0

    def get(self, wanted: Wanted) -> bytes | CpkbError | None:
        """Return what is here, None if nothing is or if the refusal is too old."""
        if wanted not in self._entries:
            return None
        outcome, made_at = self._entries[wanted]
        if isinstance(outcome, CpkbError) and time.monotonic() - made_at > self._limits.refused_seconds:
            return None
        self._entries.move_to_end(wanted)
        return outcome

    def put(self, wanted: Wanted, outcome: bytes | CpkbError) -> None:
        """Keep what was made; of errors only those that lie in the page itself."""
        if isinstance(outcome, CpkbError) and not isinstance(outcome, (LimitError, DamagedPdfError)):
            return
        self._drop(wanted)
        self._entries[wanted] = (outcome, time.monotonic())
        self._bytes += _weight(outcome)
        while self._bytes > self._limits.kept_bytes or len(self._entries) > KEPT_ENTRIES:
            self._drop(next(iter(self._entries)))

    def _drop(self, wanted: Wanted) -> None:
        if wanted in self._entries:
            self._bytes -= _weight(self._entries.pop(wanted)[0])


def _weight(outcome: bytes | CpkbError) -> int:
    return len(outcome) if isinstance(outcome, bytes) else 0


def _too_busy() -> DrawingBusyError:
    return DrawingBusyError("Many pages are being drawn. Read the page's text, or try again in a few seconds.")


def _refusal(wanted: Wanted, end: End) -> CpkbError:
    """Say why a page was not made."""
    instead = "read its text or open the original."
    if end is End.CRASHED:
        return DamagedPdfError(f"Page {wanted.number} is damaged and cannot be drawn; {instead}")
    return LimitError(f"Page {wanted.number} takes too much time or memory to draw; {instead}")
