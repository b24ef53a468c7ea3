"""Files become searchable documents, each whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from corpus.collection import CASES, PACKAGED, write_collection
from corpus.library import Library
from corpus.model import CaseId, ConceptId, DocumentId
from corpus.vocabulary import load_vocabulary
from search_api.encoding import encode
from search_api.intake import Intake, Outcome, State
from search_api.intake_terminal import run_intake, run_reindex, summary
from search_api.opening import open_services
from search_api.requests import Mode, SearchRequest
from tests.fakes import HashingEmbedder

VOCABULARY = load_vocabulary()
SHEET = "tri-star-dyeing-ro"
TECHNIQUE = ConceptId("technique:membrane-wastewater-reuse")


@pytest.fixture(name="sheet")
def _sheet(tmp_path: Path) -> Path:
    """A PDF with its description beside it."""
    return write_sheet(tmp_path)


def write_sheet(folder: Path, *, was: str = "", now: str = "") -> Path:
    """Render one case, its text changed if need be."""
    cases = folder / "cases"
    cases.mkdir(exist_ok=True)
    text = (PACKAGED / CASES / f"{SHEET}.yaml").read_text(encoding="utf-8")
    (cases / f"{SHEET}.yaml").write_text(text.replace(was, now) if was else text, encoding="utf-8")
    return write_collection(folder / "sheets", report=lambda done, of: None, packaged=folder)[0]


def take(home: Path, *paths: Path, embedder: HashingEmbedder | None = None) -> list[Outcome]:
    """Take files in, publish, and return what became of them."""
    with Library.open(home, write=True) as library:
        intake = Intake(library, home / "index", VOCABULARY, embedder)
        outcomes = list(intake.take(paths))
        intake.publish()
    return outcomes


def test_the_same_bytes_twice_change_nothing(tmp_path: Path, sheet: Path) -> None:
    (first,) = take(tmp_path / "home", sheet)
    current = (tmp_path / "home/index/CURRENT").read_text()
    (second,) = take(tmp_path / "home", sheet)

    assert (first.state, first.pages) == (State.ADDED, 1)
    assert (second.state, second.document) == (State.UNCHANGED, first.document)
    assert (tmp_path / "home/index/CURRENT").read_text() == current


def test_a_failure_leaves_the_index_as_it_is(tmp_path: Path, sheet: Path) -> None:
    take(tmp_path / "home", sheet)
    current = (tmp_path / "home/index/CURRENT").read_text()
    (tmp_path / "bad.pdf").write_bytes(b"\x00\x01\x02 of no kind")
    (failed,) = take(tmp_path / "home", tmp_path / "bad.pdf")

    assert failed.state is State.FAILED
    assert "of another kind" in failed.reason
    assert (tmp_path / "home/index/CURRENT").read_text() == current


@pytest.mark.slow
def test_a_new_edition_of_a_case_takes_the_place_of_the_old(tmp_path: Path, sheet: Path) -> None:
    (old,) = take(tmp_path / "home", sheet)
    (new,) = take(tmp_path / "home", write_sheet(tmp_path, was="title: ", now="title: Again, "))

    with Library.open(tmp_path / "home") as library:
        assert [document.id for document in library.documents.all()] == [new.document] != [old.document]
        assert library.cases.get(CaseId(SHEET)).document == new.document


@pytest.mark.slow
def test_a_sheet_of_before_there_were_works_is_replaced_too(tmp_path: Path, sheet: Path) -> None:
    home = tmp_path / "home"
    take(home, sheet)
    with contextlib.closing(sqlite3.connect(home / "library.sqlite3")) as database, database:
        database.execute("update document set work = ''")
    (new,) = take(home, write_sheet(tmp_path, was="title: ", now="title: Again, "))

    with Library.open(home) as library:
        assert [document.id for document in library.documents.all()] == [new.document]


def write_technique(folder: Path, what: str) -> Path:
    """Render the sheet of a technique that the case applied; return its PDF."""
    (folder / "techniques").mkdir(exist_ok=True)
    record = f"""
title: Membrane reuse of wastewater
language: en
rights: CC BY 4.0
technique: {{id: "{TECHNIQUE}", what: "{what}", how: A membrane holds back salt., where: [Mills.]}}
"""
    (folder / "techniques/membrane-wastewater-reuse.yaml").write_text(record, encoding="utf-8")
    return write_collection(folder / "sheets", report=lambda done, of: None, packaged=folder)[-1]


def test_a_techniques_page_shows_what_its_sheet_says(tmp_path: Path, sheet: Path) -> None:
    outcomes = take(tmp_path / "home", sheet, write_technique(tmp_path, "Water passes a membrane."))
    with open_services(tmp_path / "home", embedder=None) as services:
        view = services.technique("membrane-wastewater-reuse")
        other = services.technique("water-reuse")

    assert [outcome.state for outcome in outcomes] == [State.ADDED, State.ADDED]
    assert view.sheet is not None
    assert (view.sheet.what, view.sheet.where) == ("Water passes a membrane.", ("Mills.",))
    assert view.sheet.document.id == outcomes[1].document
    assert view.sheet.document.work == "technique:membrane-wastewater-reuse"
    assert [case.id for case in view.applied.cases] == [SHEET]
    assert other.sheet is None


def test_a_new_edition_of_a_techniques_sheet_takes_the_place_of_the_old(tmp_path: Path, sheet: Path) -> None:
    take(tmp_path / "home", write_technique(tmp_path, "An old description."))
    (new,) = take(tmp_path / "home", write_technique(tmp_path, "A new description."))

    with Library.open(tmp_path / "home") as library:
        assert [document.id for document in library.documents.all()] == [new.document]
        assert [told.what for _, told in library.techniques.of(TECHNIQUE)] == ["A new description."]


def test_what_a_description_tells_no_more_is_forgotten(tmp_path: Path) -> None:
    case, technique = write_sheet(tmp_path), write_technique(tmp_path, "Water passes a membrane.")
    take(tmp_path / "home", case, technique)
    for pdf in (case, technique):
        pdf.with_suffix(".yaml").write_text("title: A sheet", encoding="utf-8")
    take(tmp_path / "home", case, technique)

    with Library.open(tmp_path / "home") as library:
        assert [document.title for document in library.documents.all()] == ["A sheet", "A sheet"]
        assert (library.cases.all(), library.techniques.explained()) == ([], set())


@pytest.mark.slow
def test_a_document_that_is_dropped_is_found_no_more(tmp_path: Path, sheet: Path) -> None:
    (added,) = take(tmp_path / "home", sheet)
    assert added.document is not None
    with Library.open(tmp_path / "home", write=True) as library:
        intake = Intake(library, tmp_path / "home/index", VOCABULARY, None)
        dropped = intake.drop([added.document, DocumentId("0" * 64)])
        intake.publish()
        left = library.cases.count()

    assert (dropped, left) == (1, 0)
    assert not list((tmp_path / "home/originals").rglob(f"{added.document}*"))
    with open_services(tmp_path / "home", embedder=None) as services:
        assert services.search(SearchRequest("membrane", mode=Mode.KEYWORD)).results == ()


def test_dropping_nothing_leaves_the_index_as_it_is(tmp_path: Path, sheet: Path) -> None:
    take(tmp_path / "home", sheet)
    with Library.open(tmp_path / "home", write=True) as library:
        intake = Intake(library, tmp_path / "home/index", VOCABULARY, None)

        assert intake.drop([]) == 0
        assert intake.publish() is None


def test_a_centre_is_credited_with_what_it_contributes(tmp_path: Path, sheet: Path) -> None:
    sidecar = sheet.with_suffix(".yaml")
    sidecar.write_text(sidecar.read_text(encoding="utf-8") + "centre: ncpc-ug\n", encoding="utf-8")
    take(tmp_path / "home", sheet)

    with open_services(tmp_path / "home", embedder=None) as services:
        view = services.centre("ncpc-ug")
    assert [case.id for case in view.contributed] == [SHEET]
    assert view.cases == ()
    assert view.sectors


def test_a_centre_that_is_not_in_the_directory_is_refused(tmp_path: Path, sheet: Path) -> None:
    sidecar = sheet.with_suffix(".yaml")
    sidecar.write_text(sidecar.read_text(encoding="utf-8") + "centre: ncpc-xx\n", encoding="utf-8")
    (refused,) = take(tmp_path / "home", sheet)

    assert refused.state is State.FAILED
    assert "names the centre 'ncpc-xx', which is not in the directory" in refused.reason


def test_a_wrong_list_of_centres_fails_the_documents_of_centres_alone(tmp_path: Path, sheet: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "centres.yaml").write_text("centres: none", encoding="utf-8")
    plain = write_technique(tmp_path, "Water passes a membrane.")
    sidecar = sheet.with_suffix(".yaml")
    sidecar.write_text(sidecar.read_text(encoding="utf-8") + "centre: ncpc-ug\n", encoding="utf-8")
    outcomes = take(home, sheet, plain)

    assert [outcome.state for outcome in outcomes] == [State.FAILED, State.ADDED]
    assert "centres.yaml: field centres has the value 'none'" in outcomes[0].reason


def test_a_case_that_another_document_tells_is_refused_and_nothing_is_lost(tmp_path: Path, sheet: Path) -> None:
    (first,) = take(tmp_path / "home", sheet)
    stranger = tmp_path / "stranger.pdf"
    stranger.write_bytes(write_sheet(tmp_path, was="title: ", now="title: Not ").read_bytes())
    shutil.copy(sheet.with_suffix(".yaml"), stranger.with_suffix(".yaml"))
    (second,) = take(tmp_path / "home", stranger)

    assert second.state is State.FAILED
    assert f"tells the case '{SHEET}', which {SHEET}.pdf tells already" in second.reason
    with Library.open(tmp_path / "home") as library:
        assert [document.id for document in library.documents.all()] == [first.document]
        assert library.documents.original(first.document or DocumentId("")).exists()


def test_a_corrected_description_is_read_again(tmp_path: Path, sheet: Path) -> None:
    take(tmp_path / "home", sheet)
    described = sheet.with_suffix(".yaml")
    described.write_text(described.read_text(encoding="utf-8").replace("year: 2016", "year: 2015"), encoding="utf-8")
    (again,) = take(tmp_path / "home", sheet)

    assert again.state is State.ADDED
    with Library.open(tmp_path / "home") as library:
        assert library.cases.get(CaseId(SHEET)).year == 2015


@pytest.mark.slow
def test_the_model_coming_later_embeds_what_came_before(tmp_path: Path, sheet: Path) -> None:
    home = tmp_path / "home"
    take(home, sheet)
    take(home, sheet, embedder=HashingEmbedder())

    with open_services(home, embedder=HashingEmbedder()) as services:
        answer = services.search(SearchRequest("dye house", mode=Mode.SEMANTIC))

        assert answer.results
        assert answer.notices == ()


@pytest.mark.slow
def test_a_document_added_while_the_model_is_away_leaves_the_others_vectors(tmp_path: Path, sheet: Path) -> None:
    home = tmp_path / "home"
    take(home, sheet, embedder=HashingEmbedder())
    other = tmp_path / "other.pdf"
    other.write_bytes(write_sheet(tmp_path, was="title: ", now="title: Other ").read_bytes())
    take(home, other)

    with open_services(home, embedder=HashingEmbedder()) as services:
        answer = services.search(SearchRequest("dye house", mode=Mode.SEMANTIC))

        assert answer.results
        assert "can be found by meaning" in answer.notices[0]


@pytest.mark.slow
def test_documents_taken_in_without_a_model_are_embedded_later(tmp_path: Path, sheet: Path) -> None:
    home = tmp_path / "home"
    take(home, sheet)
    embedder = HashingEmbedder()
    with Library.open(home, write=True) as library:
        run_reindex(Intake(library, home / "index", VOCABULARY, embedder))

    with open_services(home, embedder=embedder) as services:
        assert services.search(SearchRequest("dye house")).notices == ()


@pytest.mark.slow
def test_a_damaged_index_is_built_again(tmp_path: Path, sheet: Path) -> None:
    home = tmp_path / "home"
    take(home, sheet, embedder=HashingEmbedder())
    (vectors,) = (home / "index").rglob("*.faiss")
    content = bytearray(vectors.read_bytes())
    content[-3] ^= 1
    vectors.write_bytes(content)
    take(home, sheet, embedder=HashingEmbedder())

    with open_services(home, embedder=HashingEmbedder()) as services:
        assert services.readiness().ready


@pytest.mark.slow
def test_a_model_that_is_away_takes_nothing_from_the_index(tmp_path: Path, sheet: Path) -> None:
    home = tmp_path / "home"
    take(home, sheet, embedder=HashingEmbedder())
    take(home, sheet)

    with open_services(home, embedder=HashingEmbedder()) as services:
        assert services.search(SearchRequest("dye house")).notices == ()


def test_a_name_of_odd_bytes_is_told_in_words(tmp_path: Path, sheet: Path) -> None:
    odd = tmp_path / os.fsdecode(b"odd\xff.pdf")
    shutil.copy(sheet, odd)
    (outcome,) = take(tmp_path / "home", odd)

    assert outcome.state is State.ADDED
    assert b"odd\\\\xff.pdf" in encode(outcome)


def test_the_terminal_counts_failures_and_prints_json_lines(
    tmp_path: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.pdf").touch()
    home = tmp_path / "home"
    with Library.open(home, write=True) as library:
        intake = Intake(library, home / "index", VOCABULARY, HashingEmbedder())
        failed = run_intake(intake, [sheet, tmp_path / "empty.pdf", tmp_path / "none.pdf"], as_json=True)
    lines = capsys.readouterr().out.splitlines()

    assert failed == 2
    assert [line.count('"state":"added"') for line in lines] == [0, 1, 0]
    assert "none.pdf is not there" in lines[0]
    assert '"reason":"empty.pdf is empty.' in lines[2]


def test_the_terminal_names_each_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Library.open(tmp_path / "home", write=True) as library:
        intake = Intake(library, tmp_path / "home/index", VOCABULARY, None)
        run_intake(intake, [tmp_path / "none.pdf"], as_json=False)
    told = capsys.readouterr().err

    assert "none.pdf is not there" in " ".join(told.split())
    assert "0 added (0 pages, 0 passages), 0 unchanged, 1 failed." in told


def test_the_summary_of_nothing_bad_is_one_line() -> None:
    outcome = Outcome("a.pdf", None, State.ADDED, pages=2, chunks=5)

    assert list(summary([outcome])) == ["1 added (2 pages, 5 passages), 0 unchanged, 0 failed."]
