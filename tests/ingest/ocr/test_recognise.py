from itertools import product
from pathlib import Path

import numpy as np
import pytest

from ingest.layout.order import ordered
from ingest.layout.page_text import RawPage, running_pages
from ingest.ocr.rapid import Rapid
from ingest.ocr.reading import Engine
from ingest.ocr.recognise import Recognised, recognise
from ingest.ocr.tesseract import find_tesseract
from ingest.ocr.tilt import tilted
from ingest.pdf.pages import TextLimits, raw_pages
from tests.ingest.ocr.fake_engines import Blind
from tests.ingest.ocr.sample_scans import LINES, opened, raw, scan, typeset

TESSERACT = find_tesseract()
needs_tesseract = pytest.mark.skipif(TESSERACT is None, reason="Tesseract is not installed")
WORDS = " ".join(LINES).split()
FRENCH = "Le rinçage après la teinture consomme plus d'eau que la teinture elle-même, et personne ne l'avait mesurée."


def read(pdf: bytes, engine: Engine, language: str | None = None) -> Recognised:
    with opened(pdf) as page:
        width, height = page.get_size()
        return recognise(page, raw(size=(width, height)), engine, language=language)


@needs_tesseract
@pytest.mark.parametrize(
    ("turn", "tilt"),
    [
        pytest.param(turn, tilt, marks=() if (turn, tilt) in {(0, 0.0), (90, 4.0)} else pytest.mark.slow)
        for turn, tilt in product((0, 90, 180, 270), (0.0, 4.0, -10.0))
    ],
)
def test_a_scan_yields_the_words_of_the_page_where_they_stand(turn: int, tilt: float, tmp_path: Path) -> None:
    """However a page lay on the glass, its words and their boxes are those that the file with text has."""
    assert TESSERACT is not None
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset())
    true = next(iter(raw_pages(path, TextLimits())))
    recognised = read(scan(turn=turn, tilt=tilt), TESSERACT)
    page = tilted(running_pages([ordered(recognised.raw)])[0], recognised.tilt)

    assert page.text.split() == WORDS
    assert recognised.raw.turn == turn
    assert recognised.tilt == pytest.approx(tilt, abs=0.2)
    there = turned_centres(true, turn, tilt)
    assert (page.words.boxes[:, :2] + page.words.boxes[:, 2:]) / 2 == pytest.approx(there, abs=3.0)


def turned_centres(page: RawPage, turn: int, tilt: float) -> np.ndarray:
    """Return where the middles of words are after the page was turned clockwise and tilted, each about its middle."""
    centres = (page.boxes[:, :2] + page.boxes[:, 2:]) / 2 - (page.width / 2, page.height / 2)
    angle = np.deg2rad(turn + tilt)
    centres = centres @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    size = (page.width, page.height) if turn in (0, 180) else (page.height, page.width)
    return np.asarray(centres + np.array(size) / 2)


@pytest.mark.parametrize("turn", [0, 180])
def test_the_engine_that_came_along_reads_upside_down_pages_too(turn: int) -> None:
    """It cannot tell how a page lies, so both ways are tried."""
    recognised = read(scan(turn=turn, tilt=3.0), Rapid())

    assert list(recognised.raw.words) == WORDS
    assert recognised.raw.turn == turn


@needs_tesseract
def test_a_page_says_how_it_was_read() -> None:
    """Engine, languages and confidence go with the text."""
    assert TESSERACT is not None
    recognition = read(scan(), TESSERACT).raw.recognition

    assert recognition is not None
    assert (recognition.engine, recognition.languages) == (TESSERACT.name, ("en",))
    assert 0.9 < recognition.confidence <= 1


@needs_tesseract
@pytest.mark.parametrize("expected", [None, "en", "fr", "xx"])
def test_the_language_is_found_whatever_was_expected(expected: str | None) -> None:
    """A French page is read as French, even in an English document."""
    assert TESSERACT is not None
    if "fr" not in TESSERACT.languages:
        pytest.skip("Tesseract has no data for French")
    recognised = read(typeset((FRENCH,)), TESSERACT, expected)

    assert recognised.raw.recognition is not None
    assert recognised.raw.recognition.languages == ("fr",)
    assert " ".join(recognised.raw.words).replace("’", "'") == FRENCH


def test_a_page_that_cannot_be_read_stays_as_it_was() -> None:
    """Nothing was read, and nothing is said to have been."""
    before = raw("stamp")
    with opened(scan()) as page:
        recognised = recognise(page, before, Blind())

    assert recognised.raw is before
    assert recognised.raw.recognition is None


def test_a_page_that_cannot_be_drawn_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short of memory, a page is passed over."""

    def out_of_memory(page: object) -> None:
        raise MemoryError

    monkeypatch.setattr("ingest.ocr.recognise.drawn", out_of_memory)
    before = raw()
    with opened(scan()) as page:
        assert recognise(page, before, Blind()).raw is before
