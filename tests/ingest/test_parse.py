"""From a file to all that is read from it, whatever kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import NoTextError
from corpus.model import ChunkKind, DocumentId, Flag, JobState, MediaType
from corpus.vocabulary import load_vocabulary
from ingest.ocr.reading import OverdueError, Pixels, Reading, SeenWord, reading_of
from ingest.parse import Job, Parsed, Parser
from ingest.pdf.pages import TextLimits
from tests.ingest import sample_pdfs
from tests.ingest.ocr.fake_engines import Blind
from tests.ingest.ocr.sample_scans import scans

ROWS = (
    "Company,Country,Year,Measure,Water saving (m3/year),Payback (months)\n"
    "Lakeside Dyers,Kenya,2019,Counter-current rinsing,12 000,8\n"
    "Hillside Dairy,Uganda,2018,Reuse of the final rinse,3 400,5\n"
)


@pytest.fixture(name="parser", scope="module")
def _parser() -> Parser:
    return Parser(load_vocabulary(), TextLimits(), None)


def read(parser: Parser, folder: Path, name: str, content: bytes, *, propose: bool = True) -> tuple[Parsed, list[int]]:
    path = folder / name
    path.write_bytes(content)
    pages: list[int] = []

    def report(state: JobState, done: int, of: int) -> None:
        pages.append(done)

    return parser.parse(Job(path, DocumentId("0" * 64), propose=propose), report), pages


def test_a_list_of_cases_proposes_one_a_row(parser: Parser, tmp_path: Path) -> None:
    """Each row of a spreadsheet of cases is a case, with the cell that says each value."""
    parsed, _ = read(parser, tmp_path, "cases.csv", ROWS.encode())

    assert parsed.media_type is MediaType.CSV
    assert [case.company.value for case in parsed.proposals if case.company] == ["Lakeside Dyers", "Hillside Dairy"]
    assert all(case.figures[0].evidence[0].words in parsed.pages[0].text for case in parsed.proposals)
    assert {chunk.kind for chunk in parsed.chunks} == {ChunkKind.TABLE}


def test_what_somebody_described_is_not_proposed_again(parser: Parser, tmp_path: Path) -> None:
    """Beside a sidecar rules have nothing to say."""
    parsed, _ = read(parser, tmp_path, "cases.csv", ROWS.encode(), propose=False)

    assert parsed.proposals == []


def test_a_pdf_tells_each_page_that_is_begun(parser: Parser, tmp_path: Path) -> None:
    """Progress is told page by page."""
    content = sample_pdfs.document(*(sample_pdfs.show(f"Page {n} tells of water.", 72, 700) for n in (1, 2, 3)))
    parsed, pages = read(parser, tmp_path, "a.pdf", content)

    assert (parsed.media_type, len(parsed.pages)) == (MediaType.PDF, 3)
    assert pages == [1, 2, 3]
    assert parsed.sketch.text_key


def test_a_page_of_shapes_says_what_is_missing(parser: Parser, tmp_path: Path) -> None:
    """Without an engine a scan has no text, and the message says what to do."""
    with pytest.raises(NoTextError, match="Scan it again"):
        read(parser, tmp_path, "scan.pdf", sample_pdfs.without_text())


class Slow(Blind):
    """An engine to which every image but the second takes too long."""

    name = "slow 1"

    def __init__(self) -> None:
        self._images = 0

    def read(self, pixels: Pixels, languages: Sequence[str], *, dpi: int) -> Reading:
        """Return a line, or give up."""
        self._images += 1
        if self._images != 2:
            raise OverdueError
        return reading_of([[SeenWord("water", (10.0, 10.0, 60.0, 30.0), 0.99)]], [])


def test_a_page_that_takes_too_long_costs_its_own_text_only(tmp_path: Path) -> None:
    """The other pages are read, and the document says that one is not."""
    parser = Parser(load_vocabulary(), TextLimits(), Slow())
    parsed, _ = read(parser, tmp_path, "scan.pdf", scans(3))

    assert [page.text.strip() for page in parsed.pages] == ["", "water", ""]
    assert parsed.flags == (Flag.RECOGNISED, Flag.UNREAD)


def test_a_scan_of_which_every_page_takes_too_long_is_refused(tmp_path: Path) -> None:
    """A document without any text is of no use, and the message says why there is none."""
    parser = Parser(load_vocabulary(), TextLimits(), Slow())

    with pytest.raises(NoTextError, match="reading their images took too long"):
        read(parser, tmp_path, "scan.pdf", scans(1))
