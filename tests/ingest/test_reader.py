"""Reading a file in a child: all of it comes back, what took too much is refused, and nothing else is believed."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IntakeError, LimitError
from corpus.model import (
    CaseProposal,
    Cell,
    Concept,
    ConceptId,
    DocumentId,
    Evidence,
    Labels,
    Proposed,
    Scheme,
    Table,
    Words,
)
from corpus.vocabulary import Vocabulary
from ingest.parse import Job, Parsed
from ingest.pdf.pages import TextLimits
from ingest.pdf.soundness import is_sound
from ingest.reader import Limits, Reader
from ingest.sandbox.child import Progress
from tests.ingest import sample_pdfs

LIMITS = Limits(
    memory_bytes=400 << 20, cpu_seconds=4, wall_seconds=20, text=TextLimits(pages=1_000, characters=1_000_000)
)
WATER = Concept(ConceptId("resource:water"), Scheme.RESOURCE, {"en": Labels("water")})
VOCABULARY = Vocabulary({WATER.id: WATER})

Outcome = Parsed | IntakeError


@pytest.fixture(name="reader", scope="module")
def _reader() -> Iterator[Reader]:
    with Reader(VOCABULARY, LIMITS) as reader:
        yield reader


def _read(reader: Reader, folder: Path, content: bytes) -> Outcome:
    path = folder / "sample.pdf"
    path.write_bytes(content)
    reader.start(Job(path, DocumentId("0" * 64)))
    return reader.result()


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
    assert set(parsed.seconds) > {"text", "structure", "headings", "language", "chunks", "concepts"}


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
    with Reader(VOCABULARY, limits) as reader:
        outcome = _read(reader, tmp_path, sample_pdfs.text_bomb(300_000))

        assert isinstance(outcome, LimitError)
        assert "0.5 seconds" in str(outcome)


@pytest.mark.slow
def test_a_file_that_computes_too_long_is_refused(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=1, wall_seconds=60)
    with Reader(VOCABULARY, limits) as reader:
        outcome = _read(reader, tmp_path, sample_pdfs.text_bomb(300_000))

        assert isinstance(outcome, LimitError)
        assert "1 seconds" in str(outcome)


@pytest.mark.slow
def test_an_answer_in_time_counts_however_late_it_is_fetched(tmp_path: Path) -> None:
    with Reader(VOCABULARY, Limits(wall_seconds=1.5)) as reader:
        path = tmp_path / "sample.pdf"
        path.write_bytes(sample_pdfs.ordinary())
        reader.start(Job(path, DocumentId("0" * 64)))
        time.sleep(2)

        assert isinstance(reader.result(), Parsed)


def test_closing_ends_the_child(tmp_path: Path) -> None:
    before = _children()
    reader = Reader(VOCABULARY, LIMITS)
    _read(reader, tmp_path, sample_pdfs.ordinary())
    during = _children()
    reader.close()

    assert len(during) == len(before) + 1
    assert _children() == before


def test_the_zygote_has_one_thread(tmp_path: Path) -> None:
    """What another thread held when a child is forked would be held in the child for ever."""
    before = _children()
    with Reader(VOCABULARY, LIMITS) as reader:
        _read(reader, tmp_path, sample_pdfs.ordinary())
        (zygote,) = _children() - before
        threads = list(Path(f"/proc/{zygote}/task").iterdir())

    assert len(threads) == 1


class _Witness:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def started(self, job: Job) -> None:
        self.told.append(f"started {job.path.name}")

    def moved(self, job: Job, progress: Progress) -> None:
        pass

    def broke(self, job: Job) -> None:
        self.told.append(f"broke {job.path.name}")


def test_whoever_watches_is_told_what_started_and_what_broke_its_child(tmp_path: Path) -> None:
    witness = _Witness()
    with Reader(VOCABULARY, replace(LIMITS, cpu_seconds=1), witness) as reader:
        _read(reader, tmp_path, sample_pdfs.ordinary())
        _read(reader, tmp_path, sample_pdfs.flate_bomb())
        _read(reader, tmp_path, sample_pdfs.without_pages())

    assert witness.told == ["started sample.pdf"] * 2 + ["broke sample.pdf", "started sample.pdf"]


@pytest.fixture(name="parsed", scope="module")
def _parsed(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Parsed:
    parsed = _read(reader, tmp_path_factory.mktemp("parsed"), sample_pdfs.ordinary())
    assert isinstance(parsed, Parsed)
    return parsed


JOB = Job(Path("sample.pdf"), DocumentId("0" * 64))


def test_what_a_child_says_is_believed_if_it_is_sound(reader: Reader, parsed: Parsed) -> None:
    assert is_sound(parsed, JOB, frozenset({WATER.id}))


def _with_words(parsed: Parsed, words: Words) -> Parsed:
    return replace(parsed, pages=[replace(parsed.pages[0], words=words)])


def _table(*, page: int = 1, end: int = 5) -> Table:
    return Table(0, "", 1, 1, 1, 1, 1, (Cell(0, 0, "Rinse", page, (0, end)),))


def _proposal(*, page: int = 1, end: int = 5) -> CaseProposal:
    return CaseProposal(title=Proposed("Rinse", (Evidence(page, (0, end), "Rinse"),), 0.5))


def test_tables_and_proposals_that_stand_in_the_text_are_believed(parsed: Parsed) -> None:
    told = replace(parsed, tables=[_table()], proposals=[_proposal()])

    assert is_sound(told, JOB, frozenset({WATER.id}))


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param(
            lambda told: replace(told, chunks=[replace(told.chunks[0], document=DocumentId("1" * 64))]),
            id="of another document",
        ),
        pytest.param(lambda told: replace(told, chunks=[replace(told.chunks[0], ordinal=7)]), id="another's place"),
        pytest.param(lambda told: replace(told, chunks=[replace(told.chunks[0], last_page=2)]), id="no such page"),
        pytest.param(lambda told: replace(told, chunks=[replace(told.chunks[0], end=10**6)]), id="beyond the text"),
        pytest.param(lambda told: replace(told, concepts=[(ConceptId("topic:lies"),)]), id="unknown concept"),
        pytest.param(lambda told: replace(told, concepts=[]), id="a chunk without"),
        pytest.param(lambda told: replace(told, pages=[replace(told.pages[0], number=2)]), id="page out of order"),
        pytest.param(lambda told: replace(told, pages=[replace(told.pages[0], margin=999)]), id="margin too long"),
        pytest.param(
            lambda told: _with_words(told, Words(np.array([[0, 10**6]], np.int32), np.zeros((1, 4), np.float32))),
            id="word beyond the text",
        ),
        pytest.param(lambda told: replace(told, tables=[_table(page=2)]), id="cell of no page"),
        pytest.param(lambda told: replace(told, tables=[_table(end=10**6)]), id="cell beyond the text"),
        pytest.param(lambda told: replace(told, proposals=[_proposal(page=0)]), id="evidence of no page"),
        pytest.param(lambda told: replace(told, proposals=[_proposal(end=10**6)]), id="evidence beyond the text"),
        pytest.param(
            lambda told: _with_words(told, Words(np.zeros((1, 2), np.int32), np.zeros((3, 4), np.float32))),
            id="word without a place",
        ),
        pytest.param(
            lambda told: _with_words(told, Words(np.zeros(2, np.int32), np.zeros((2, 4), np.float32))), id="flat"
        ),
    ],
)
def test_what_a_child_says_of_anything_else_is_not_believed(parsed: Parsed, lie: Callable[[Parsed], Parsed]) -> None:
    assert not is_sound(lie(parsed), JOB, frozenset({WATER.id}))


def _children() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}
