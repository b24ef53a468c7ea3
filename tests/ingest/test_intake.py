"""Paths in, documents out: what is found, what is refused, and what a document answers to."""

from __future__ import annotations

import datetime as dt
import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import (
    CollectionError,
    ConceptNotFoundError,
    EmptyFileError,
    LimitError,
    NoTextError,
    PathNotFoundError,
)
from corpus.model import Concept, ConceptId, DocumentId, DocumentKind, Labels, Scheme
from corpus.vocabulary import Vocabulary
from ingest.intake import Failure, Limits, Read, Unchanged, discover, examine, read_documents, read_with
from ingest.reader import Reader
from tests.ingest.sample_pdfs import document, ordinary, show, without_text

NOW = dt.datetime(2026, 5, 4, 3, 2, 1, tzinfo=dt.UTC)

SIDECAR = """
title: Rinsing in three steps
language: en
year: 2004
rights: CC BY 4.0
case:
  id: quiet-river-rinsing
  title: Quiet River rinses three times
  country: VN
  year: 2003
  status: implemented
  grade: B
  sector: sector:1313
  processes: [process:rinsing]
  substances: [resource:water]
  measures:
    - name: Rinse water led back
      technique: technique:rinse-water-reuse
      practice: practice:on-site-reuse
  source:
    title: Demonstration projects
    year: 2004
"""


def _vocabulary() -> Vocabulary:
    concepts = [
        Concept(ConceptId("practice:on-site-reuse"), Scheme.PRACTICE, {"en": Labels("on-site reuse")}),
        Concept(ConceptId("process:rinsing"), Scheme.PROCESS, {"en": Labels("rinsing")}),
        Concept(ConceptId("resource:water"), Scheme.RESOURCE, {"en": Labels("water")}),
        Concept(ConceptId("sector:13"), Scheme.SECTOR, {"en": Labels("textiles")}),
        Concept(
            ConceptId("sector:1313"),
            Scheme.SECTOR,
            {"en": Labels("finishing of textiles")},
            broader=(ConceptId("sector:13"),),
        ),
        Concept(
            ConceptId("technique:rinse-water-reuse"),
            Scheme.TECHNIQUE,
            {"en": Labels("rinse water reuse")},
            practices=(ConceptId("practice:on-site-reuse"),),
        ),
        Concept(ConceptId("technique:spray-rinsing"), Scheme.TECHNIQUE, {"en": Labels("spray rinsing")}),
    ]
    return Vocabulary({concept.id: concept for concept in concepts})


@pytest.fixture(name="reader", scope="module")
def _reader() -> Iterator[Reader]:
    with Reader(_vocabulary(), Limits()) as reader:
        yield reader


def _intake(
    reader: Reader, *paths: Path, known: Callable[[DocumentId, str], bool] = lambda *_: False
) -> list[Read | Unchanged | Failure]:
    return list(read_with(reader, paths, vocabulary=_vocabulary(), known=known, now=lambda: NOW))


def _names(found: list[Path | Failure], folder: Path) -> list[str]:
    return [str(item.relative_to(folder)) for item in found if isinstance(item, Path)]


def test_folders_are_searched_in_order_and_hidden_files_skipped(tmp_path: Path) -> None:
    for name in ("b.pdf", "A.PDF", "notes.bak", ".hidden.pdf", "sub/c.pdf", ".git/d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")

    assert _names(list(discover([tmp_path])), tmp_path) == ["A.PDF", "b.pdf", "sub/c.pdf"]


def test_a_link_to_a_folder_above_does_not_loop(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.pdf").write_bytes(b"x")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)

    assert _names(list(discover([tmp_path])), tmp_path) == ["sub/a.pdf"]


def test_a_file_that_is_named_is_taken_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / ".report"
    path.write_bytes(b"x")

    assert list(discover([path])) == [path]


@pytest.mark.parametrize("name", ["missing.pdf", "empty", "pipe", "y" * 300 + ".pdf"])
def test_paths_that_lead_to_no_pdf_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (failure,) = discover([tmp_path / name])

    assert isinstance(failure, Failure)
    assert isinstance(failure.error, PathNotFoundError)
    assert name in str(failure.error)


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-abc")

    assert examine(path, Limits()) == (hashlib.sha256(b"%PDF-abc").hexdigest(), 8)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"", EmptyFileError, id="empty"),
        pytest.param(b"%PDF-" + b"x" * 5000, LimitError, id="too large"),
    ],
)
def test_an_empty_or_huge_file_is_not_read(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)

    with pytest.raises(error, match=r"a\.pdf"):
        examine(path, Limits(file_bytes=4000))


def test_a_bad_file_never_stops_the_batch(reader: Reader, tmp_path: Path) -> None:
    contents = {
        "1.pdf": ordinary("One."),
        "2.pdf": b"",
        "3.pdf": b"%PDF-1.7 broken",
        "4.pdf": without_text(),
        "5.pdf": ordinary("Five."),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    outcomes = _intake(reader, tmp_path, tmp_path / "6.pdf")

    assert [(type(outcome).__name__, outcome.path.name) for outcome in outcomes] == [
        ("Read", "1.pdf"),
        ("Failure", "2.pdf"),
        ("Failure", "3.pdf"),
        ("Failure", "4.pdf"),
        ("Read", "5.pdf"),
        ("Failure", "6.pdf"),
    ]
    assert [type(outcome.error) for outcome in outcomes if isinstance(outcome, Failure)][2] is NoTextError


def test_a_scan_is_told_what_is_missing(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(without_text())
    (failure,) = _intake(reader, tmp_path)

    assert isinstance(failure, Failure)
    assert "holds no text" in str(failure.error)


def test_known_bytes_are_not_read_again(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(ordinary())
    (tmp_path / "b.pdf").write_bytes(ordinary())
    (tmp_path / "c.pdf").write_bytes(ordinary("Other."))
    other = examine(tmp_path / "c.pdf", Limits())[0]
    first, second, third = _intake(reader, tmp_path, known=lambda document, _: document == other)

    assert isinstance(first, Read)
    assert second == Unchanged(tmp_path / "b.pdf", first.document.id)
    assert third == Unchanged(tmp_path / "c.pdf", other)


def test_a_document_without_sidecar_describes_itself(reader: Reader, tmp_path: Path) -> None:
    content = document(
        show("The plant reused its rinse water and saved money every year.", 72, 700), title="Rinsing well"
    )
    (tmp_path / "a.pdf").write_bytes(content)
    (read,) = _intake(reader, tmp_path)

    assert isinstance(read, Read)
    assert (read.document.title, read.document.kind, read.document.language) == (
        "Rinsing well",
        DocumentKind.OTHER,
        "en",
    )
    assert (read.document.name, read.document.page_count, read.document.size_bytes) == ("a.pdf", 1, len(content))
    assert (read.document.year, read.document.country, read.document.added) == (None, None, NOW)
    assert read.record is None
    assert [entry.facets for entry in read.entries] == [
        ("kind:other", "language:en", "resource:water"),
    ]


def test_a_document_that_names_nothing_is_called_by_its_file(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "water_reuse-2004.pdf").write_bytes(ordinary("and so on."))
    (read,) = _intake(reader, tmp_path)

    assert isinstance(read, Read)
    assert read.document.title == "water reuse-2004"


def test_a_sidecar_describes_the_document_and_its_case(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(ordinary("and so on."))
    (tmp_path / "a.yaml").write_text(SIDECAR, encoding="utf-8")
    (read,) = _intake(reader, tmp_path)

    assert isinstance(read, Read)
    assert (read.document.title, read.document.year, read.document.country) == ("Rinsing in three steps", 2004, "VN")
    assert (read.document.rights, read.document.kind) == ("CC BY 4.0", DocumentKind.CASE_STUDY)
    assert read.record is not None
    assert [entry.facets for entry in read.entries] == [
        (
            "country:VN",
            "grade:B",
            "kind:case-study",
            "language:en",
            "practice:on-site-reuse",
            "process:rinsing",
            "resource:water",
            "sector:13",
            "sector:1313",
            "technique:rinse-water-reuse",
        )
    ]


TECHNIQUE = "technique: {id: technique:spray-rinsing, what: Nozzles., how: They spray.}\n"


def test_a_techniques_sheet_is_about_that_one_whatever_others_it_names(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(ordinary("Unlike rinse water reuse, this needs nozzles."))
    (tmp_path / "a.yaml").write_text(f"title: Spray rinsing\nlanguage: en\n{TECHNIQUE}", encoding="utf-8")
    (read,) = _intake(reader, tmp_path)

    assert isinstance(read, Read)
    assert [entry.facets for entry in read.entries] == [
        ("kind:technique-sheet", "language:en", "technique:spray-rinsing")
    ]


def test_a_document_may_tell_a_case_and_a_technique(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(ordinary("and so on."))
    (tmp_path / "a.yaml").write_text(SIDECAR + TECHNIQUE, encoding="utf-8")
    (read,) = _intake(reader, tmp_path)

    assert isinstance(read, Read)
    assert {"technique:spray-rinsing", "technique:rinse-water-reuse"} <= set(read.entries[0].facets)


@pytest.mark.parametrize(
    ("sidecar", "error"),
    [
        pytest.param("title: [", CollectionError, id="no yaml"),
        pytest.param(SIDECAR.replace("sector:1313", "sector:9999"), ConceptNotFoundError, id="unknown concept"),
    ],
)
def test_a_wrong_sidecar_fails_its_document_only(
    reader: Reader, tmp_path: Path, sidecar: str, error: type[Exception]
) -> None:
    (tmp_path / "a.pdf").write_bytes(ordinary())
    (tmp_path / "a.yaml").write_text(sidecar, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(ordinary("Other."))
    first, second = _intake(reader, tmp_path)

    assert isinstance(first, Failure)
    assert isinstance(first.error, error)
    assert isinstance(second, Read)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a\u202efdp.pdf", "afdp.pdf"), ("a\nb.pdf", "ab.pdf"), ("é" * 120 + ".pdf", "é" * 100)],
    ids=["right-to-left override", "line feed", "long"],
)
def test_names_are_kept_as_harmless_metadata(reader: Reader, tmp_path: Path, name: str, kept: str) -> None:
    (tmp_path / name).write_bytes(ordinary())
    (read,) = _intake(reader, tmp_path / name)

    assert isinstance(read, Read)
    assert read.document.name == kept


def test_the_next_file_is_read_while_the_last_is_used(reader: Reader, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.pdf").write_bytes(ordinary(f"Number {number}."))
    asked: list[DocumentId] = []

    def known(document: DocumentId, _: str) -> bool:
        asked.append(document)
        return False

    reading = read_with(reader, [tmp_path], vocabulary=_vocabulary(), known=known, now=lambda: NOW)
    first = next(reading)

    assert isinstance(first, Read)
    assert len(asked) == 2
    assert len(list(reading)) == 1


def test_a_batch_of_known_files_starts_no_reader(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(ordinary())
    before = multiprocessing.active_children()
    (outcome,) = read_documents(
        [tmp_path], vocabulary=_vocabulary(), known=lambda *_: True, now=lambda: NOW, limits=Limits()
    )

    assert isinstance(outcome, Unchanged)
    assert multiprocessing.active_children() == before
