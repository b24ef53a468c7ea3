"""Tell by which angle the lines of an image are tilted, level it, and tilt boxes back.

The angle is that at which the lower edges of the ink, projected along the lines, fall together best (projection
profile). Angles are in degrees, positive if lines fall to the right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.model import Page, Words
from ingest.ocr.reading import Pixels

MOST = 15.0  # degrees

_SIDE = 1000  # pixels of the picture in which the angle is sought
_FEWEST_EDGES = 150
_STEP, _FINE_STEP = 0.5, 0.1
_LEAST = 0.15  # degrees; less does an engine no harm, and levelling blurs
_CLEARER = 1.05  # times as sharp as untouched, or it is left so
_SIDEWAYS = 1.6  # times as sharp along the other axis, or the lines are taken to run across
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Tilt:
    """How the lines of an image run.

    Attributes:
        sideways: They run up or down rather than across; the angle is then that after a quarter turn clockwise.
        angle: Degrees.
    """

    sideways: bool
    angle: float


def tilt_of(pixels: Pixels) -> Tilt:
    """Return how lines run; (False, 0) for an image with hardly anything in it."""
    ink = _ink(pixels)
    across, clear = _best(ink)
    along, clear_along = _best(np.rot90(ink, -1))
    return Tilt(True, along) if clear_along > _SIDEWAYS * clear else Tilt(False, across)


def levelled(pixels: Pixels, angle: float) -> Pixels:
    """Return an image turned so that its lines are level, larger where its corners would be lost; same centre."""
    if not angle:
        return pixels
    turned = Image.fromarray(pixels).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=_WHITE)
    return np.asarray(turned)


def tilted(page: Page, angle: float) -> Page:
    """Return a page whose boxes were those of level lines, with boxes around the words as the page shows them."""
    if not angle:
        return page
    boxes = page.words.boxes
    turn = np.deg2rad(angle)
    cos, sin = np.cos(turn), np.sin(turn)
    middle = np.array([page.width, page.height], np.float32) / 2
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 - middle
    halves = (boxes[:, 2:] - boxes[:, :2]) / 2
    centres = centres @ np.array([[cos, sin], [-sin, cos]]) + middle
    halves = halves @ np.abs(np.array([[cos, sin], [sin, cos]]))
    around = np.concatenate([centres - halves, centres + halves], axis=1).astype(np.float32)
    return replace(page, words=Words(page.words.spans, around))


def _ink(pixels: Pixels) -> NDArray[np.bool_]:
    """Return where a small picture of the image is darker than halfway between paper and ink."""
    factor = max(1, round(max(pixels.shape) / _SIDE))
    small = np.asarray(Image.fromarray(pixels).reduce(factor))
    dark, paper = np.percentile(small, (1, 50))
    ink: NDArray[np.bool_] = small < (dark + paper) / 2
    return ink


def _best(ink: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the angle at which the edges fall together best, and how well: 1 is as by chance."""
    y, x = np.nonzero(ink[:-1] & ~ink[1:])
    if len(y) < _FEWEST_EDGES:
        return 0.0, 0.0
    untouched = _sharpness(x, y, 0.0)
    angle = max(np.arange(-MOST, MOST + _STEP, _STEP), key=lambda angle: _sharpness(x, y, angle))
    fine = np.arange(angle - _STEP, angle + _STEP + _FINE_STEP / 2, _FINE_STEP)
    angle = float(max(fine, key=lambda angle: _sharpness(x, y, angle)))
    sharp = _sharpness(x, y, angle)
    if abs(angle) < _LEAST or sharp < _CLEARER * untouched:
        return 0.0, untouched
    return round(angle, 2), sharp


def _sharpness(x: NDArray[np.int64], y: NDArray[np.int64], angle: float) -> float:
    turn = np.deg2rad(angle)
    rows = (y * np.cos(turn) - x * np.sin(turn)).astype(np.int64)
    counts = np.bincount(rows - rows.min())
    return float(len(counts) * np.square(counts, dtype=np.float64).sum() / len(rows) ** 2)
