"""The child process: every hostile file ends in a named error within its limits, and the next file is read."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import DamagedPdfError, IntakeError, LimitError, NoPagesError, NoTextError, PasswordError
from corpus.model import Concept, ConceptId, DocumentId, Labels, Scheme
from ingest.parse import Job, Parsed
from ingest.pdf import TextLimits
from ingest.reader import Limits, Reader
from tests.ingest import sample_pdfs

LIMITS = Limits(
    memory_bytes=400 << 20, cpu_seconds=4, wall_seconds=20, text=TextLimits(pages=1_000, characters=1_000_000)
)
WATER = Concept(ConceptId("resource:water"), Scheme.RESOURCE, {"en": Labels("water")})

Outcome = Parsed | IntakeError

# What each may end in. Where a file can be read in spite of its tricks, reading it is as good as refusing it.
HOSTILE: dict[str, tuple[bytes, tuple[type[Outcome], ...]]] = {
    "header only": (b"%PDF-1.7\n", (DamagedPdfError,)),
    "truncated": (sample_pdfs.ordinary()[:300], (DamagedPdfError,)),
    "no pages": (sample_pdfs.without_pages(), (NoPagesError,)),
    "no text": (sample_pdfs.without_text(), (NoTextError,)),
    "password": (sample_pdfs.encrypted(sample_pdfs.ordinary(), user="a", owner="b"), (PasswordError,)),
    "flate bomb": (sample_pdfs.flate_bomb(), (LimitError, DamagedPdfError, NoTextError)),
    "text bomb": (sample_pdfs.text_bomb(60_000), (LimitError, DamagedPdfError)),
    "xref loop": (sample_pdfs.xref_loop(), (Parsed, DamagedPdfError)),
    "page tree loop": (sample_pdfs.page_tree_loop(), (NoPagesError, NoTextError, DamagedPdfError)),
    "huge page count": (sample_pdfs.page_count(900_000), (LimitError,)),
    "page count beyond all numbers": (sample_pdfs.page_count(2**40), (Parsed, LimitError, DamagedPdfError)),
    "deep nesting": (sample_pdfs.deep_nesting(100_000), (Parsed, LimitError, DamagedPdfError)),
    "form loop": (sample_pdfs.form_loop(), (Parsed,)),
    "outline loop": (sample_pdfs.outline_loop(), (Parsed, LimitError)),
    "huge predictor": (sample_pdfs.huge_predictor(), (LimitError, DamagedPdfError, NoTextError)),
    "unclosed inline image": (sample_pdfs.unclosed_inline_image(), (LimitError, DamagedPdfError, NoTextError)),
}


@pytest.fixture(name="reader", scope="module")
def _reader() -> Iterator[Reader]:
    with Reader([WATER], LIMITS) as reader:
        yield reader


def _read(reader: Reader, folder: Path, content: bytes) -> Outcome:
    path = folder / "sample.pdf"
    path.write_bytes(content)
    reader.start(Job(path, DocumentId("0" * 64)))
    return reader.result()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_named_error_and_the_next_is_read(reader: Reader, tmp_path: Path, name: str) -> None:
    content, expected = HOSTILE[name]
    began = time.monotonic()
    outcome = _read(reader, tmp_path, content)
    following = _read(reader, tmp_path, sample_pdfs.ordinary())

    assert isinstance(outcome, expected)
    assert time.monotonic() - began < LIMITS.wall_seconds + 10
    assert isinstance(following, Parsed)


def test_everything_about_a_document_comes_back(reader: Reader, tmp_path: Path) -> None:
    content = sample_pdfs.document(
        sample_pdfs.show("Reuse of rinse water", 72, 740, 20)
        + sample_pdfs.column(["The plant reused its rinse water and saved money every year."] * 8, y=700),
    )
    parsed = _read(reader, tmp_path, content)

    assert isinstance(parsed, Parsed)
    assert (parsed.title, parsed.language, len(parsed.pages)) == ("Reuse of rinse water", "en", 1)
    assert [chunk.heading for chunk in parsed.chunks] == ["Reuse of rinse water"]
    assert parsed.concepts == [("resource:water",)]
    assert list(parsed.seconds) == ["text", "structure", "headings", "language", "chunks", "concepts"]


def test_a_language_that_somebody_said_is_kept(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(sample_pdfs.ordinary("Agua"))
    reader.start(Job(path, DocumentId("0" * 64), language="es"))
    parsed = reader.result()

    assert isinstance(parsed, Parsed)
    assert parsed.language == "es"


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=60, wall_seconds=0.5)
    with Reader([], limits) as reader:
        outcome = _read(reader, tmp_path, sample_pdfs.text_bomb(300_000))

        assert isinstance(outcome, LimitError)
        assert "0.5 seconds" in str(outcome)


@pytest.mark.slow
def test_a_file_that_computes_too_long_is_refused(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=1, wall_seconds=60)
    with Reader([], limits) as reader:
        outcome = _read(reader, tmp_path, sample_pdfs.text_bomb(300_000))

        assert isinstance(outcome, LimitError)
        assert "1 seconds" in str(outcome)


@pytest.mark.slow
def test_an_answer_in_time_counts_however_late_it_is_fetched(tmp_path: Path) -> None:
    with Reader([], Limits(wall_seconds=1.5)) as reader:
        path = tmp_path / "sample.pdf"
        path.write_bytes(sample_pdfs.ordinary())
        reader.start(Job(path, DocumentId("0" * 64)))
        time.sleep(2)

        assert isinstance(reader.result(), Parsed)


def test_closing_ends_the_child(tmp_path: Path) -> None:
    before = _children()
    reader = Reader([], LIMITS)
    _read(reader, tmp_path, sample_pdfs.ordinary())
    during = _children()
    reader.close()

    assert len(during) == len(before) + 1
    assert _children() == before


def _children() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}
