"""Gold of tables, the score of cells, and the measurement of our reader beside a peer."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CollectionError
from eval.table_extraction import OWN, TableReport, json_of, measure_tables, own_tables, tables_of
from eval.table_gold import GOLD_FOLDER, KINDS, GoldTable, read_table_gold, render
from eval.table_peer import is_installed, peer_tables
from eval.table_scores import NO_TABLE, CellTally, FoundTable, score_tables

MARKUP = "#table(columns: 3, [Step], [Before], [After], [Dyeing], [138], [80], [Rinsing], [64], [21])"
GOLD = """
tables:
  - {kind: ruled, first_page: 1, last_page: 1, header_rows: 1,
     rows: [[Step, Before, After], [Dyeing, "138", "80"], [Rinsing, "64", "22"]]}
"""


def _gold(folder: Path, text: str = GOLD) -> Path:
    (folder / "one.typ").write_text(MARKUP, encoding="utf-8")
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    return folder


def _table(kind: str, *rows: tuple[str, ...], page: int = 1) -> GoldTable:
    return GoldTable(kind, "", page, page, 1, rows)


def _found(*rows: tuple[str, ...], page: int = 1) -> FoundTable:
    cells = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    return FoundTable(page, page, cells)


def test_gold_is_read_with_its_markup(tmp_path: Path) -> None:
    """A document of gold has its tables and the markup that is rendered."""
    (document,) = read_table_gold(_gold(tmp_path))

    assert (document.name, document.tables[0].kind, document.tables[0].caption) == ("one", "ruled", "")
    assert render(document).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("tables: [{kind: odd}]", "kind odd is none of", id="kind"),
        pytest.param("tables: [{kind: ruled}]", "first_page", id="field"),
        pytest.param("{", "not written", id="yaml"),
        pytest.param("cases: []", "tables", id="other gold"),
    ],
)
def test_gold_that_is_not_written_as_gold_is_named(tmp_path: Path, text: str, said: str) -> None:
    """A mistake in gold names the file and what is wrong."""
    with pytest.raises(CollectionError, match=rf"(?s)one\.yaml.*{said}"):
        read_table_gold(_gold(tmp_path, text))


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    """A split that does not exist is no empty measurement."""
    with pytest.raises(CollectionError, match="holds no table gold"):
        read_table_gold(tmp_path)


def test_markup_that_cannot_be_set_is_named(tmp_path: Path) -> None:
    """A mistake in markup names the file."""
    (document,) = read_table_gold(_gold(tmp_path))
    document.markup.write_text("#table(", encoding="utf-8")

    with pytest.raises(CollectionError, match=r"one\.typ cannot be set"):
        render(document)


def test_a_cell_is_right_at_its_place_only() -> None:
    """Case and white space do not count, the place does, and empty cells are none."""
    gold = [_table("ruled", ("Step", "Before"), ("Dyeing", "138"), ("Rinsing", ""))]
    found = [_found(("step", "Before"), ("138", "Dyeing"), ("Rinsing ", ""))]

    assert score_tables(gold, found) == {"ruled": CellTally(3, 5, 5), NO_TABLE: CellTally()}


def test_each_table_is_matched_once_with_the_one_most_alike() -> None:
    """Cells of tables that match none count as found where there is none."""
    gold = [_table("ruled", ("a", "b")), _table("unruled", ("c", "d"), page=2)]
    found = [_found(("a", "x")), _found(("a", "b")), _found(("c", "d"), page=3)]

    assert score_tables(gold, found) == {
        "ruled": CellTally(2, 2, 2),
        "unruled": CellTally(0, 0, 2),
        NO_TABLE: CellTally(found=4),
    }


def test_nothing_found_is_precise_and_recalls_nothing() -> None:
    """Shares of nothing are one, so that what was not found shows in recall alone."""
    assert (CellTally(0, 0, 4).precision, CellTally(0, 0, 4).recall) == (1.0, 0.0)
    assert (CellTally(1, 2, 4).precision, CellTally(1, 2, 4).recall) == (0.5, 0.25)
    assert CellTally().recall == 1.0


def test_own_reader_and_peer_read_the_same_file(tmp_path: Path) -> None:
    """A plain ruled table is read cell by cell by both."""
    (document,) = read_table_gold(_gold(tmp_path))
    pdf = tmp_path / "one.pdf"
    pdf.write_bytes(render(document))
    readers = [own_tables(pdf)] + ([peer_tables(pdf)] if is_installed() else [])

    assert [score_tables(document.tables, found)["ruled"] for found in readers] == [CellTally(8, 9, 9)] * len(readers)


@pytest.fixture(scope="module")
def dev() -> TableReport:
    """The measurement of the development documents."""
    return measure_tables("dev")


def test_the_development_tables_are_read_well(dev: TableReport) -> None:
    """What rules were made on stays read: a floor below what is measured."""
    total = dev.tally(OWN)

    assert total.precision >= 0.95
    assert total.recall >= 0.95


def test_the_report_shows_each_kind_and_reader(dev: TableReport) -> None:
    """The table for people and the JSON say the same."""
    (table,) = tables_of(dev)
    report = json_of(dev)
    documents = {document.name for document in read_table_gold(GOLD_FOLDER / "dev")}

    assert [row[0] for row in table.rows[:4]] == [f"{OWN}: {kind}" for kind in (*KINDS, "all")]
    assert report["tables"] == dev.tables > 0
    assert {cells.document for cells in dev.documents} == documents
    assert len(table.rows) == 4 * len(dev.seconds)
