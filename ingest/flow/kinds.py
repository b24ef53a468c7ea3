"""Tell what a file is by its content; its name decides only among kinds of plain text."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

from corpus.errors import PasswordError, UnsupportedFileError
from corpus.model import MediaType
from ingest.flow.decoding import decoded
from ingest.flow.delimited import delimiter_of
from ingest.flow.packages import MALFORMED, damaged

START_BYTES = 4096  # of a file, enough for `media_type_of`
SUFFIXES = frozenset(["pdf", "docx", "xlsx", "html", "htm", "xhtml", "md", "markdown", "txt", "csv", "tsv"])

_HEADER_WITHIN = 1024  # bytes; PDF 32000-1, annex H.3 allows that much before the header
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_BYTES = 1 << 20  # of an old Office file, in which its directory is looked for
_TYPES_BYTES = 1 << 20  # of a package's list of content types
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": MediaType.DOCX,
    b"spreadsheetml.sheet.main+xml": MediaType.XLSX,
}
_WEB_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.DOTALL
)
_TAG = re.compile(r"\s*<(?:title|meta|style|script|div|p|table|h[1-6]|ul|center|font|main|article)\b", re.I)
_OTHER_MARKUP = re.compile(r"\s*(?:<\?xml|<svg|<!doctype|\{\\rtf|%!PS)", re.I)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_ACCEPTED = "PDF, DOCX, XLSX, HTML, Markdown, plain text and CSV can be taken in"


def media_type_of(start: bytes, path: Path) -> MediaType:
    """Return what a file is.

    Args:
        start: Its first `START_BYTES`; it is looked into further only if it is a package.

    Raises:
        UnsupportedFileError: It is of no kind that can be read, or holds macros.
        PasswordError: It is an Office file that needs a password.
        DamagedFileError: It begins like a package and is none.
    """
    if start.startswith(b"PK\x03\x04"):
        return _of_package(path)
    if b"%PDF-" in start[:_HEADER_WITHIN]:
        return MediaType.PDF
    if start.startswith(_OLE):
        raise _old_office(path)
    return _of_text(start, path)


def _of_package(path: Path) -> MediaType:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            with package.open("[Content_Types].xml") as listed:
                types = listed.read(_TYPES_BYTES)
    except KeyError as error:
        raise _refused(path, "is a ZIP archive of something else. Unpack it and take in what it holds") from error
    except MALFORMED as error:
        raise damaged(path) from error
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(path, "holds macros (.docm, .xlsm). Save it as .docx or .xlsx")
    if b"presentationml" in types:
        raise _refused(path, "is a presentation (PPTX), which cannot be read yet. Export it as PDF")
    for part, media_type in _MAIN_PARTS.items():
        if part in types:
            return media_type
    raise _refused(path, "is an Office file of another kind, such as a template. Save it as .docx or .xlsx")


def _of_text(start: bytes, path: Path) -> MediaType:
    text = decoded(start)
    if _BINARY.search(text):
        raise _refused(path, "is of another kind, going by its content. Save or export it as PDF")
    if _WEB_PAGE.match(text):
        return MediaType.HTML
    if _OTHER_MARKUP.match(text):
        raise _refused(path, "is marked up in another way (XML, SVG, RTF). Save or export it as PDF")
    named = path.suffix.lower()
    if named in (".md", ".markdown"):
        return MediaType.MARKDOWN
    if _TAG.match(text) or (named in (".html", ".htm", ".xhtml") and "<" in text):
        return MediaType.HTML
    return MediaType.CSV if named in (".csv", ".tsv") or _is_rectangular(text) else MediaType.MARKDOWN


def _is_rectangular(text: str) -> bool:
    """Tell whether a text's complete lines have as many fields each, as no prose has."""
    lines = text.splitlines()[:-1] if len(text) >= START_BYTES // 2 else text.splitlines()
    delimiter = delimiter_of(lines)
    if delimiter is None:
        return False
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return False
    return len(widths) >= 3 and len(set(widths)) == 1 and widths[0] >= (3 if delimiter == "," else 2)


def _old_office(path: Path) -> UnsupportedFileError | PasswordError:
    with path.open("rb") as file:
        start = file.read(_OLE_BYTES)
    if _ENCRYPTED in start:
        return PasswordError(f"{path.name} needs a password. Ask whoever wrote it for a copy without one.")
    return _refused(path, "is an old Office file (.doc, .xls, .ppt). Save it as .docx, .xlsx or PDF")


def _refused(path: Path, why: str) -> UnsupportedFileError:
    return UnsupportedFileError(f"{path.name} {why}. {_ACCEPTED}.")
