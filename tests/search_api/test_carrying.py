"""What is carried away: gathered from a real library, and read back from every kind of file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from starlette.testclient import TestClient

from corpus.errors import UsageError
from search_api.answers import CaseSummary, Group, Passage, SourceView, TechniqueResult
from search_api.carried_answers import Carried, Item, ItemKind
from search_api.carried_files import MEDIA_TYPES, Format, file_of
from search_api.carried_tables import COLUMNS
from search_api.requests import MAX_ITEMS, SearchRequest, parse_item, parse_items
from search_api.services import Services
from tests.web import sample_answers as sample
from web.app import create_app

BASE = "https://library.example.org"
HOSTILE = '=cmd|"/c calc"!A1\r\nER  - \r\nTY  - EVIL {\\input{x}} & 50 % _ # ~ ^ $\x07'
SOURCE = SourceView("Cases & facts {2009}", "Example_Centre", 2009, "https://example.org/{a}/%20b", "")


@pytest.fixture(scope="module", name="client")
def _client(services: Services) -> TestClient:
    return TestClient(create_app(services))


def entries() -> list[Carried]:
    return [
        Carried(Item(ItemKind.TECHNIQUE, sample.TECHNIQUE.id), sample.TECHNIQUE, None),
        Carried(Item(ItemKind.CASE, sample.CASE.id), sample.CASE, SOURCE),
        Carried(
            Item(ItemKind.CASE, sample.ESTIMATE.id), sample.ESTIMATE, replace(SOURCE, year=None, address="javascript:x")
        ),
        Carried(Item(ItemKind.PASSAGE, sample.PASSAGE.chunk), sample.PASSAGE, None),
    ]


def hostile_entries() -> list[Carried]:
    case = replace(sample.CASE, title=HOSTILE, company=HOSTILE, document=replace(sample.SHEET, title=HOSTILE))
    return [Carried(Item(ItemKind.CASE, "x"), case, SourceView(HOSTILE, HOSTILE, None, "", HOSTILE))]


def rows_of(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))


def test_a_spreadsheet_has_a_row_a_thing() -> None:
    rows = rows_of(file_of(Format.CSV, entries(), BASE))

    assert tuple(rows[0]) == COLUMNS
    assert [row["kind"] for row in rows] == ["technique", "case", "case", "passage"]
    assert rows[0]["figures"].startswith("payback: median ")
    assert (rows[1]["company"], rows[1]["country"], rows[1]["grade"]) == ("Example Mill", "Bangladesh", "A")
    assert "saving: 30 % fresh water" in rows[1]["figures"]
    assert (rows[1]["source"], rows[1]["source_year"]) == ("Cases & facts {2009}", "2009")
    assert (rows[2]["company"], rows[2]["year"]) == ("", "")
    assert (rows[3]["page"], rows[3]["document"]) == ("88", sample.MANUAL.title)
    assert rows[3]["address"] == f"{BASE}{sample.PASSAGE.url}"


def test_a_workbook_says_the_same_and_runs_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(file_of(Format.XLSX, [*entries(), *hostile_entries()], BASE)))
    sheet = book.worksheets[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    said = rows_of(file_of(Format.CSV, entries(), BASE))

    assert table[0] == list(COLUMNS)
    assert [[str("" if value is None else value) for value in row] for row in table[1:5]] == [
        list(row.values()) for row in said
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
    assert str(table[5][1]).startswith("=cmd")
    assert sheet.freeze_panes == "A2"


def test_a_spreadsheet_runs_nothing() -> None:
    (row,) = rows_of(file_of(Format.CSV, hostile_entries(), BASE))

    assert row["title"].startswith("'=cmd")


def test_references_are_read_back_by_a_reference_manager() -> None:
    ris = rispy.loads(file_of(Format.RIS, entries(), BASE).decode())

    assert [record["title"] for record in ris] == [
        sample.TECHNIQUE.title,
        "Cases & facts {2009}",
        "Cases & facts {2009}",
        sample.MANUAL.title,
    ]
    assert [record.get("year") for record in ris] == [None, "2009", "2009", "2003"]
    assert ris[1]["urls"] == ["https://example.org/{a}/%20b"]
    assert ris[2]["urls"] == [f"{BASE}{sample.ESTIMATE.url}"]
    assert f"{BASE}{sample.PASSAGE.url}" in ris[3]["notes"][0]
    assert "page 88" in ris[3]["notes"][0]


def test_bibtex_is_read_back_with_what_latex_would_run_escaped() -> None:
    library = parse_string(file_of(Format.BIBTEX, [*entries(), *hostile_entries()], BASE).decode())

    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries][:2] == [
        "cpkb-technique-counter-current-rinsing",
        "cpkb-case-example-mill-rinse-water",
    ]
    fields = library.entries[1].fields_dict
    assert fields["title"].value == r"{Cases \& facts \{2009\}}"
    assert fields["publisher"].value == r"Example\_Centre"
    assert fields["url"].value == "https://example.org/%7Ba%7D/%20b"
    hostile = library.entries[-1].fields_dict["title"].value
    assert r"\textbackslash{}input" in hostile
    assert r"50 \% \_ \# \textasciitilde{} \textasciicircum{} \$" in hostile


def test_csl_json_is_read_back() -> None:
    items = json.loads(file_of(Format.CSL_JSON, entries(), BASE))

    assert items[1]["issued"] == {"date-parts": [[2009]]}
    assert "issued" not in items[0]
    assert items[1]["type"] == "report"


def test_no_text_begins_a_field_or_a_record_of_its_own() -> None:
    ris = rispy.loads(file_of(Format.RIS, hostile_entries(), BASE).decode())

    assert len(ris) == 1
    assert "EVIL" in ris[0]["title"]


@pytest.mark.parametrize("form", Format)
def test_results_of_a_search_are_files_of_every_kind(client: TestClient, form: Format) -> None:
    answer = client.get(f"/api/v1/export/search.{form.value}", params={"q": "dye house water", "group": "case"})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert answer.headers["content-disposition"] == f'attachment; filename="cpkb-search.{form.value}"'
    assert len(answer.content) > 300


def test_a_file_holds_what_the_search_lists(services: Services, client: TestClient) -> None:
    for group in Group:
        asked = SearchRequest("water", group=group, limit=100)
        rows = rows_of(client.get("/api/v1/export/search.csv", params={"q": "water", "group": group}).content)
        few = rows_of(
            client.get("/api/v1/export/search.csv", params={"q": "water", "group": group, "limit": 2}).content
        )

        assert [row["address"] for row in rows] == [f"http://testserver{r.url}" for r in services.search(asked).results]
        assert len(few) == 2


def test_saved_things_come_back_in_their_order_and_lost_ones_are_named(services: Services) -> None:
    passage = services.search(SearchRequest("kiln", group=Group.PASSAGE, limit=1)).results[0].id
    names = (f"passage:{passage}", "case:tri-star-dyeing-ro", "technique:water-reuse", "case:gone", "technique:gone")
    carried = services.carried_items((*map(parse_item, names), parse_item("passage:0000000000000000:9")))

    assert [type(entry.found) for entry in carried.entries] == [Passage, CaseSummary, TechniqueResult]
    assert [str(entry.item) for entry in carried.entries] == list(names[:3])
    assert [str(item) for item in carried.lost] == ["case:gone", "technique:gone", "passage:0000000000000000:9"]
    case = carried.entries[1]
    assert case.source is not None
    assert case.source.title.startswith("Textile Company")
    assert carried.entries[2].source is None


def test_a_list_is_read_strictly() -> None:
    assert parse_items([("item", "case:a"), ("item", "case:a"), ("item", "")]) == (Item(ItemKind.CASE, "a"),)
    for pairs, told in (
        ([("items", "case:a")], "'item' alone"),
        ([("item", "sector:13")], "cannot be in a list"),
        ([("item", "case:")], "cannot be in a list"),
        ([("item", "case:../x")], "cannot be in a list"),
        ([("item", f"case:c{n}") for n in range(MAX_ITEMS + 1)], "at most 60"),
    ):
        with pytest.raises(UsageError, match=told):
            parse_items(pairs)


def test_an_unknown_kind_of_file_is_refused(client: TestClient) -> None:
    assert client.get("/api/v1/export/search.exe?q=x").status_code == 422
    assert client.get("/api/v1/export/list.csv?item=sector:13").status_code == 400
