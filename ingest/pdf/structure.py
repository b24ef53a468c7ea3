"""Read what a PDF says of itself: title, encryption and active content with pypdf, the outline with PDFium.

What is malformed here never costs the document: it only leaves a field empty. Page texts are
read in ingest/pdf/pages.py.
"""

from __future__ import annotations

import io
import logging
import re
import threading
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from corpus.errors import IntakeError
from corpus.model import Flag
from ingest.pdf.active_content import active_content
from ingest.pdf.malformed import MALFORMED
from ingest.pdf.outline import CONTROL, MAX_TITLE, Outline, read_outline
from ingest.pdf.pages import opened

# Titles that a program wrote, not a person: a file name, a template, the name of the program itself.
_MACHINE_TITLE = re.compile(
    r"(untitled|title|document\d*|adobe photoshop.*|powerpoint presentation|.{0,3}|"
    r".*\.(docx?|pdf|qxd|indd|pptx?|xlsx?|rtf|odt|tex|dvi|fm|p65|pmd))",
    re.IGNORECASE,
)
_PROGRAM_PREFIX = re.compile(r"^(microsoft (word|powerpoint|excel)|print|layout \d+) *- *", re.IGNORECASE)
_PAGE_KEYS = ("/AA", "/Annots", "/B", "/Metadata", "/PieceInfo", "/Thumb")


@dataclass(frozen=True, slots=True)
class Structure:
    """What a PDF says of itself.

    Attributes:
        title: "" if there is none that a person would have written.
        flags: What it holds that nobody sees when it is printed, sorted. An encrypted file is one whether or not it
            opens with the empty password.
    """

    title: str = ""
    outline: tuple[Outline, ...] = ()
    flags: tuple[Flag, ...] = ()


def read_structure(path: Path) -> Structure:
    """Return the structure of a PDF; an empty one if it cannot be read."""
    with QUIET:
        try:
            content = path.read_bytes()
            reader = PdfReader(io.BytesIO(content))
            encrypted = reader.is_encrypted
            if encrypted and not reader.decrypt(""):
                return Structure(flags=(Flag.ENCRYPTED,))
        except MALFORMED:
            return Structure()
        flags = active_content(reader, content) | ({Flag.ENCRYPTED} if encrypted else set())
        return Structure(_title(reader), _outline(path), tuple(sorted(flags)))


def without_active_content(content: bytes) -> bytes:
    """Return a PDF with its pages only: no scripts, actions, annotations, form, attachments or metadata.

    Raises:
        ValueError: The PDF cannot be read.
    """
    with QUIET:
        try:
            writer = PdfWriter()
            for page in PdfReader(io.BytesIO(content)).pages:
                for key in _PAGE_KEYS:
                    page.pop(key, None)
                writer.add_page(page)
            out = io.BytesIO()
            writer.write(out)
        except MALFORMED as error:
            raise ValueError("the page cannot be written") from error
    return out.getvalue()


def readable_title(title: str) -> str:
    """Return a title from metadata as a person would have it, "" if a program wrote it."""
    folded = _PROGRAM_PREFIX.sub("", " ".join(CONTROL.sub(" ", title).split()))
    if _MACHINE_TITLE.fullmatch(folded) or not re.search(r"[^\W\d_]{2}", folded):
        return ""
    return folded if len(folded) <= MAX_TITLE else folded[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"


class Quiet:
    """Keeps pypdf's remarks on malformed files off the terminal: they are expected and no one can act on them.

    The level of a logger belongs to all threads: the first to enter lowers it, the last to leave puts it back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._level = logging.NOTSET

    def __enter__(self) -> None:
        logger = logging.getLogger("pypdf")
        with self._lock:
            if self._inside == 0:
                self._level = logger.level
                logger.setLevel(logging.CRITICAL)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                logging.getLogger("pypdf").setLevel(self._level)


QUIET = Quiet()


def _title(reader: PdfReader) -> str:
    try:
        metadata = reader.metadata
        title = metadata.title if metadata else None
        return readable_title(title) if isinstance(title, str) else ""
    except MALFORMED:
        return ""


def _outline(path: Path) -> tuple[Outline, ...]:
    try:
        with opened(path) as document:
            return read_outline(document)
    except IntakeError:
        return ()
