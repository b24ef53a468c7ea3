"""Read numbers as printed: "1,530", "1.530,5", "1 530", "70-75", "1.2 million", "万".

Which of comma and point is the decimal sign is a property of a document: its own numbers tell, else its language and
country. Knows neither units nor what a number says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal

Sign = Literal[".", ","]

_SPACES = " \u00a0\u2007\u2009\u202f"
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９٫٬", "012345678901234567890123456789.,")
_OTHER_DIGITS = re.compile("[\u0660-\u066c\u06f0-\u06f9\uff10-\uff19]")
# Digits that stand whole: "8" is not in "m8" or "R134a"; only a currency may touch them, as in "USD8" and "Rs.8".
_NUMBER = re.compile(
    rf"(?:(?<![{_LATIN}\d_])|(?<=\b[A-Z]{{3}})|(?<=\bR[sS])|(?<=\bDM)|(?<=\bT[kK])|(?<=\bR))(?<!\d[.,'’])(?<![\d{_LATIN}][/_])"
    rf"(?:\d{{1,3}}(?:[{_SPACES}\n'’]\d{{3}})+(?![\d{_SPACES}]*\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(?!\d)"
)
_SEPARATED = re.compile(r"\d+(?:[.,]\d+)+")
_ENOUGH = 1_000  # numbers that tell a document's decimal sign
_POWER = re.compile(r" ?[x×·*] ?10(?:\^?(-?\d{1,2})(?!\d)|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))")
_YEAR = re.compile(r"(?:19|20)\d\d")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

_MAGNITUDES: dict[float, str] = {
    1e2: "hundred|百",
    1e3: "thousand|thousands|mille|milliers|miles|mil|nghìn|ngàn|千|ألف|آلاف|tausend|duizend",
    1e4: "万|萬",
    1e5: "lakh|lakhs|lac|lacs",
    1e6: "million|millions|millón|millones|milhão|milhões|mio|mln|triệu|百万|مليون|ملايين|miljoen|Millionen",
    1e7: "crore|crores|千万",
    1e8: "亿",
    1e9: "billion|billions|milliard|milliards|mil millones|bilhão|bilhões|bn|tỷ|tỉ|مليار",
}
_FACTORS = {word: factor for factor, words in _MAGNITUDES.items() for word in words.lower().split("|")}
_MAGNITUDE = re.compile(
    rf"[{_SPACES}\n-]?({'|'.join(sorted(_FACTORS, key=lambda word: -len(word)))})(?<!千(?=[瓦克焦卡]))(?![{_LATIN}])\.?"
    r"(?:\s+(?:(?:of|de)(?=\s)|d['’]))?",
    re.IGNORECASE,
)
_LETTER = re.compile(rf"(k|K|M|m|bn)(?![{_LATIN}\d²³/])")  # glued to a sum of money only: "$2.5M", "USD 25k"
_LETTER_OF_SUM = re.compile(  # in front of a currency: "3 M€", "270 k$", "0.3 MZAR"
    rf"[{_SPACES}]?(k|K|M|m|bn)(?=[€$£₹]|(?:EUR|USD|GBP|ZAR|INR|CNY|BRL|MXN|CHF|CAD|AUD|SEK|NOK|DKK|PLN)\b)"
)
_LETTERS = {"k": 1e3, "m": 1e6, "bn": 1e9}

# Numbers in words are only read where a stretch of time follows: "paid back in two years".
_SPOKEN = {
    "one|un|una|uno|une|um|uma|một|一": 1.0,
    "two|dos|deux|dois|duas|hai|两|二": 2.0,
    "three|tres|trois|três|ba|三|ثلاث": 3.0,
    "four|cuatro|quatre|quatro|bốn|四|أربع": 4.0,
    "five|cinco|cinq|năm|五|خمس": 5.0,
    "six|seis|sáu|六|ست": 6.0,
    "seven|siete|sept|sete|bảy|七|سبع": 7.0,
    "eight|ocho|huit|oito|tám|八": 8.0,
    "nine|nueve|neuf|nove|chín|九|تسع": 9.0,
    "ten|diez|dix|dez|mười|十|عشر": 10.0,
    "eleven|once|onze|mười một": 11.0,
    "twelve|doce|douze|doze|mười hai|十二": 12.0,
    "thirteen|trece|treize|treze": 13.0,
    "fourteen|catorce|quatorze|catorze": 14.0,
    "fifteen|quince|quinze|mười lăm": 15.0,
    "sixteen|dieciséis|seize|dezesseis|dezasseis": 16.0,
    "eighteen|dieciocho|dix-huit|dezoito|mười tám|十八": 18.0,
    "twenty|veinte|vingt|vinte|hai mươi": 20.0,
    "twenty-four|twenty four|veinticuatro|vingt-quatre|vinte e quatro|hai mươi bốn": 24.0,
    "thirty|treinta|trente|trinta|ba mươi": 30.0,
    "one and a half": 1.5,
    "two and a half": 2.5,
}
_AND_HALF = re.compile(
    r"\s+(?:and a half|y medi[oa]|et demie?|e mei[oa]|rưỡi)(?!\w)|半", re.IGNORECASE
)  # behind the unit: "two years and a half"
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_VALUES = {word: value for words, value in _SPOKEN.items() for word in words.split("|")}
_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_VALUES, key=lambda word: -len(word)))})(?![{_LATIN}])")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number in a text.

    Attributes:
        value: With its magnitude: 1,200,000 for "1.2 million".
        factor: That magnitude, 1 if there is none.
        start, end: Characters of the digits.
        after: Past the magnitude's word.
    """

    value: float
    factor: float
    start: int
    end: int
    after: int


def plain_digits(text: str) -> str:
    """Return a text of the same length with Arabic-Indic and full-width digits as ASCII ones."""
    return text.translate(_DIGITS) if _OTHER_DIGITS.search(text) else text


def numerals(text: str, sign: Sign) -> Iterator[Numeral]:
    """Yield the numbers of a text with plain digits, in order; "3.2.1" and "12.05.2001" are none."""
    after = 0
    for match in _NUMBER.finditer(text):
        if match.start() < after or _is_in_name(text, *match.span()):
            continue
        value, end = value_of(match[0], sign), match.end()
        if value is not None:
            part = _FRACTIONS.get(text[end : end + 1])
            value, end = (value + part, end + 1) if part else (value, end)
            factor, after = magnitude(text, end)
            yield Numeral(value * factor, factor, match.start(), end, after)


def _is_in_name(text: str, start: int, end: int) -> bool:
    """Tell whether digits stand between letters, as in "R134a", unless the last one is a magnitude: "R1.5m"."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    letters = _LATIN_LETTER.match(before) and _LATIN_LETTER.match(behind)
    return bool(letters) and _LETTER.match(text, end) is None


def spoken_numerals(text: str) -> Iterator[Numeral]:
    """Yield the small numbers in words, "two"; most words that look like one ("one", "six") count nothing."""
    lower = text.lower()
    for match in _WORD.finditer(lower if len(lower) == len(text) else text):
        yield Numeral(_VALUES[match[0]], 1.0, match.start(), match.end(), match.end())


def half_behind(text: str, position: int) -> int | None:
    """Return where "and a half" ends that begins at a place; None if none does."""
    half = _AND_HALF.match(text, position)
    return half.end() if half else None


def looks_like_year(printed: str) -> bool:
    """Tell whether digits may be a year: "1998", not "1,998"."""
    return _YEAR.fullmatch(printed) is not None


def value_of(printed: str, sign: Sign) -> float | None:
    """Return the value of digits and separators, None if they make no number.

    Args:
        sign: The document's decimal sign; it decides only where the number itself does not, as in "1,530".
    """
    digits = re.sub(rf"[{_SPACES}\n'’]", "", printed)
    decimal = _own_sign(digits) or (sign if len(digits) == len(printed) else _last_sign(digits))
    whole, _, part = digits.rpartition(decimal) if decimal in digits else (digits, "", "")
    grouping = "," if decimal == "." else "."
    if decimal in whole or grouping in part or not _is_grouped(whole, grouping):
        return None
    return float(f"{whole.replace(grouping, '')}.{part or '0'}")


def _last_sign(digits: str) -> Sign:
    return "," if "," in digits else "."


def _is_grouped(whole: str, grouping: str) -> bool:
    if grouping not in whole:
        return whole.isdigit()
    groups = whole.split(grouping)
    western = 1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
    indian = len(groups[0]) <= 2 and len(groups[-1]) == 3 and all(len(group) == 2 for group in groups[1:-1])
    return western or indian


def _own_sign(digits: str) -> Sign | None:
    """Return the decimal sign that a number shows by itself: "12,5", "0,750", "1.530,5", "1.530.000", "79.000"."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if points + commas == 0:
        return None
    sign: Sign = "." if points else ","
    other: Sign = "," if points else "."
    if points + commas > 1:
        return other
    whole, _, part = digits.partition(sign)
    if part.endswith("00") and len(part) == 3 and whole != "0":
        return other  # nobody writes "79.000" for 79
    return sign if len(part) != 3 or len(whole) > 3 or whole == "0" else None


def decimal_sign(text: str, language: str, country: str | None = None) -> Sign:
    """Return the decimal sign of a document: the one its numbers show more often, else that of language and country."""
    votes = {".": 0.0, ",": 0.0}
    votes[_usual_sign(language, country)] += 1.5
    for match in islice(_SEPARATED.finditer(plain_digits(text)), _ENOUGH):
        sign = _own_sign(match[0])
        if sign and value_of(match[0], sign) is not None:
            # A point also stands in numbers of sections, a comma in no such thing.
            votes[sign] += 1.0 if "," in match[0] or len(match[0]) > 4 else 0.3
    return "," if votes[","] > votes["."] else "."


@cache
def _usual_sign(language: str, country: str | None) -> Sign:
    """Return what CLDR says of a language in a country, of a language alone; a point for all others."""
    from babel import Locale, UnknownLocaleError  # here: most commands need not pay its tens of milliseconds

    # English texts write the point whatever the country; for Spanish the country decides.
    for name in (language,) if language == "en" else (f"{language}_{country}", language):
        try:
            symbols = Locale.parse(name).number_symbols
        except (UnknownLocaleError, ValueError):
            continue
        return "," if symbols.get("latn", {}).get("decimal") == "," else "."
    return "."


def magnitude(text: str, position: int) -> tuple[float, int]:
    """Return the factor that follows digits, "million" or "x 10^6", and where it ends; 1 and the place if none does."""
    power = _POWER.match(text, position)
    if power:
        return 10.0 ** int(power[1] or power[2].translate(_RAISED)), power.end()
    letter = _LETTER_OF_SUM.match(text, position)
    if letter:
        return _LETTERS[letter[1].lower()], letter.end()
    word = _MAGNITUDE.match(text, position)
    return (_FACTORS[word[1].lower()], word.end()) if word else (1.0, position)


def money_letter(text: str, position: int) -> tuple[float, int]:
    """Return the factor of a letter that follows a sum of money, as in "$2.5M"; 1 and the place if none does."""
    letter = _LETTER.match(text, position)
    return (_LETTERS[letter[1].lower()], letter.end()) if letter else (1.0, position)
