from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from corpus.collection import CASES_FOLDER, MANIFEST, check_collection, collection_records, write_collection
from corpus.errors import LibraryError
from corpus.records import read_sidecar
from tests.rendered import Rendered, read, rendered_collection

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the collection written to it."""
    folder = tmp_path_factory.mktemp("home") / "collection"
    write_collection(folder, report=print)
    return folder


def modified(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def numbers_of(rendered: Rendered) -> set[str]:
    """Return every number that a case says in words or figures."""
    case = rendered.case
    texts = [case.title, case.company or "", str(case.year or ""), case.summary, case.baseline, case.notes]
    texts += [text for measure in case.measures for text in (measure.name, measure.description)]
    texts += [text for row in case.figures for text in (row.printed, row.unit, row.subject, row.period, row.note)]
    return {number for text in texts for number in NUMBER.findall(text)}


def test_the_collection_holds_sixty_cases_with_their_own_ids() -> None:
    records = collection_records()

    assert len(records) == 60
    assert [record.case.id for record in records if record.case] == sorted(p.stem for p in CASES_FOLDER.glob("*.yaml"))


def test_nothing_is_wrong_with_the_packaged_cases() -> None:
    assert check_collection(lambda pdf: "\n".join(page.text for page in read(pdf))) == []


def test_a_sheet_that_hides_a_figure_is_a_problem() -> None:
    problems = check_collection(lambda pdf: "35.7")

    assert "amirtex-sulphur-black.yaml: the sheet does not show '103'." in problems
    assert not any("'35.7'" in problem and "amirtex" in problem for problem in problems)


@pytest.mark.parametrize("rendered", rendered_collection(), ids=lambda rendered: str(rendered.case.id))
def test_every_number_of_a_case_can_be_read_on_its_one_page(rendered: Rendered) -> None:
    assert len(rendered.pages) == 1

    shown = set(NUMBER.findall(rendered.pages[0].text))
    assert numbers_of(rendered) - shown == set()


def test_every_case_has_a_summary_of_two_to_four_sentences_and_a_source() -> None:
    for rendered in rendered_collection():
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", re.sub(r"\bNo\. (?=\d)", "No ", rendered.case.summary))
        assert 2 <= len(sentences) <= 4, rendered.case.id
        assert rendered.case.source.rights, rendered.case.id
        assert rendered.case.source.title, rendered.case.id


def test_each_sheet_lies_beside_its_sidecar(written: Path) -> None:
    for pdf in sorted(written.glob("*.pdf")):
        record = read_sidecar(pdf)
        assert record is not None
        assert record.case is not None
        assert pdf.stem == record.case.id
    assert len(list(written.glob("*.pdf"))) == 60


def test_a_second_run_writes_nothing_and_says_nothing(written: Path) -> None:
    before, said = modified(written), list[str]()
    paths = write_collection(written, report=said.append)

    assert before == modified(written)
    assert said == []
    assert paths == sorted(written.glob("*.pdf"))


def test_what_was_damaged_or_lost_is_written_again_as_it_was(written: Path) -> None:
    lost, cut, edited = (written / name for name in ("acc-gagal-whr.pdf", "in-raval-paper.pdf", "rexham-flexo.yaml"))
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in (lost, cut, edited)}
    lost.unlink()
    cut.write_bytes(cut.read_bytes()[:1000])
    edited.write_text("title: other", encoding="utf-8")
    said: list[str] = []
    write_collection(written, report=said.append)

    assert before == {path: hashlib.sha256(path.read_bytes()).digest() for path in before}
    assert len(said) == 1
    assert said[0].startswith("Writing 3 of the 60 sheets")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"acc-gagal-whr": 3}'])
def test_an_unreadable_manifest_only_costs_time(written: Path, content: bytes) -> None:
    (written / MANIFEST).write_bytes(content)
    sheets = {path.name: path.read_bytes() for path in written.glob("*.pdf")}
    write_collection(written, report=print)

    assert sheets == {path.name: path.read_bytes() for path in written.glob("*.pdf")}


def test_no_half_written_file_is_left(written: Path) -> None:
    assert [path.name for path in written.iterdir() if path.suffix not in {".pdf", ".yaml", ".json"}] == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")

    with pytest.raises(LibraryError, match="could not be written"):
        write_collection(blocked / "collection", report=print)
