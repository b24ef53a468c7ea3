"""Look over the ZIP package of a DOCX or XLSX before any library opens it: its size, its members, its XML.

Refuses what unpacks to more than it should and XML that declares entities. Nothing that a package points to outside
itself is ever fetched.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from lxml import etree

from corpus.errors import DamagedFileError, LimitError
from corpus.model import Flag
from ingest.flow.limits import FlowLimits

# What zipfile, lxml, python-docx and openpyxl raise on a malformed file, from anywhere in it.
MALFORMED = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # NotImplementedError and RecursionError among them; zipfile's for members with a password
    SyntaxError,  # what xml.etree raises on malformed XML
    TypeError,
    ValueError,
)

_BIG = 8 << 20  # bytes; a package that unpacks to less may be packed as tightly as it likes
_XML = (".xml", ".rels", ".vml")
_EMBEDDED = ("/embeddings/", "/activeX/", "/oleObject")


def check_package(path: Path, limits: FlowLimits) -> tuple[Flag, ...]:
    """Return what a reader should know of a package.

    Raises:
        LimitError: It has too many members, or unpacks to too much.
        DamagedFileError: It is no readable ZIP, or its XML declares a document type, which no such file needs.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            _check_sizes(path, members, limits)
            for member in members:
                if member.filename.lower().endswith(_XML):
                    _check_xml(path, package.read(member))
    except MALFORMED as error:
        raise damaged(path) from error
    embedded = any(mark in member.filename for member in members for mark in _EMBEDDED)
    return (Flag.ATTACHMENTS,) if embedded else ()


def damaged(path: Path) -> DamagedFileError:
    """Return what is said of a file that cannot be read."""
    return DamagedFileError(
        f"{path.name} is damaged or incomplete. Download it again, or open it in the program it was made with and save "
        "it anew."
    )


def _check_sizes(path: Path, members: list[zipfile.ZipInfo], limits: FlowLimits) -> None:
    """Refuse a bomb by what the directory says; zipfile reads no more of a member than that."""
    if len(members) > limits.members:
        raise LimitError(f"{path.name} packs more than {limits.members:,} files. Save it without what is embedded.")
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > limits.unpacked_bytes or (unpacked > _BIG and unpacked > limits.ratio * packed):
        raise LimitError(
            f"{path.name} unpacks to {unpacked >> 20:,} MiB, {unpacked // packed} times its size. Save it anew with "
            "less in it, or export it as PDF."
        )


def _check_xml(path: Path, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!DOCTYPE" in content.replace(b"\0", b""):  # the latter is UTF-16
        raise DamagedFileError(
            f"{path.name} declares a document type in its XML, which may pull in other files, and which Office files "
            "never have. Save it anew from the program it was made with."
        )
