"""PDF pages as running text with a box for every word."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from corpus.errors import DamagedPdfError, LimitError, NoPagesError, PageNotFoundError, PasswordError
from corpus.model import Page
from ingest.pdf.pages import MAX_IMAGE_PIXELS, MAX_IMAGE_WIDTH, TextLimits, page_image, page_pdf, read_pages
from tests.ingest.sample_pdfs import (
    column,
    document,
    encrypted,
    ordinary,
    page_count,
    scripted,
    show,
    without_pages,
    without_text,
)


def _save(folder: Path, content: bytes) -> Path:
    path = folder / "sample.pdf"
    path.write_bytes(content)
    return path


def _pages(folder: Path, content: bytes) -> list[Page]:
    return read_pages(_save(folder, content), TextLimits())


def _words(page: Page) -> list[str]:
    return [page.text[start:end] for start, end in page.words.spans]


def _box(page: Page, word: str) -> tuple[float, float, float, float]:
    left, top, right, bottom = page.words.boxes[_words(page).index(word)].tolist()
    return left, top, right, bottom


def test_every_word_has_a_span_and_a_box(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, ordinary("Rinse water is reused."))

    assert page.text == "Rinse water is reused."
    assert _words(page) == ["Rinse", "water", "is", "reused."]
    assert page.words.boxes.shape == (4, 4)


def test_boxes_count_from_the_top_left_corner(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, document(show("Here", 72, 700, 20)))
    left, top, right, bottom = _box(page, "Here")

    assert left == pytest.approx(72, abs=3)
    assert right == pytest.approx(72 + 44, abs=6)
    assert top < 792 - 700 < bottom
    assert 15 < bottom - top < 30


def test_boxes_count_from_the_crop_box(tmp_path: Path) -> None:
    content = document(show("Here", 172, 700, 20), page_entries=b"/CropBox [100 100 500 750]")
    (page,) = _pages(tmp_path, content)
    left, top, _, bottom = _box(page, "Here")

    assert (page.width, page.height) == (400, 650)
    assert left == pytest.approx(72, abs=3)
    assert top < 750 - 700 < bottom


@pytest.mark.parametrize(
    ("degrees", "size", "corner"),
    [
        pytest.param(0, (612, 792), (72, 92), id="upright"),
        pytest.param(90, (792, 612), (700, 72), id="quarter turn"),
        pytest.param(180, (612, 792), (540, 700), id="half turn"),
        pytest.param(270, (792, 612), (92, 540), id="three quarters"),
    ],
)
def test_boxes_are_those_of_the_page_as_displayed(
    tmp_path: Path, degrees: int, size: tuple[float, float], corner: tuple[float, float]
) -> None:
    (page,) = _pages(tmp_path, document(show("Here", 72, 700, 20), page_entries=b"/Rotate %d" % degrees))
    left, top, right, bottom = _box(page, "Here")

    assert (page.width, page.height) == size
    assert left - 6 < corner[0] < right + 6
    assert top - 6 < corner[1] < bottom + 6


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_cover_the_ink_of_the_page_image(tmp_path: Path, degrees: int) -> None:
    content = document(show("Ink", 150, 650, 40), page_entries=b"/Rotate %d /CropBox [50 60 600 780]" % degrees)
    path = _save(tmp_path, content)
    (page,) = read_pages(path, TextLimits())
    image = Image.open(io.BytesIO(page_image(path, 1, width=int(page.width)))).convert("L")
    left, top, right, bottom = _box(page, "Ink")
    ink = image.point(lambda value: 255 if value < 128 else 0).getbbox()

    assert ink is not None
    assert left - 2 <= ink[0] <= ink[2] <= right + 2
    assert top - 2 <= ink[1] <= ink[3] <= bottom + 2


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["Left column begins here and", "goes on to its own end."]
    right = ["Right column begins here and", "goes on to its own end too."]
    (page,) = _pages(tmp_path, document(column(left, x=50) + column(right, x=330)))

    assert page.text.index("own end.") < page.text.index("Right")


def test_a_word_split_at_a_line_end_is_closed(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, document(column(["The plant saw a reduc-", "tion of its water use."])))

    assert page.text == "The plant saw a reduction of its water use."
    assert _words(page)[4:6] == ["reduc", "tion"]
    assert page.words.boxes[4][1] < page.words.boxes[5][1]


def test_a_hyphen_that_the_document_writes_elsewhere_stays(tmp_path: Path) -> None:
    lines = ["Use counter-current rinsing. A counter-", "current cascade saves water."]
    (page,) = _pages(tmp_path, document(column(lines)))

    assert "A counter-current cascade" in page.text


def test_a_gap_between_lines_begins_a_paragraph(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, document(column(["First line", "second line.", "", "Next paragraph."])))

    assert page.text == "First line\nsecond line.\n\nNext paragraph."


def test_a_raised_character_stays_on_its_line(tmp_path: Path) -> None:
    content = show("It took 12 m", 72, 700, 11) + show("3", 135.5, 705, 7) + show("a day.", 145, 700, 11)
    (page,) = _pages(tmp_path, document(content))

    assert "\n" not in page.text


@pytest.mark.parametrize(
    "text",
    ["nước thải dệt nhuộm", "污水处理厂", "сточные воды", "น้ำเสีย", "औद्योगिक जल"],
    ids=["vietnamese", "chinese", "russian", "thai", "hindi"],
)
def test_other_scripts_are_read(tmp_path: Path, text: str) -> None:
    (page,) = _pages(tmp_path, document(show(text + " ≥", 72, 700)))

    assert page.text.split(" ≥")[0].replace("\n", "") == text


def test_control_and_private_characters_are_dropped(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, document(show("safe\u202e\ue123\u200b text≥", 72, 700)))

    assert page.text == "safe text≥"


def test_a_page_without_text_is_empty(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, without_text())

    assert page.text == ""
    assert page.words.spans.shape == (0, 2)
    assert page.words.boxes.shape == (0, 4)


def test_a_file_with_an_owner_password_only_is_read(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, encrypted(ordinary("Open."), user="", owner="secret"))

    assert page.text == "Open."


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(encrypted(ordinary(), user="secret", owner="other"), PasswordError, id="password"),
        pytest.param(without_pages(), NoPagesError, id="no pages"),
        pytest.param(b"%PDF-1.7\n", DamagedPdfError, id="header only"),
        pytest.param(ordinary()[:200], DamagedPdfError, id="truncated"),
        pytest.param(page_count(7_000), LimitError, id="too many pages"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"sample\.pdf"):
        _pages(tmp_path, content)


def test_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = _save(tmp_path, document(*[show("Some words on a page.", 72, 700)] * 3))

    with pytest.raises(LimitError, match="more than 50 characters"):
        read_pages(path, TextLimits(characters=50))


def test_a_page_image_has_the_width_that_was_asked_for(tmp_path: Path) -> None:
    image = Image.open(io.BytesIO(page_image(_save(tmp_path, ordinary()), 1, width=306)))

    assert (image.format, image.size) == ("PNG", (306, 396))


@pytest.mark.parametrize("box", [(0, 0, 10, 14_000), (0, 0, 14_000, 10), (0, 0, 14_000, 14_000)])
def test_a_page_image_is_never_huge(tmp_path: Path, box: tuple[int, int, int, int]) -> None:
    path = _save(tmp_path, document(show("x", 1, 1, 5), box=box))
    image = Image.open(io.BytesIO(page_image(path, 1, width=10**9)))

    assert image.width <= MAX_IMAGE_WIDTH
    assert image.width * image.height <= 1.1 * MAX_IMAGE_PIXELS


@pytest.mark.parametrize("number", [0, -1, 2, 10**12])
def test_a_page_out_of_range_is_not_found(tmp_path: Path, number: int) -> None:
    path = _save(tmp_path, ordinary())

    with pytest.raises(PageNotFoundError, match="1 page"):
        page_image(path, number, width=100)
    with pytest.raises(PageNotFoundError, match="1 page"):
        page_pdf(path, number)


def test_a_single_page_keeps_its_text_and_nothing_that_acts(tmp_path: Path) -> None:
    single = page_pdf(_save(tmp_path, scripted()), 1)
    page = PdfReader(io.BytesIO(single)).pages[0]

    assert page.extract_text() == "Scripted."
    assert not {"/AA", "/Annots"} & set(page)
    assert b"JavaScript" not in single
    assert b"attached" not in single


def test_a_single_page_is_the_one_that_was_asked_for(tmp_path: Path) -> None:
    content = document(*[show(f"Page {number}.", 72, 700) for number in (1, 2, 3)])
    reader = PdfReader(io.BytesIO(page_pdf(_save(tmp_path, content), 2)))

    assert [page.extract_text() for page in reader.pages] == ["Page 2."]
