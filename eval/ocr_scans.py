"""Make scans of known texts: typeset, tilted, noisy, compressed, and without a text layer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from corpus.errors import EvaluationError

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
        language: ISO 639-1.
        pages: The text of each page, by page number.
    """

    name: str
    language: str
    pdf: bytes
    pages: dict[int, str]


def rendered_scans(fonts: Sequence[Path] = ()) -> list[Scan]:
    """Return a scan of each text, the same image for the same text, fonts and libraries.

    Args:
        fonts: Folders of fonts, besides those of the system.

    Raises:
        EvaluationError: A font is not there.
    """
    return [
        _scan(language, tilt=_TILTS[index % len(_TILTS)], seed=index, fonts=fonts)
        for index, language in enumerate(LANGUAGES)
    ]


def image_pdf(png: bytes, *, tilt: float, seed: int) -> bytes:
    """Return a page's picture as a scan: its lines tilted by degrees (positive: falling to the right)."""
    image = Image.open(io.BytesIO(png)).convert("L")
    turned = image.rotate(-tilt, Image.Resampling.BICUBIC, fillcolor=255)
    shades = _INK + (_PAPER - _INK) / 255 * np.asarray(turned, np.float64)
    shades += np.random.default_rng(seed).normal(0, _NOISE, shades.shape)
    out = io.BytesIO()
    Image.fromarray(shades.clip(0, 255).astype(np.uint8)).save(out, "PDF", resolution=DPI, quality=QUALITY)
    return out.getvalue()


def _scan(language: str, *, tilt: float, seed: int, fonts: Sequence[Path]) -> Scan:
    import typst

    name, font, package = LANGUAGES[language]
    found = typst.Fonts(include_system_fonts=True, font_paths=list(fonts))
    if font not in found.families():
        raise EvaluationError(f"The font {font} is not installed. Install the Debian package {package} and try again.")
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").strip()
    inputs = {"text": text, "font": font, "language": language}
    png = typst.compile(_MARKUP.encode(), format="png", ppi=DPI, sys_inputs=inputs, font_paths=found)
    assert isinstance(png, bytes)  # one page
    return Scan(name, language, image_pdf(png, tilt=tilt, seed=seed), {1: text})


def scans_in(folder: Path, references: Path) -> list[Scan]:
    """Return the scans of a folder, with the pages that were transcribed: NAME.pdf and NAME-PAGE.txt.

    Raises:
        EvaluationError: There is no transcript for any page.
    """
    scans = []
    for path in sorted(folder.glob("*.pdf")):
        texts = {int(text.stem.rpartition("-")[2]): text for text in references.glob(f"{path.stem}-[0-9]*.txt")}
        pages = {number: text.read_text(encoding="utf-8") for number, text in sorted(texts.items())}
        if pages:
            scans.append(Scan(path.stem, "und", path.read_bytes(), pages))
    if not scans:
        raise EvaluationError(f"No page of {folder} has its text in {references}: scan.pdf wants scan-1.txt.")
    return scans
