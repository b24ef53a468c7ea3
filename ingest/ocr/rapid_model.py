"""RapidOCR with a limit of time, looked at between two lines: within one, nothing can stop it."""

from __future__ import annotations

import time
from typing import Any

from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecOutput

from ingest.ocr.reading import OverdueError

SECONDS = (
    30.0  # of computing, for the lines of one image; a page of print takes three to ten, a newspaper's twenty-five
)


class TimedRapidOCR(RapidOCR):
    """The library, reading line by line."""

    def recognize_txt(self, img: list[NDArray[Any]]) -> TextRecOutput:
        """Read the lines that were found; called by the library.

        Raises:
            OverdueError: It took too long.
        """
        until = time.process_time() + SECONDS
        read: list[Any] = []  # the library's annotations fit a single line
        for line in img:
            if time.process_time() > until:
                raise OverdueError
            read.append(super().recognize_txt([line]))
        texts: Any = tuple(each.txts[0] for each in read)
        words: Any = tuple(each.word_results[0] for each in read)
        seconds = sum(each.elapse for each in read)
        return TextRecOutput(img, texts, [each.scores[0] for each in read], words, seconds, read[0].viser)
