from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from corpus.collection import (
    CASES,
    HANDBOOK,
    MANIFEST,
    PACKAGED,
    cases_by_technique,
    collection_items,
    discard_left_over,
    left_over,
    write_collection,
)
from corpus.errors import CollectionError, LibraryError
from corpus.model import ConceptId
from corpus.records import read_sidecar
from corpus.vocabulary import load_vocabulary
from tests.rendered import collection_records

NAMES = ["cases/acc-gagal-whr", "cases/in-raval-paper", "cases/rexham-flexo", "techniques/waste-heat-power-generation"]
VOCABULARY = load_vocabulary()
TECHNIQUE = """
title: Power from waste heat
language: en
rights: CC BY 4.0
technique:
  id: technique:waste-heat-power-generation
  what: A boiler in a hot exhaust makes steam for a turbine.
  how: The exhaust passes over tubes.
  where: [Kilns with hot exhaust.]
"""


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    """A collection of three cases and one technique."""
    folder = tmp_path / "packaged"
    for name in NAMES[:3]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGED / f"{name}.yaml", folder / f"{name}.yaml")
    (folder / "techniques").mkdir()
    (folder / f"{NAMES[3]}.yaml").write_text(TECHNIQUE, encoding="utf-8")
    return folder


@pytest.fixture
def written(tmp_path: Path, packaged: Path) -> Path:
    """A folder with their four PDFs."""
    folder = tmp_path / "home" / "collection"
    write_collection(folder, report=untold, packaged=packaged)
    return folder


def untold(done: int, of: int) -> None:
    """Hear a report and keep nothing of it."""


def modified(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in modified(folder)}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_collection_holds_every_recorded_case_under_its_own_id() -> None:
    records = collection_records()

    assert len(records) == 351
    assert [record.case.id for record in records if record.case] == sorted(
        path.stem for path in (PACKAGED / CASES).glob("*.yaml")
    )


def test_every_case_has_a_summary_of_two_to_four_sentences() -> None:
    cases = [record.case for record in collection_records() if record.case]
    counts = {
        case.id: len(re.split(r"(?<=[.!?])\s+(?=[A-Z])", re.sub(r"\bNo\. (?=\d)", "No ", case.summary)))
        for case in cases
    }

    assert {case: count for case, count in counts.items() if not 2 <= count <= 4} == {}


def test_the_handbook_belongs_to_the_packaged_collection() -> None:
    items = collection_items(VOCABULARY)

    assert items[-1].name == HANDBOOK
    assert items[-1].digest == collection_items(VOCABULARY)[-1].digest


def test_a_collection_holds_cases_then_techniques(packaged: Path) -> None:
    assert [item.name for item in collection_items(VOCABULARY, packaged)] == NAMES


def test_a_case_counts_for_its_techniques_and_all_broader_ones(packaged: Path) -> None:
    cases = [record.case for record in collection_records(packaged) if record.case]
    applied = cases_by_technique(cases, VOCABULARY)
    technique = ConceptId("technique:waste-heat-power-generation")

    assert [case.id for case in applied[technique]] == ["acc-gagal-whr"]
    for broader in VOCABULARY.get(technique).broader:
        assert "acc-gagal-whr" in [case.id for case in applied[broader]]


def test_a_techniques_sheet_changes_with_the_cases_that_applied_it(packaged: Path) -> None:
    before = {item.name: item.digest for item in collection_items(VOCABULARY, packaged)}
    edit(packaged / f"{NAMES[0]}.yaml", "year: ", "year: 1999 # ")
    after = {item.name: item.digest for item in collection_items(VOCABULARY, packaged)}

    assert {name for name in after if after[name] != before[name]} == {NAMES[0], NAMES[3]}


def test_each_pdf_lies_beside_its_sidecar(written: Path, packaged: Path) -> None:
    pdfs = [written / f"{name}.pdf" for name in NAMES]

    assert sorted(written.rglob("*.pdf")) == pdfs
    assert [read_sidecar(pdf) for pdf in pdfs[:3]] == collection_records(packaged)
    assert all(pdf.read_bytes().startswith(b"%PDF-") for pdf in pdfs)


def test_a_second_run_writes_nothing_and_says_nothing(written: Path, packaged: Path) -> None:
    before, said = modified(written), list[tuple[int, int]]()
    paths = write_collection(written, report=lambda done, of: said.append((done, of)), packaged=packaged)

    assert before == modified(written)
    assert said == []
    assert paths == [written / f"{name}.pdf" for name in NAMES]


def test_what_was_damaged_or_lost_is_written_again_as_it_was(written: Path, packaged: Path) -> None:
    before, said = digests(written), list[tuple[int, int]]()
    (written / f"{NAMES[0]}.pdf").unlink()
    cut = written / f"{NAMES[3]}.pdf"
    cut.write_bytes(cut.read_bytes()[:1000])
    (written / f"{NAMES[2]}.yaml").write_text("title: other", encoding="utf-8")
    write_collection(written, report=lambda done, of: said.append((done, of)), packaged=packaged)

    assert before == digests(written)
    assert said == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_only_a_changed_case_is_written_again(written: Path, packaged: Path) -> None:
    before = modified(written)
    edit(packaged / "cases/rexham-flexo.yaml", "virgin solvent", "fresh solvent")
    write_collection(written, report=untold, packaged=packaged)
    after = modified(written)

    assert {name for name in after if after[name] != before[name]} == {
        "cases/rexham-flexo.pdf",
        "cases/rexham-flexo.yaml",
        MANIFEST,
    }


def test_after_an_interruption_the_rest_is_written(tmp_path: Path, packaged: Path) -> None:
    def interrupt(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_collection(tmp_path / "sheets", report=interrupt, packaged=packaged)
    said: list[tuple[int, int]] = []
    write_collection(tmp_path / "sheets", report=lambda done, of: said.append((done, of)), packaged=packaged)

    assert said[0] == (0, 2)
    assert not list((tmp_path / "sheets").rglob("*.part"))


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"cases/acc-gagal-whr": 3}'])
def test_an_unreadable_manifest_only_costs_time(written: Path, packaged: Path, content: bytes) -> None:
    before = digests(written)
    (written / MANIFEST).write_bytes(content)
    write_collection(written, report=untold, packaged=packaged)

    assert before == digests(written)


def test_a_folder_without_cases_says_so(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="holds no cases"):
        write_collection(tmp_path / "sheets", report=untold, packaged=tmp_path)


def test_a_technique_that_no_record_explains_is_named(packaged: Path) -> None:
    (packaged / "techniques/empty.yaml").write_text("title: Nothing", encoding="utf-8")

    with pytest.raises(CollectionError, match="'Nothing' explains no technique"):
        collection_items(VOCABULARY, packaged)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, packaged: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")

    with pytest.raises(LibraryError, match="could not be written"):
        write_collection(blocked / "collection", report=untold, packaged=packaged)


def test_a_case_that_left_the_collection_is_named_with_its_document_and_deleted(written: Path, packaged: Path) -> None:
    document = digests(written)[f"{NAMES[0]}.pdf"]
    (packaged / f"{NAMES[0]}.yaml").unlink()
    pdfs = write_collection(written, report=untold, packaged=packaged)

    assert left_over(written, pdfs) == {NAMES[0]: document}
    discard_left_over(written, pdfs)
    assert left_over(written, pdfs) == {}
    assert sorted(written.rglob("*.pdf")) == pdfs
    assert sorted(written.rglob("*.yaml")) == [pdf.with_suffix(".yaml") for pdf in pdfs]


def test_a_sheet_that_only_moved_is_not_left_over_but_its_old_file_goes(written: Path, packaged: Path) -> None:
    manifest = written / MANIFEST
    receipts = json.loads(manifest.read_text(encoding="utf-8"))
    receipts["acc-gagal-whr"] = receipts[NAMES[0]]  # where an earlier version wrote it
    manifest.write_text(json.dumps(receipts), encoding="utf-8")
    shutil.copy(written / f"{NAMES[0]}.pdf", written / "acc-gagal-whr.pdf")
    pdfs = write_collection(written, report=untold, packaged=packaged)

    assert left_over(written, pdfs) == {}
    discard_left_over(written, pdfs)
    assert not (written / "acc-gagal-whr.pdf").exists()


def test_a_manifest_that_names_files_elsewhere_deletes_none_of_them(written: Path, packaged: Path) -> None:
    outside = written.parent / "outside.pdf"
    outside.write_bytes(b"mine")
    (written / MANIFEST).write_text(json.dumps({"../outside": "x y", "/etc/hosts": "x y"}), encoding="utf-8")
    pdfs = write_collection(written, report=untold, packaged=packaged)
    discard_left_over(written, pdfs)

    assert outside.read_bytes() == b"mine"
    assert left_over(written, pdfs) == {}
