import numpy as np
import pytest

from ingest.ocr.image import MAX_PIXELS, drawn, image_resolutions, stood
from tests.ingest import sample_pdfs
from tests.ingest.ocr.sample_scans import opened, scan, typeset


def test_a_page_of_text_is_drawn_at_300_dots_an_inch() -> None:
    """Where no image says otherwise, the page is drawn as Tesseract likes it."""
    with opened(typeset()) as page:
        image = drawn(page)

    assert (image.dpi, image.shape) == (300, (1250, 1667))
    assert image.pixels.dtype == np.uint8


def test_a_scan_is_drawn_at_its_own_resolution() -> None:
    """An image of 200 dots an inch is neither blown up nor shrunk."""
    with opened(scan()) as page:
        (share, dpi), *others = image_resolutions(page)

        assert (share, dpi) == pytest.approx((1.0, 200.0), rel=0.01)
        assert drawn(page).dpi == pytest.approx(200, rel=0.01)
    assert others == []


def test_a_huge_page_is_drawn_within_the_limit() -> None:
    """A page of 200 inches a side gets fewer pixels an inch."""
    with opened(sample_pdfs.document(b"", box=(0, 0, 14400, 14400))) as page:
        image = drawn(page)

    assert image.pixels.size <= 1.01 * MAX_PIXELS


@pytest.mark.parametrize("angle", [0.0, 7.0])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_dark_spot_is_found_again_on_the_page(turn: int, angle: float) -> None:
    """What an engine sees in a turned and levelled image lies where the page shows it, lines level."""
    # A square about the middle, which levelling does not move, and one far from it for the turns.
    across = 200 if angle else 300
    content = b"%d 100 20 20 re f" % (across - 10 if angle else across)
    box = (0, 0, 400, 220) if angle else (0, 0, 400, 300)
    with opened(sample_pdfs.document(content, box=box)) as page:
        image = stood(drawn(page), turn, angle)
    y, x = np.nonzero(image.pixels < 128)
    found = image.boxes_on_page(np.array([[x.min(), y.min(), x.max() + 1, y.max() + 1]], np.float32))[0]

    expected = [190, 100, 210, 120] if angle else [300, 180, 320, 200]
    assert found == pytest.approx(expected, abs=2.0 if angle else 0.5)
