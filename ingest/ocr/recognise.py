"""Read the text of a page from its image: draw it, level it, have an engine read it, and place the words.

Owns in which order languages and orientations are tried. What the engines do is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2

from corpus.model import Recognition
from ingest.language import detect
from ingest.layout.page_text import RawPage
from ingest.ocr.image import PageImage, drawn, stood
from ingest.ocr.reading import Engine, OverdueError, Reading
from ingest.ocr.tilt import tilt_of

_SURE = 0.9  # confidence of a reading upright and in the right language; a wrong one mostly stays under it
_ALIKE = 0.03  # confidence that a reading in the language seen may lack: in several at once, engines are too sure
_FIRST = "en"
_ENOUGH = 40  # characters from which the language can be told


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """A page as it was read.

    Attributes:
        raw: Its boxes are those of level lines, so that columns and tables can be seen; `raw.recognition` is None if
            nothing was read, and then all is as before.
        tilt: By how many degrees clockwise the lines are tilted on the page; see `ingest.ocr.tilt.tilted`.
        given_up: Whether it took too long to read.
    """

    raw: RawPage
    tilt: float = 0.0
    given_up: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Attempt:
    image: PageImage
    reading: Reading


def recognise(page: pypdfium2.PdfPage, raw: RawPage, engine: Engine, *, language: str | None = None) -> Recognised:
    """Return a page with the text that its image shows; one that cannot be drawn or read comes back as it was.

    Args:
        raw: What the file itself holds of the page.
        language: ISO 639-1 that is expected, of the document or of the page before.
    """
    try:
        best = _best(drawn(page), engine, language)
    except (pypdfium2.PdfiumError, MemoryError):
        return Recognised(raw)
    except OverdueError:
        return Recognised(raw, given_up=True)
    reading, image = best.reading, best.image
    if not reading.words:
        return Recognised(raw)
    words = replace(
        raw,
        words=reading.words,
        breaks=reading.breaks,
        boxes=image.boxes_on_page(reading.boxes),
        recognition=Recognition(engine.name, reading.languages, round(reading.confidence, 3)),
        turn=image.turn,
    )
    return Recognised(words, image.angle)


def _best(page: PageImage, engine: Engine, language: str | None) -> _Attempt:
    """Return the surest of the readings that are worth trying, as a rule the first.

    One language at a time is read best, but which one may only be seen from a reading in all those of the script.
    """
    tilt = tilt_of(page.pixels)
    image = stood(page, 270 if tilt.sideways else 0, tilt.angle)
    best = _read(image, engine, [language or _FIRST])
    if best.reading.confidence < _SURE:
        look = engine.look(image.pixels, dpi=round(image.dpi))
        # Turned further by quarters, lines stay level: the angle is the same.
        image = stood(page, (image.turn + look.turn) % 360, tilt.angle)
        best = _surer(best, _read(image, engine, look.languages))
    seen = detect(best.reading.text) if len(best.reading.text) >= _ENOUGH else None
    if seen in engine.languages and best.reading.languages != (seen,):
        alone = _read(best.image, engine, [seen])
        best = alone if alone.reading.confidence > best.reading.confidence - _ALIKE else best
    return best


def _read(image: PageImage, engine: Engine, languages: Sequence[str]) -> _Attempt:
    told = [language for language in languages if language in engine.languages] or sorted(engine.languages & {_FIRST})
    return _Attempt(image, engine.read(image.pixels, told, dpi=round(image.dpi)))


def _surer(one: _Attempt, other: _Attempt) -> _Attempt:
    return other if other.reading.confidence > one.reading.confidence else one
