"""Tell what a cell's text is: a value, a unit, the name of something. Owns the words and patterns of tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ingest.tables.grid import Grid
from ingest.tables.sheet import Sheet

Texts = Mapping[tuple[int, int], str]  # of the cells that have one, by row and column

_REMEMBERED = 10_000  # texts; those of one table are asked about again and again

_AMOUNT = r"[+\-–−±~≈<>≤≥]*\s?\d[\d.,  '’]*(?:\s?(?:[-–—/x×]|to|à|a|đến)\s?[\d.,]*\d+)?"
_MONEY = (
    r"(?:(?:USD|EUR|GBP|JPY|CNY|RMB|INR|AUD|CAD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|ZAR|EGP|TND|MAD|"
    r"KES|UGX|TZS|NGN|GHS|BRL|ARS|CLP|COP|PEN|BOB|MXN|VND|THB|IDR|PHP|MYR|LKR|BDT|PKR|NPR|KRW|SAR|AED|DEM|FRF|NLG)"
    r"|US\$|[€$£¥₹]|Rs\.?)"
)
_UNIT = (
    r"(?:%|‰|°C|[kMGmµ]?(?:g|l|L|m|W|Wh|J|t|s|h|a|d|bar|Pa|eq)\d?|Nm3|m[23²³]|ha|kVA|h[al]|lb|gal|ft3|BTU|pcs|"
    r"years?|months?|days?|ans?|mois|años?|meses|anos?|tháng|năm)"
)
_VALUE = re.compile(
    rf"(?:{_MONEY}\s?)?\(?{_AMOUNT}\)?\s?(?:{_UNIT}(?:\s?/\s?[\w³²]+)?|{_MONEY})?\s?(?:\(?[a-z*]{{1,2}}\)|\d\)|\*+)?"
)
_BLANK = re.compile(r"[-–—−.…/]+|n\.?\s?[adr]\.?|n/[adr]|nil|NI|[✓✗xX•●○+]+|\?")
_UNIT_ONLY = re.compile(
    rf"[\[(]?\s?(?:[kMGµm]?(?:g|l|L|W|Wh|J|t|Nm3|m[23²³]?|s|h|a|d|bar|Pa)\d?|%|‰|°C|kg|ppm|t/a|{_MONEY}|years?|months?|"
    r"days?|vol\.?|wt|million|thousand|ans?|mois|años?|meses|anos|tháng|năm|hl|lb|gal|tonnes?|toneladas?|t DS|mln\.?)"
    r"(?:[\s/·.*x]+[\w³²%µ$€^.-]+){0,4}\s?[\])]?|[\[(][^()\[\]]{1,18}[\])]",
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–/]\d{2,4})?")
_CAPTION = re.compile(
    r"(?i:table|tableau|tabla|tabela|tabelle|tabel|tabella|tab\.|cuadro|quadro|bảng|таблица|табл\.|الجدول|جدول)"
    r"(?:\s*№\s*|\s+)(?:[A-Z]{0,2}[.\-]?\d[\w.\-–/]*|[IVX]+\b|[A-Z]\b|[٠-٩]+)(?=\s*$|\s*[.:–—)(-]|\s+[^\W\da-z])"
    r"|表\s*[\d一二三四五六七八九十]"
)
_CONTINUED = re.compile(
    r"continued|cont['’.]?d?\b|\(suite|continuaci[oó]n|continua[cç][aã]o|fortsetzung|vervolg|tiếp theo|续|تابع",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(
    r"[•●○▪■◦‣\-–—*·✓o]|[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)\]:]|\[\d{1,3}\]|(?:\d+\.)+\d+\.?"
)
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")


@lru_cache(_REMEMBERED)
def is_value(text: str) -> bool:
    """Tell whether a text is a number, perhaps with its unit, or stands for a missing one."""
    return bool(_VALUE.fullmatch(text) or _BLANK.fullmatch(text))


@lru_cache(_REMEMBERED)
def is_number(text: str) -> bool:
    """Tell whether a text is a number, perhaps with its unit."""
    return bool(_VALUE.fullmatch(text))


def is_year(text: str) -> bool:
    """Tell whether a text is a year or two, as heads of columns are."""
    return bool(_YEAR.fullmatch(text))


@lru_cache(_REMEMBERED)
def is_unit(text: str) -> bool:
    """Tell whether a text is a unit, as under the head of a column."""
    return bool(_UNIT_ONLY.fullmatch(text))


def is_caption(text: str) -> bool:
    """Tell whether a line begins like a table's caption, in the languages of the collection."""
    return bool(_CAPTION.match(text))


def is_continued(text: str) -> bool:
    """Tell whether a caption says that a table goes on from the page before."""
    return bool(_CONTINUED.search(text))


def is_enumerator(text: str) -> bool:
    """Tell whether a text is a bullet or the number of a list's item."""
    return bool(_ENUMERATOR.fullmatch(text))


def is_leader(text: str) -> bool:
    """Tell whether a text holds the dots that lead to a page number in a contents list."""
    return bool(_LEADER.search(text))


def texts_of(grid: Grid, sheet: Sheet) -> Texts:
    """Return the text of each cell that has one, by row and column."""
    return {(cell.row, cell.column): sheet.text(cell.words) for cell in grid.cells}
