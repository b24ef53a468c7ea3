"""Every hostile file ends in a named state within its limits, and the next file is read as if nothing had been."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from corpus.errors import (
    DamagedFileError,
    DamagedPdfError,
    IntakeError,
    LimitError,
    NoPagesError,
    NoTextError,
    PasswordError,
    UnsupportedFileError,
)
from corpus.model import Concept, ConceptId, DocumentId, Flag, Labels, Scheme
from corpus.vocabulary import Vocabulary
from ingest.intake import examine
from ingest.parse import Job, Parsed
from ingest.pdf.pages import TextLimits
from ingest.reader import Limits, Reader
from tests.ingest.hostile_files import HOSTILE, write_all
from tests.ingest.hostile_flow import HOSTILE_FLOW
from tests.ingest.sample_pdfs import ordinary

LIMITS = Limits(
    memory_bytes=400 << 20, cpu_seconds=4, wall_seconds=20, text=TextLimits(pages=1_000, characters=1_000_000)
)
WATER = Concept(ConceptId("resource:water"), Scheme.RESOURCE, {"en": Labels("water")})
VOCABULARY = Vocabulary({WATER.id: WATER})
GROWTH_BYTES = 50 << 20

# What must be refused, and how. Where a file can be read in spite of its tricks, reading it is as good.
REFUSED: dict[str, tuple[type[IntakeError], ...]] = {
    "header only": (DamagedPdfError,),
    "truncated": (DamagedPdfError,),
    "no pages": (NoPagesError,),
    "password": (PasswordError,),
    "flate bomb": (LimitError, DamagedPdfError, NoTextError),
    "text bomb": (LimitError, DamagedPdfError),
    "huge page count": (LimitError,),
    "ten thousand pages": (LimitError,),
    "saved states": (LimitError, DamagedPdfError),
}
FLAGGED = {
    "script and attachment": {Flag.JAVASCRIPT, Flag.ATTACHMENTS, Flag.OPEN_ACTION},
    "launch": {Flag.LAUNCH, Flag.OPEN_ACTION},
}
REFUSED_FLOW: dict[str, type[IntakeError]] = {
    "zip bomb": LimitError,
    "zip with a lying directory": DamagedFileError,
    "zip of many members": LimitError,
    "entity bomb, docx": DamagedFileError,
    "entity bomb, xlsx": DamagedFileError,
    "macros told, docx": UnsupportedFileError,
    "macros told, xlsx": UnsupportedFileError,
    "macros hidden, docx": UnsupportedFileError,
    "macros hidden, xlsx": UnsupportedFileError,
    "docx whose styles are gone": DamagedFileError,
    "docx without its text": DamagedFileError,
    "truncated docx": DamagedFileError,
    "xlsx, far cell": LimitError,
    "xlsx, too many rows": LimitError,
    "csv, one endless field": DamagedFileError,
    "csv, wide": LimitError,
    "text of NUL": UnsupportedFileError,
}
# Read, and nothing that they point to is in their text.
READ_FLOW = [
    "external relations, docx",
    "external relations, xlsx",
    "climbing names, docx",
    "climbing names, xlsx",
    "docx without styles",
    "docx without relations",
    "docx, endless span",
    "docx, style loop",
    "xlsx, merged over and over",
    "html, nested links",
    "html, endless spans",
    "html, reaching out",
    "html, entity bomb",
]
# Files that take seconds to make or to refuse: the fast tests leave them to the slow ones.
LONG = {
    "flate bomb", "text bomb", "million objects", "zip bomb", "zip with a lying directory", "zip of many members",
    "xlsx, million empty rows", "xlsx, too many rows", "xlsx, merged over and over", "xlsx, far cell",
    "html, nested", "html, nested tables", "html, attributes", "markdown, emphasis", "markdown, open brackets",
    "markdown, nested lists",
}  # fmt: skip
READ = ["form loop", "steering text", "hidden text", "xml bomb", "million objects", *FLAGGED]


@pytest.fixture(name="reader", scope="module")
def _reader() -> Iterator[Reader]:
    with Reader(VOCABULARY, LIMITS) as reader:
        yield reader


def _read(reader: Reader, path: Path, content: bytes) -> Parsed | IntakeError:
    path.write_bytes(content)
    try:
        examine(path, LIMITS)
    except IntakeError as error:
        return error
    reader.start(Job(path, DocumentId("0" * 64)))
    return reader.result()


def _read_between(reader: Reader, path: Path, content: bytes) -> Parsed | IntakeError:
    """Read a file, see that its limits held and this process stayed small, and that an ordinary one is read next."""
    before, began = _memory(), time.monotonic()
    outcome = _read(reader, path, content)
    took = time.monotonic() - began
    following = _read(reader, path.with_name("good.pdf"), ordinary())

    assert took < LIMITS.wall_seconds + 10
    assert isinstance(following, Parsed)
    assert _memory() - before < GROWTH_BYTES
    return outcome


def _each(names: Iterable[str]) -> list[ParameterSet]:
    """Return a parameter for each file; the long ones are slow tests."""
    return [pytest.param(name, marks=pytest.mark.slow if name in LONG else ()) for name in names]


def _memory() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS:"))


@pytest.mark.parametrize("name", _each(HOSTILE))
def test_a_hostile_file_ends_in_a_named_state_and_the_next_is_read(reader: Reader, tmp_path: Path, name: str) -> None:
    outcome = _read_between(reader, tmp_path / "hostile.pdf", HOSTILE[name]())

    assert isinstance(outcome, REFUSED.get(name, (Parsed, IntakeError)))


@pytest.mark.parametrize("name", _each(READ))
def test_what_is_only_tricky_is_read_and_flagged(reader: Reader, tmp_path: Path, name: str) -> None:
    outcome = _read(reader, tmp_path / "hostile.pdf", HOSTILE[name]())

    assert isinstance(outcome, Parsed)
    assert FLAGGED.get(name, set()) <= set(outcome.flags)


@pytest.mark.parametrize("name", _each(HOSTILE_FLOW))
def test_a_hostile_file_without_pages_ends_so_too(reader: Reader, tmp_path: Path, name: str) -> None:
    """Office files, web pages and texts end in a named state within the limits, and the next file is read."""
    called, make = HOSTILE_FLOW[name]
    outcome = _read_between(reader, tmp_path / called, make())

    assert isinstance(outcome, REFUSED_FLOW.get(name, (Parsed, IntakeError)))


@pytest.mark.parametrize("name", _each(READ_FLOW))
def test_what_points_outside_is_read_without_it(reader: Reader, tmp_path: Path, name: str) -> None:
    """Its own text is read; no file of this machine and no server is asked."""
    called, make = HOSTILE_FLOW[name]
    outcome = _read(reader, tmp_path / called, make())

    assert isinstance(outcome, Parsed)
    text = "".join(page.text for page in outcome.pages)
    assert "Rinse water is reused in the dye house." in text
    assert "root:" not in text


@pytest.mark.slow
def test_the_whole_set_can_be_written(tmp_path: Path) -> None:
    """`cpkb bench --hostile FOLDER` needs them as files, each under a name of its own."""
    assert len({path.name for path in write_all(tmp_path)}) == len(HOSTILE) + len(HOSTILE_FLOW)
