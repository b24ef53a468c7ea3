"""Every hostile file ends in a named state within its limits, and the next file is read as if nothing had been."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import DamagedPdfError, IntakeError, LimitError, NoPagesError, NoTextError, PasswordError
from corpus.model import Concept, ConceptId, DocumentId, Flag, Labels, Scheme
from corpus.vocabulary import Vocabulary
from ingest.intake import examine
from ingest.parse import Job, Parsed
from ingest.pdf.pages import TextLimits
from ingest.reader import Limits, Reader
from tests.ingest.hostile_files import HOSTILE
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


def _memory() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS:"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_named_state_and_the_next_is_read(reader: Reader, tmp_path: Path, name: str) -> None:
    content = HOSTILE[name]()
    before, began = _memory(), time.monotonic()
    outcome = _read(reader, tmp_path / "hostile.pdf", content)
    took = time.monotonic() - began
    following = _read(reader, tmp_path / "good.pdf", ordinary())

    assert isinstance(outcome, REFUSED.get(name, (Parsed, IntakeError)))
    assert took < LIMITS.wall_seconds + 10
    assert isinstance(following, Parsed)
    assert _memory() - before < GROWTH_BYTES


@pytest.mark.parametrize("name", READ)
def test_what_is_only_tricky_is_read_and_flagged(reader: Reader, tmp_path: Path, name: str) -> None:
    outcome = _read(reader, tmp_path / "hostile.pdf", HOSTILE[name]())

    assert isinstance(outcome, Parsed)
    assert FLAGGED.get(name, set()) <= set(outcome.flags)
