"""Office files as tests need them: made with python-docx and openpyxl, then changed part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import openpyxl
from docx.oxml.parser import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(path: Path, *elements: str) -> Path:
    """Write a DOCX whose body has these elements, in the namespace prefix w."""
    document = docx.Document()
    for element in elements:
        name, rest = element[1:].split(">", 1) if ">" in element.split(" ")[0] else element[1:].split(" ", 1)
        gap = ">" if element[1 + len(name)] == ">" else " "
        document.element.body.insert(-1, parse_xml(f"<{name} {W}{gap}{rest}"))
    document.save(str(path))
    return path


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write an XLSX."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def with_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Rewrite a package with some parts added or replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    path.write_bytes(packed.getvalue())
    return path


def part_of(path: Path, name: str) -> bytes:
    """Return one part of a package."""
    with zipfile.ZipFile(path) as package:
        return package.read(name)
