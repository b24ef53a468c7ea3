"""What a file is is told by its content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.errors import DamagedFileError, PasswordError, UnsupportedFileError
from corpus.model import MediaType
from ingest.flow.kinds import START_BYTES, media_type_of
from tests.ingest.flow.office_files import part_of, with_parts, word_file, workbook


def _kind(path: Path) -> MediaType:
    return media_type_of(path.read_bytes()[:START_BYTES], path)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("a.txt", b"\n%PDF-1.4 ...", MediaType.PDF, id="pdf under another name"),
        pytest.param("a.pdf", b"<!DOCTYPE html><p>x", MediaType.HTML, id="html named pdf"),
        pytest.param("a.md", b"<!-- c --> <html><p>x", MediaType.HTML, id="whole page named md"),
        pytest.param("a.txt", b"<div>x</div>", MediaType.HTML, id="begins with a tag"),
        pytest.param("a.htm", b"text <b>x</b>", MediaType.HTML, id="fragment named htm"),
        pytest.param("a.md", b"<div>x</div>", MediaType.MARKDOWN, id="markdown with a tag first"),
        pytest.param("a.markdown", b"a|b|c\n1|2|3\n4|5|6\n", MediaType.MARKDOWN, id="rectangular markdown"),
        pytest.param("a", b"# Title\n\ntext", MediaType.MARKDOWN, id="text"),
        pytest.param("a.csv", b"one line of words", MediaType.CSV, id="csv by name"),
        pytest.param("a.txt", b"a\tb\n1\t2\n3\t4\n", MediaType.CSV, id="rectangular text"),
        pytest.param("a.txt", b"Rain, sun\nand, then\nmore, still\n", MediaType.MARKDOWN, id="prose with commas"),
        pytest.param("a.txt", "été".encode("utf-16"), MediaType.MARKDOWN, id="utf-16"),
        pytest.param("a.txt", "x é".encode() * 2000, MediaType.MARKDOWN, id="start ends within a character"),
    ],
)
def test_text_is_told_by_content(tmp_path: Path, name: str, content: bytes, expected: MediaType) -> None:
    """The name only decides among kinds of plain text."""
    path = tmp_path / name
    path.write_bytes(content)

    assert _kind(path) is expected


def test_packages_are_told_by_what_they_list(tmp_path: Path) -> None:
    """A DOCX and an XLSX are known under any name."""
    assert _kind(word_file(tmp_path / "a.zip")) is MediaType.DOCX
    assert _kind(workbook(tmp_path / "b.docx", {"S": [[1]]})) is MediaType.XLSX


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF", "another kind", id="image"),
        pytest.param(b"<?xml version='1.0'?><svg/>", "marked up", id="svg"),
        pytest.param(b"{\\rtf1 x}", "marked up", id="rtf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "old Office file", id="xls"),
    ],
)
def test_other_kinds_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """What cannot be read is refused with what can be."""
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(UnsupportedFileError, match=f"{said}.*CSV can be taken in"):
        _kind(path)


def test_an_encrypted_office_file_needs_a_password(tmp_path: Path) -> None:
    """It is an OLE file that holds the package encrypted."""
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))

    with pytest.raises(PasswordError, match="password"):
        _kind(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            b"openxmlformats-officedocument.wordprocessingml.document.main",
            b"ms-word.document.macroEnabled.main",
            "macros",
            id="docm",
        ),
        pytest.param(b"wordprocessingml.document.main", b"presentationml.presentation.main", "PPTX", id="pptx"),
        pytest.param(b"document.main+xml", b"template.main+xml", "template", id="dotx"),
    ],
)
def test_other_office_files_are_refused(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    """Macros, presentations and templates are named."""
    path = word_file(tmp_path / "a.docx")
    types = part_of(path, "[Content_Types].xml")
    with_parts(path, {"[Content_Types].xml": types.replace(old, new)})

    with pytest.raises(UnsupportedFileError, match=said):
        _kind(path)


def test_a_macro_part_is_refused_whatever_the_package_says(tmp_path: Path) -> None:
    """A document with a VBA project is refused."""
    path = with_parts(word_file(tmp_path / "a.docx"), {"word/vbaProject.bin": b"x"})

    with pytest.raises(UnsupportedFileError, match="macros"):
        _kind(path)


def test_another_archive_is_refused(tmp_path: Path) -> None:
    """A ZIP without a list of content types is no Office file."""
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")

    with pytest.raises(UnsupportedFileError, match="ZIP archive"):
        _kind(path)


def test_a_cut_package_is_damaged(tmp_path: Path) -> None:
    """A truncated DOCX is told from another kind of file."""
    path = word_file(tmp_path / "a.docx")
    path.write_bytes(path.read_bytes()[:900])

    with pytest.raises(DamagedFileError, match="damaged"):
        _kind(path)
