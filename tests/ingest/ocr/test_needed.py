import io
import random
from pathlib import Path
from string import ascii_lowercase

import pypdfium2
import pytest
from babel import Locale
from PIL import Image

from ingest.layout.page_text import RawPage
from ingest.ocr.needed import is_broken, is_doubtful, needs_ocr
from ingest.pdf.pages import TextLimits, raw_pages
from tests.ingest import sample_pdfs
from tests.ingest.ocr.sample_scans import opened, raw, scan, typeset

TEXTS = Path(__file__).parents[3] / "eval" / "ocr_texts"
ENGLISH = (TEXTS / "eng.txt").read_text(encoding="utf-8")


def swapped(text: str, seed: int) -> str:
    letters = list(ascii_lowercase)
    random.Random(seed).shuffle(letters)
    return text.lower().translate(str.maketrans(ascii_lowercase, "".join(letters)))


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_text_of_any_served_language_is_whole(path: Path) -> None:
    """No text in a language the library serves is taken for broken."""
    assert not is_broken(raw(*path.read_text(encoding="utf-8").split()))


@pytest.mark.parametrize(
    "language", ["cs", "de", "et", "fi", "fil", "hu", "id", "is", "it", "lt", "nl", "pl", "ro", "sw", "so", "tr", "ru"]
)
def test_names_of_countries_are_whole_in_languages_the_pairs_were_not_taken_from(language: str) -> None:
    """Names alone, in languages far from English, are text."""
    assert not is_broken(raw(*Locale(language).territories.values()))


@pytest.mark.parametrize(
    "text",
    [
        "12.5 1,300 0.8 45 - 60 < 5 ± 0.3 99 % " * 20,
        "NaOH + HCl → NaCl + H2O; 2 Fe + 3 Cl2 = 2 FeCl3; ΔG = −237 kJ/mol " * 3,
        "1 Introduction ............................ 1 2 Scope ......................... 4 " * 5,
        "mg/l kWh/t COD BOD5 TSS AOX pH NOx SO2 mg/Nm3 kg/t m3/h VOC PAH PCB PCDD CFC BAT BREF IPPC EPA LCA EMS " * 5,
    ],
    ids=["numbers", "formulas", "contents", "units"],
)
def test_what_is_no_prose_is_whole_all_the_same(text: str) -> None:
    """Tables of numbers, formulas, dot leaders and units are not broken text."""
    assert not is_broken(raw(*text.split()))


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(ord(character) - 29) if character > "=" else character for character in ENGLISH),
        '!"#$ %&\'( )"#! $#"! &\'$# ' * 10,
        "¡¢£¤ ¥¦§¨ ©ª«¬ ¤¥¦§ ¨©¡¢ " * 10,
    ],
    ids=[
        "glyph numbers",
        "signs",
        "Latin-1 signs",
    ],
)
def test_letters_in_no_languages_order_and_signs_are_broken(text: str) -> None:
    """Glyph codes that were never mapped to characters are told from text."""
    assert is_broken(raw(*text.split()))


def test_legacy_letters_of_another_script_are_broken() -> None:
    """Russian in an old font comes out as accented Latin letters in an order that no language has."""
    russian = "Промывка после крашения требует больше воды, чем само крашение. На фабрике рабочие оставляли воду " * 2

    assert is_broken(raw(*russian.encode("cp1251").decode("latin-1").split()))


def test_nearly_all_swapped_letters_are_told() -> None:
    """Letters swapped for one another leave few of the usual pairs, whichever they are."""
    broken = [is_broken(raw(*swapped(ENGLISH, seed).split())) for seed in range(50)]

    assert sum(broken) >= 45


def test_a_page_with_text_is_not_doubtful() -> None:
    """A page with words in its middle needs no second look."""
    assert not is_doubtful(raw("Water", "is", "saved."))


def test_a_scan_needs_reading() -> None:
    """An image over the page and no words: its text must be read."""
    with opened(scan()) as page:
        assert needs_ocr(raw(), page)


def test_a_stamp_at_the_edge_does_not_make_a_scan_a_text() -> None:
    """A library's name at the foot of a scanned page is not its text."""
    stamped = raw("Digitised", "in", "2009", top=585.0)

    with opened(scan()) as page:
        assert needs_ocr(stamped, page)


def test_an_empty_page_is_left_alone(tmp_path: Path) -> None:
    """Nothing is drawn, so nothing is read."""
    empty = _first(tmp_path, sample_pdfs.document(b""))

    with opened(sample_pdfs.document(b"")) as page:
        assert (is_doubtful(empty), needs_ocr(empty, page)) == (True, False)


def test_a_small_logo_alone_is_left_alone() -> None:
    """An image that covers a corner of an otherwise empty page is no scan."""
    out = io.BytesIO()
    Image.new("L", (40, 40)).save(out, "PDF", resolution=72)
    logo = pypdfium2.PdfDocument(out.getvalue())[0]
    logo.set_mediabox(0, 0, 600, 800)

    assert not needs_ocr(raw(), logo)


def test_glyphs_without_characters_need_reading(tmp_path: Path) -> None:
    """Text that is drawn from a font without character codes leaves no words, and is read from the image."""
    unmapped = sample_pdfs.document(sample_pdfs.show("\ue001\ue002\ue003\ue004 " * 20, 72, 700))
    page = _first(tmp_path, unmapped)

    with opened(unmapped) as opened_page:
        assert (page.words, needs_ocr(page, opened_page)) == ([], True)


def test_letters_drawn_as_curves_need_reading() -> None:
    """Text turned into outlines has no characters, only many shapes."""
    curves = sample_pdfs.document(b"10 10 5 5 re f\n" * 300)

    with opened(curves) as page:
        assert needs_ocr(raw(), page)


def test_a_broken_text_layer_needs_reading() -> None:
    """Words that mean nothing are replaced by what the page shows."""
    with opened(typeset()) as page:
        assert needs_ocr(raw(*swapped(ENGLISH, 1).split()), page)


def _first(folder: Path, pdf: bytes) -> RawPage:
    path = folder / "a.pdf"
    path.write_bytes(pdf)
    return next(iter(raw_pages(path, TextLimits())))
