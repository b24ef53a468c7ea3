from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from corpus.collection import CASES_FOLDER, MANIFEST, write_collection
from corpus.errors import CollectionError, LibraryError
from corpus.records import read_sidecar
from tests.corpus.case_check import check_collection
from tests.rendered import Rendered, collection_records, read, rendered_collection

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A folder with three of the packaged cases."""
    folder = tmp_path / "cases"
    folder.mkdir()
    for name in ("acc-gagal-whr", "in-raval-paper", "rexham-flexo"):
        shutil.copy(CASES_FOLDER / f"{name}.yaml", folder)
    return folder


@pytest.fixture
def written(tmp_path: Path, cases: Path) -> Path:
    """A folder with the three sheets."""
    folder = tmp_path / "home" / "collection"
    write_collection(folder, report=print, cases=cases)
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


@pytest.mark.slow
def test_nothing_is_wrong_with_the_packaged_cases() -> None:
    assert check_collection(lambda pdf: "\n".join(page.text for page in read(pdf))) == []


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sheet_that_hides_a_figure_is_a_problem(cases: Path) -> None:
    problems = check_collection(lambda pdf: "54 1,000,000,000 44,000", cases)

    assert [problem for problem in problems if "acc" in problem] == [
        "acc-gagal-whr.yaml: the sheet does not show '220,000,000'."
    ]


def test_a_case_that_contradicts_its_surroundings_is_a_problem(cases: Path) -> None:
    edit(cases / "acc-gagal-whr.yaml", "id: acc-gagal-whr", "id: acc")
    edit(cases / "in-raval-paper.yaml", "sector:1701", "sector:9999")
    edit(cases / "rexham-flexo.yaml", "    rights: US federal government work (public domain in the USA)\n", "")
    (cases / "z.yaml").write_text("title: A manual", encoding="utf-8")
    problems = check_collection(lambda pdf: "\n".join(page.text for page in read(pdf)), cases)

    assert problems == [
        "acc-gagal-whr.yaml: the case id is 'acc', not the name of the file.",
        "in-raval-paper.yaml: the vocabularies have no concept 'sector:9999'.",
        "rexham-flexo.yaml: the source needs a title and rights.",
        "z.yaml: it tells no case.",
    ]


@pytest.mark.slow
def test_every_number_of_a_case_can_be_read_on_its_one_page() -> None:
    for rendered in rendered_collection():
        assert len(rendered.pages) == 1, rendered.case.id
        missing = numbers_of(rendered) - set(NUMBER.findall(rendered.pages[0].text))
        assert missing == set(), rendered.case.id


def test_every_case_has_a_summary_of_two_to_four_sentences() -> None:
    for rendered in rendered_collection():
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", re.sub(r"\bNo\. (?=\d)", "No ", rendered.case.summary))
        assert 2 <= len(sentences) <= 4, rendered.case.id


def test_each_sheet_lies_beside_its_sidecar(written: Path, cases: Path) -> None:
    pdfs = sorted(written.glob("*.pdf"))

    assert [pdf.stem for pdf in pdfs] == ["acc-gagal-whr", "in-raval-paper", "rexham-flexo"]
    assert [read_sidecar(pdf) for pdf in pdfs] == collection_records(cases)


def test_a_second_run_writes_nothing_and_says_nothing(written: Path, cases: Path) -> None:
    before, said = modified(written), list[str]()
    paths = write_collection(written, report=said.append, cases=cases)

    assert before == modified(written)
    assert said == []
    assert paths == sorted(written.glob("*.pdf"))


def test_what_was_damaged_or_lost_is_written_again_as_it_was(written: Path, cases: Path) -> None:
    lost, cut, edited = (written / name for name in ("acc-gagal-whr.pdf", "in-raval-paper.pdf", "rexham-flexo.yaml"))
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in (lost, cut, edited)}
    lost.unlink()
    cut.write_bytes(cut.read_bytes()[:1000])
    edited.write_text("title: other", encoding="utf-8")
    said: list[str] = []
    write_collection(written, report=said.append, cases=cases)

    assert before == {path: hashlib.sha256(path.read_bytes()).digest() for path in before}
    assert said == [f"Writing 3 of the 3 sheets of the starter collection to {written}."]


def test_only_a_changed_case_is_written_again(written: Path, cases: Path) -> None:
    before = modified(written)
    edit(cases / "rexham-flexo.yaml", "virgin solvent", "fresh solvent")
    write_collection(written, report=print, cases=cases)
    after = modified(written)

    assert {name for name in after if after[name] != before[name]} == {
        "rexham-flexo.pdf",
        "rexham-flexo.yaml",
        MANIFEST,
    }


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"acc-gagal-whr": 3}'])
def test_an_unreadable_manifest_only_costs_time(written: Path, cases: Path, content: bytes) -> None:
    sheets = {path.name: path.read_bytes() for path in written.iterdir()}
    (written / MANIFEST).write_bytes(content)
    write_collection(written, report=print, cases=cases)

    assert sheets == {path.name: path.read_bytes() for path in written.iterdir()}


def test_a_folder_without_cases_says_so(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="holds no cases"):
        write_collection(tmp_path / "sheets", report=print, cases=tmp_path)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, cases: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")

    with pytest.raises(LibraryError, match="could not be written"):
        write_collection(blocked / "collection", report=print, cases=cases)
