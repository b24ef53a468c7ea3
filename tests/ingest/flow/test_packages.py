"""A package is looked over before it is opened."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.errors import DamagedFileError, LimitError
from corpus.model import Flag
from ingest.flow.limits import FlowLimits
from ingest.flow.packages import check_package
from tests.ingest.flow.office_files import with_parts, word_file


def _package(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def test_an_ordinary_package_passes(tmp_path: Path) -> None:
    """Nothing is said of a plain document."""
    assert check_package(word_file(tmp_path / "a.docx"), FlowLimits()) == ()


def test_embedded_files_are_flagged(tmp_path: Path) -> None:
    """Objects of other programs are told and not read."""
    path = with_parts(word_file(tmp_path / "a.docx"), {"word/embeddings/oleObject1.bin": b"x"})

    assert check_package(path, FlowLimits()) == (Flag.ATTACHMENTS,)


@pytest.mark.parametrize(
    ("members", "limits", "said"),
    [
        pytest.param({"a.xml": b" " * (10 << 20)}, FlowLimits(), "times its size", id="ratio"),
        pytest.param({"a.bin": b" " * 5000}, FlowLimits(unpacked_bytes=4000), "unpacks to", id="total"),
        pytest.param({f"{n}.bin": b"" for n in range(9)}, FlowLimits(members=8), "packs more than 8", id="members"),
    ],
)
def test_bombs_are_refused(tmp_path: Path, members: dict[str, bytes], limits: FlowLimits, said: str) -> None:
    """What unpacks to too much is refused by what the directory says of it."""
    with pytest.raises(LimitError, match=said):
        check_package(_package(tmp_path / "a.docx", members), limits)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    """XML that declares a document type is refused in any encoding."""
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    path = _package(tmp_path / "a.xlsx", {"xl/workbook.xml": bomb.encode(encoding)})

    with pytest.raises(DamagedFileError, match="document type"):
        check_package(path, FlowLimits())


def test_a_broken_package_is_damaged(tmp_path: Path) -> None:
    """A member that does not unpack is damage."""
    path = _package(tmp_path / "a.docx", {"a.xml": b"abc" * 100})
    content = bytearray(path.read_bytes())
    content[40] ^= 0xFF
    path.write_bytes(bytes(content))

    with pytest.raises(DamagedFileError, match="Download it again"):
        check_package(path, FlowLimits())
