"""Read images with RapidOCR, which brings its models (PP-OCRv6) in its wheel: where Tesseract is not installed.

It reads Chinese and the Latin letters of western European languages. Of Vietnamese it loses marks, and of Arabic it
sees nothing.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ingest.ocr.reading import Look, Pixels, Reading, SeenWord, reading_of

if TYPE_CHECKING:
    from rapidocr import RapidOCR
    from rapidocr.utils.output import RapidOCROutput

MAX_SIDE = 1440  # pixels: sharper images take 1 GB and read no better

_ELONGATED = 4  # times its short side: of more, the library would make an image that takes minutes and gigabytes
_FLOOR = 0.75  # confidence of a line; what is no text, or in a script it does not know, scores less
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


class Rapid:
    """The library with its models, loaded at the first image."""

    languages: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.name = f"rapidocr {importlib.metadata.version('rapidocr')}"

    def read(self, pixels: Pixels, languages: Sequence[str], *, dpi: int) -> Reading:
        """Return what stands in an image, line by line from the top; empty if it failed. Raises OverdueError."""
        from cv2 import error
        from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError
        from rapidocr.utils.output import RapidOCROutput

        factor = max(1.0, max(pixels.shape) / MAX_SIDE)
        height, width = (round(side / factor) for side in pixels.shape)
        small = np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BOX))
        try:
            found = self._model(np.stack([_squarer(small)] * 3, axis=2))
        except (error, ONNXRuntimeError):
            return reading_of([], languages)
        # Another type says that places were found, and no text in them.
        return reading_of(_lines(found, factor) if isinstance(found, RapidOCROutput) else [], languages)

    def look(self, pixels: Pixels, *, dpi: int) -> Look:
        """Say that the text stands on its head: all that is left to try, since this engine cannot tell."""
        return Look(180, ())

    @cached_property
    def _model(self) -> RapidOCR:
        import rapidocr

        from ingest.ocr.rapid_model import TimedRapidOCR

        folder = Path(rapidocr.__file__).parent / "models"
        told = {
            "Global.log_level": "critical",
            "Global.use_cls": False,  # it takes a line for upside down now and then
            "Global.return_word_box": True,
            "Global.text_score": _FLOOR,
            "Rec.rec_batch_num": 1,  # more lines at once take twice the memory and are no faster on one core
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        return TimedRapidOCR(params=told | {f"{task}.model_path": str(folder / _MODELS[task]) for task in _MODELS})


def _squarer(pixels: Pixels) -> Pixels:
    """Return an image with white at its right or lower edge where it is a strip; places in it stay the same."""
    least = -(-max(pixels.shape) // _ELONGATED)
    return np.pad(pixels, [(0, max(0, least - side)) for side in pixels.shape], constant_values=255)


def _lines(found: RapidOCROutput, factor: float) -> Iterator[list[SeenWord]]:
    for text, score, pieces in zip(found.txts or (), found.scores or (), found.word_results, strict=False):
        yield _words(text, score, pieces, factor)  # type: ignore[arg-type]  # RapidOCR's annotation lacks a level


def _words(
    text: str, score: float, pieces: Sequence[tuple[str, float, list[list[int]]]], factor: float
) -> list[SeenWord]:
    """Join pieces between which the line's text has no space."""
    words: list[SeenWord] = []
    end = 0
    for piece, _, corners in pieces:
        place = text.find(piece, end)
        across, down = zip(*corners, strict=True)
        box = (factor * min(across), factor * min(down), factor * max(across), factor * max(down))
        word = SeenWord(piece, box, score)
        if words and place == end:
            words[-1] = _joined(words[-1], word)
        else:
            words.append(word)
        end = max(place, end) + len(piece)
    return words


def _joined(one: SeenWord, other: SeenWord) -> SeenWord:
    low = map(min, one.box[:2], other.box[:2])
    high = map(max, one.box[2:], other.box[2:])
    left, top = low
    right, bottom = high
    return SeenWord(one.text + other.text, (left, top, right, bottom), one.confidence)
