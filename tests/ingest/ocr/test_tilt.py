import io

import numpy as np
import pytest
from PIL import Image

from corpus.model import Page, Words
from ingest.ocr.reading import Pixels
from ingest.ocr.tilt import levelled, tilt_of, tilted
from tests.ingest.ocr.sample_scans import picture, pixels


def turned(degrees: float) -> Pixels:
    image = Image.open(io.BytesIO(picture())).convert("L")
    return np.asarray(image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255))


@pytest.mark.parametrize("degrees", [-14.0, -5.0, -1.0, 0.0, 0.5, 3.3, 12.0])
def test_the_angle_of_the_lines_is_found(degrees: float) -> None:
    """Lines that fall to the right are tilted by a positive angle, to a fifth of a degree."""
    tilt = tilt_of(turned(degrees))

    assert not tilt.sideways
    assert tilt.angle == pytest.approx(degrees, abs=0.2)


@pytest.mark.parametrize("turn", [90, 270])
def test_lines_that_run_up_or_down_are_found(turn: int) -> None:
    """A page on its side is told from one that stands."""
    assert tilt_of(pixels(turn)).sideways


def test_an_empty_image_is_level() -> None:
    """Where there is nothing to go by, nothing is turned."""
    assert tilt_of(np.full((400, 300), 255, np.uint8)) == tilt_of(pixels())


def test_levelling_takes_the_tilt_away_and_loses_no_corner() -> None:
    """A levelled image is larger, so that all of the page is in it."""
    image = turned(6.0)
    level = levelled(image, 6.0)

    assert tilt_of(level).angle == pytest.approx(0.0, abs=0.2)
    assert all(after > before for after, before in zip(level.shape, image.shape, strict=True))


def test_boxes_are_tilted_around_the_middle_of_the_page() -> None:
    """A box right of the middle goes down with lines that fall to the right, and grows around its word."""
    boxes = np.array([[95, 95, 105, 105], [190, 95, 200, 105]], np.float32)
    page = Page(1, "a b", 200.0, 200.0, Words(np.array([[0, 1], [2, 3]], np.int32), boxes))
    shown = tilted(page, 10.0).words.boxes

    # The second centre is 95 points right of the middle: 95 cos 10 across and 95 sin 10 down.
    assert (shown[:, :2] + shown[:, 2:]) / 2 == pytest.approx(np.array([[100, 100], [193.56, 116.50]]), abs=0.01)
    assert shown[0, 2] - shown[0, 0] == pytest.approx(11.58, abs=0.01)
    assert shown.dtype == np.float32


def test_a_level_page_is_returned_as_it_is() -> None:
    """Without a tilt nothing is computed."""
    page = Page(1, "", 200.0, 200.0, Words(np.empty((0, 2), np.int32), np.empty((0, 4), np.float32)))

    assert tilted(page, 0.0) is page
