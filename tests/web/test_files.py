from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.model import MediaType
from ingest.pdf.drawing import Drawer, DrawingLimits
from tests.ingest import sample_pdfs
from tests.web import sample_answers as sample
from tests.web.sample_library import SampleLibrary
from web import assets
from web.app import pages_app
from web.files import file_name

DOCUMENT = f"/documents/{sample.MANUAL_SHA}"
WORKBOOK = f"{DOCUMENT}/original.xlsx"
FILES = [f"{DOCUMENT}/pages/88.png", f"{DOCUMENT}/pages/88.pdf", f"{DOCUMENT}/original.pdf"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(pages_app(SampleLibrary(tmp_path_factory.mktemp("library")))) as client:
        yield client


@pytest.mark.parametrize("address", FILES)
def test_files_are_kept_for_good_and_may_do_nothing(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in answer.headers


def test_a_page_image_is_a_png(client: TestClient) -> None:
    answer = client.get(FILES[0])

    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_a_page_image_the_reader_has_is_not_drawn_again(client: TestClient) -> None:
    tag = client.get(FILES[0]).headers["etag"]

    assert client.get(FILES[0], headers={"If-None-Match": tag}).status_code == 304


def test_what_does_not_exist_is_not_found_whatever_the_reader_has(client: TestClient) -> None:
    for address in (f"/documents/{'0' * 64}/pages/1.png", f"{DOCUMENT}/pages/999.png"):
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == 404


@dataclass(frozen=True, slots=True)
class DrawingLibrary(SampleLibrary):
    """A library that draws its pages for real; page 1 is slow to draw, page 88 is ordinary."""

    drawer: Drawer = field(default_factory=Drawer)

    def page_image(self, sha256: str, number: int) -> bytes:
        """Draw in the child."""
        path = self.folder / f"{number}.pdf"
        if not path.exists():
            path.write_bytes(sample_pdfs.slow_to_draw() if number == 1 else sample_pdfs.ordinary())
        return self.drawer.image(path, 1, width=1000)


@pytest.fixture(name="drawing")
def _drawing(tmp_path: Path) -> Iterator[DrawingLibrary]:
    limits = DrawingLimits(cpu_seconds=3, wall_seconds=8.0, most_waiting=2, patience_seconds=30.0)
    with closing(Drawer(limits)) as drawer:
        yield DrawingLibrary(tmp_path, drawer=drawer)


@pytest.mark.slow
def test_the_server_answers_while_a_slow_page_is_drawn(drawing: DrawingLibrary) -> None:
    with TestClient(pages_app(drawing)) as client, ThreadPoolExecutor(60) as readers:
        client.get("/")  # templates and numbers are loaded once, which is not what is asked here
        kept = client.get(f"{DOCUMENT}/pages/88.png")
        slow = [readers.submit(client.get, f"{DOCUMENT}/pages/1.png") for _ in range(60)]
        answers = [client.get(address) for address in ("/", f"{DOCUMENT}/pages/1", f"{DOCUMENT}/pages/88.png")]
        still_drawn = [answer for answer in slow if not answer.done()]
        refusals = [answer.result() for answer in slow]

    assert still_drawn
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[2].content == kept.content
    assert {refusal.status_code for refusal in refusals} <= {422, 503}
    assert {refusal.headers.get("retry-after", "5") for refusal in refusals} == {"5"}


@pytest.mark.slow
def test_a_page_that_takes_too_long_says_what_to_do(drawing: DrawingLibrary) -> None:
    with TestClient(pages_app(drawing)) as client:
        answer = client.get(f"{DOCUMENT}/pages/1.png")

    assert answer.status_code == 422
    assert "read its text or open the original" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_pdfs_are_saved_not_opened(client: TestClient) -> None:
    page, original = (client.get(address).headers["content-disposition"] for address in FILES[1:])

    assert page == 'attachment; filename="60303ae22b99-page-88.pdf"'
    assert original == 'attachment; filename="manual-2003.pdf"'


def test_an_original_can_be_fetched_in_parts(client: TestClient) -> None:
    answer = client.get(FILES[2], headers={"Range": "bytes=0-7", "Accept-Encoding": "gzip"})

    assert (answer.status_code, answer.content) == (206, b"%PDF-1.7")


def test_an_original_keeps_a_name_in_another_script(tmp_path: Path) -> None:
    document = replace(sample.DOCUMENT_VIEW, name="../دليل\u202e\r\n.pdf")
    client = TestClient(pages_app(SampleLibrary(tmp_path, document_view=document)))

    disposition = client.get(FILES[2]).headers["content-disposition"]
    assert disposition == "attachment; filename*=utf-8''%D8%AF%D9%84%D9%8A%D9%84.pdf"


@pytest.fixture(name="workbook")
def _workbook(tmp_path: Path) -> TestClient:
    return TestClient(pages_app(SampleLibrary(tmp_path, document_view=sample.WORKBOOK_VIEW)))


def test_an_original_that_is_no_pdf_is_saved_as_what_it_is(workbook: TestClient) -> None:
    """Its type, its name and its address end as its bytes are, and it may do as little as a PDF."""
    answer = workbook.get(WORKBOOK)

    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["content-disposition"] == 'attachment; filename="readings.xlsx"'
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_says_in_which_charset_a_text_was_written(tmp_path: Path) -> None:
    """A page saved from the web may be in any charset; a wrong one would be worse than none."""
    document = replace(sample.WORKBOOK_VIEW, summary=replace(sample.WORKBOOK, media_type=MediaType.HTML), name="a.html")
    answer = TestClient(pages_app(SampleLibrary(tmp_path, document_view=document))).get(f"{DOCUMENT}/original.html")

    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["content-disposition"] == 'attachment; filename="a.html"'


@pytest.mark.parametrize("address", [f"{DOCUMENT}/original.pdf", f"{DOCUMENT}/original.XLSX"])
def test_an_original_has_one_address(workbook: TestClient, address: str) -> None:
    """An address that ends otherwise is not found, and the page says how it ends."""
    answer = workbook.get(address)

    assert answer.status_code == 404
    assert "ends in .xlsx" in answer.text


@pytest.mark.parametrize("address", FILES[:2])
def test_a_part_without_a_page_cannot_be_drawn(workbook: TestClient, address: str) -> None:
    """There is no image and no PDF of it, whatever the reader says to have."""
    answer = workbook.get(address, headers={"If-None-Match": "*"})

    assert answer.status_code == 404
    assert "has no page to draw" in answer.text


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("manual.pdf", "manual.pdf"),
        ("manual", "manual.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\files\\case 7.PDF", "case 7.pdf"),
        ("\u202egnp.pdf", "gnp.pdf"),
        ("", "document.pdf"),
        (" ..pdf", "document.pdf"),
        ("é" * 300, "é" * 100 + ".pdf"),
    ],
)
def test_file_names_are_made_harmless(name: str, saved: str) -> None:
    assert saved == file_name(name, "pdf")


@pytest.mark.parametrize(
    "address",
    [
        f"{DOCUMENT}/pages/999.png",
        f"{DOCUMENT}/pages/-1.png",
        f"{DOCUMENT}/pages/{'9' * 5000}.pdf",
        f"/documents/{'0' * 64}/original.pdf",
        f"{DOCUMENT}/original.docx",
        f"{DOCUMENT}/original.",
        "/documents/..%2f..%2fetc%2fpasswd/original.pdf",
        "/static/abc/nothing.css",
        "/static/abc/..%2fassets.py",
    ],
)
def test_files_that_do_not_exist_are_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_static_files_are_kept_for_good_at_the_address_of_their_content(client: TestClient) -> None:
    style = assets.load()["style.css"]
    answer = client.get(style.url)

    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.content == style.content


def test_an_older_address_gives_the_present_file_but_not_for_good(client: TestClient) -> None:
    answer = client.get("/static/000000000000/style.css")

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
