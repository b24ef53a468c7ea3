"""Make scans of known texts: typeset, tilted, noisy, compressed, and without a text layer."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from corpus.errors import EvaluationError
from ingest.language import UNDETERMINED

TEXTS = Path(__file__).parent / "ocr_texts"
DPI = 200
QUALITY = 60  # of JPEG

_NOISE = 12.0  # standard deviation, of 255 shades
_INK, _PAPER = 20.0, 237.0
_TILTS = (2.0, -3.0, 4.0, -5.0)  # degrees

# By ISO 639-1: the text's name and the font that shows its script, with the Debian package that has it.
_LATIN = ("Libertinus Serif", "")  # comes with typst
LANGUAGES = {
    "en": ("eng", *_LATIN),
    "fr": ("fra", *_LATIN),
    "es": ("spa", *_LATIN),
    "pt": ("por", *_LATIN),
    "vi": ("vie", *_LATIN),
    "ar": ("ara", "Noto Naskh Arabic", "fonts-noto-core"),
    "zh": ("chi_sim", "WenQuanYi Micro Hei", "fonts-wqy-microhei"),
}

_MARKUP = """
#set page(width: 210mm, height: 297mm, margin: 25mm)
#set text(size: 11pt, font: sys.inputs.font, lang: sys.inputs.language)
#set par(justify: false, leading: 0.8em, spacing: 1.6em)
#set smartquote(enabled: false)
#for paragraph in sys.inputs.text.split("\\n\\n") { par(paragraph) }
"""


@dataclass(frozen=True, slots=True)
class Scan:
    """An image-only PDF and what is printed on its pages.

    Attributes:
        name: Of the text or file.
        language: ISO 639-1; "und" if nobody said it.
        rendered: Whether it was made here, from a known text.
        pages: The text of each page, by page number.
    """

    name: str
    language: str
    rendered: bool
    pdf: bytes
    pages: dict[int, str]


def rendered_scan(language: str) -> Scan:
    """Return a scan of a language's text, the same image for the same text, font and libraries.

    Args:
        language: ISO 639-1.

    Raises:
        EvaluationError: There is no text in it, or the font of its script is not installed.
    """
    import typst

    if language not in LANGUAGES:
        raise EvaluationError(f"There is no text in {language!r}, but in {', '.join(LANGUAGES)}.")
    name, font, package = LANGUAGES[language]
    fonts = typst.Fonts(include_system_fonts=True)
    if font not in fonts.families():
        raise EvaluationError(f"The font {font} is not installed. Install the Debian package {package} and try again.")
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").strip()
    inputs = {"text": text, "font": font, "language": language}
    png = typst.compile(_MARKUP.encode(), format="png", ppi=DPI, sys_inputs=inputs, font_paths=fonts)
    assert isinstance(png, bytes)  # one page
    place = list(LANGUAGES).index(language)
    pdf = image_pdf(png, tilt=_TILTS[place % len(_TILTS)], seed=place)
    return Scan(name, language, rendered=True, pdf=pdf, pages={1: text})


def image_pdf(png: bytes, *, tilt: float, seed: int) -> bytes:
    """Return a page's picture as a scan: its lines tilted by degrees (positive: falling to the right)."""
    image = Image.open(io.BytesIO(png)).convert("L")
    turned = image.rotate(-tilt, Image.Resampling.BICUBIC, fillcolor=255)
    shades = _INK + (_PAPER - _INK) / 255 * np.asarray(turned, np.float64)
    shades += np.random.default_rng(seed).normal(0, _NOISE, shades.shape)
    out = io.BytesIO()
    Image.fromarray(shades.clip(0, 255).astype(np.uint8)).save(out, "PDF", resolution=DPI, quality=QUALITY)
    return out.getvalue()


def scans_in(folder: Path, transcripts: Path) -> list[Scan]:
    """Return the scans of a folder, with the pages that were transcribed: NAME.pdf and NAME-PAGE.txt.

    Raises:
        EvaluationError: There is no transcript for any page, or one that is no text.
    """
    scans = []
    for path in sorted(folder.glob("*.pdf")):
        texts = {int(text.stem.rpartition("-")[2]): text for text in transcripts.glob(f"{path.stem}-[0-9]*.txt")}
        pages = {number: _text(text) for number, text in sorted(texts.items())}
        if pages:
            scans.append(Scan(path.stem, UNDETERMINED, rendered=False, pdf=path.read_bytes(), pages=pages))
    if not scans:
        raise EvaluationError(
            f"No page of a PDF in {folder} has its text in {transcripts}. "
            "Write down what stands on page 1 of scan.pdf as scan-1.txt and try again."
        )
    return scans


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path} cannot be read as UTF-8 text: {error}. Save it again and try again.") from error
