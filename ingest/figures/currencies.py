"""Tell which currency a text names: "US$", "Rs", "EUR", "dólares", "元"; names in many languages come from CLDR.

A sign that several countries share ("$", "Rs", "pesos") is that of the document's country; without one only the
dollar, the pound and the rupee are guessed. Amounts are not read here.
"""

from __future__ import annotations

from functools import cache

from ingest.figures.spellings import Spellings

# Signs that mean one currency wherever they stand, case counts.
_SIGNS = {
    "US$": "USD", "US $": "USD", "U.S. $": "USD", "U$S": "USD", "U$": "USD", "$US": "USD", "USD$": "USD",
    "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "C$": "CAD", "CA$": "CAD", "Can$": "CAD", "NZ$": "NZD", "R$": "BRL",
    "S$": "SGD", "HK$": "HKD", "NT$": "TWD", "€": "EUR", "£": "GBP", "₹": "INR", "₫": "VND", "₦": "NGN", "₵": "GHS",
    "৳": "BDT", "₱": "PHP", "฿": "THB", "₩": "KRW", "RMB Y": "CNY", "RMB": "CNY", "CN¥": "CNY", "元人民币": "CNY",
    "元": "CNY", "DM": "DEM", "FF": "FRF", "öS": "ATS", "ÖS": "ATS", "Dfl": "NLG", "hfl": "NLG", "Hfl": "NLG",
    "KSh": "KES", "Ksh": "KES", "KShs": "KES", "Kshs": "KES", "TSh": "TZS", "Tsh": "TZS", "USh": "UGX", "Ush": "UGX",
    "Tk": "BDT", "Tk.": "BDT", "TK": "BDT", "E£": "EGP", "S/.": "PEN", "S/": "PEN", "FCFA": "XOF", "F CFA": "XOF",
    "VNĐ": "VND", "VNÐ": "VND", "Rp": "IDR", "Rp.": "IDR", "Kč": "CZK", "zł": "PLN",
}  # fmt: skip
# Signs and words that mean money in one country only.
_LOCAL = {
    "EG": {"LE": "EGP", "L.E.": "EGP"},
    "BO": {"Bs.": "BOB", "Bs": "BOB"},
    "BA": {"KM": "BAM"},
    "MY": {"RM": "MYR"},
    "MA": {"DH": "MAD", "Dh": "MAD", "Dhs": "MAD"},
    "TN": {"DT": "TND"},
    "HU": {"Ft": "HUF"},
    "CR": {"₡": "CRC"},
    "ZA": {"R": "ZAR"},
    "BR": {"real": "BRL"},
    "FR": {"F": "FRF"},
}
# Words and signs that several countries use: how the country's own currency is called, and the guess without one.
_SHARED = {
    "dollar": ("$|dollar|dollars|dólar|dólares|dolar|dolares|đô la|美元|دولار", "USD"),
    "pound": ("livre|livres|جنيه|جنيها", "GBP"),
    "rupee": ("Rs.|Rs|rupee|rupees|rupia|rupias|rúpia|rúpias|roupie|roupies|rupi", "INR"),
    "peso": ("$|peso|pesos", ""),
    "franc": ("franc|francs|Fr|Fr.", "FRF"),
    "dinar": ("dinar|dinars|دينار", ""),
    "dirham": ("dirham|dirhams|درهم", ""),
    "shilling": ("shilling|shillings|Sh", ""),
    "krone": ("kr|kroner", ""),
    "krona": ("kr|kronor", ""),
    "mark": ("mark|marks", "DEM"),
    "yen": ("¥|￥|yen", "JPY"),
    "yuan": ("¥|￥", "CNY"),
}
_SPOKEN = {
    "EUR": "euro|euros|أورو|يورو|欧元",
    "ZAR": "rand|rands",
    "CNY": "yuan|yuans|yuanes|renminbi|nhân dân tệ|NDT|人民币",
    "BDT": "taka|takas",
    "THB": "baht",
    "MYR": "ringgit",
    "IDR": "rupiah",
    "PLN": "zloty|złoty|zlotys|zlotych|złotych",
    "BRL": "reais",
    "RUB": "rouble|roubles|rublo|rublos",
    "UAH": "hryvnia|hryvnias",
    "KZT": "tenge",
    "KGS": "soms",
    "UZS": "soum|soums",
    "GEL": "lari",
    "AMD": "drams",
    "AZN": "manat|manats",
    "HUF": "forint|forints",
    "CZK": "koruna|korunas|crowns",
    "BGN": "lev|leva",
    "RON": "lei",
    "TRY": "lira|liras|lire|tl",
    "LAK": "kip",
    "KHR": "riel|riels",
    "MMK": "kyat|kyats",
    "MNT": "tugrik|tugriks|togrog",
    "ETB": "birr",
    "ZMW": "kwacha",
    "MZN": "metical|meticais|meticales",
    "AOA": "kwanza|kwanzas",
    "PAB": "balboas",
    "DOP": "pesos dominicanos",
    "SAR": "riyal|riyals",
    "PEN": "soles",
    "BOB": "bolivianos",
    "GTQ": "quetzales",
    "NIO": "córdobas|cordobas",
    "HNL": "lempiras",
    "CRC": "colones",
    "PYG": "guaraníes",
    "NGN": "naira",
    "GHS": "cedis",
    "VND": "dong|đồng|đ|越南盾",
    "ATS": "schilling|schillings",
    "NLG": "guilder|guilders|gulden",
    "JPY": "日元",
    "USD": "us dollar|us dollars|u.s. dollar|u.s. dollars|đô la mỹ|dólares americanos|dólares estadounidenses",
    "GBP": "pounds sterling|pound sterling",
}
_FORMER = {"FR": "FRF", "BE": "BEF", "LU": "LUF", "DE": "DEM", "AT": "ATS"}  # before the euro
_NOT_CODES = frozenset(["ALL", "TOP", "XXX", "XTS", "ANG"])  # words in capitals, and codes that name no money
_CFA = ("XOF", "XAF")


@cache
def currency_spellings(language: str, country: str | None) -> Spellings[str]:
    """Return ISO 4217 codes by spelling for the language (ISO 639-1) and country (ISO 3166-1, None if unknown)."""
    shared = _shared(country)
    exact = {code: code for code in _codes()} | _SIGNS | _LOCAL.get(country or "", {})
    exact |= {name: code for name, code in shared.items() if not name.islower()}
    return Spellings(exact, _names(language) | {name: code for name, code in shared.items() if name.islower()})


@cache
def _codes() -> tuple[str, ...]:
    from babel.numbers import list_currencies  # here: most commands need not pay Babel's tens of milliseconds

    return tuple(sorted(list_currencies() - _NOT_CODES))


@cache
def _names(language: str) -> dict[str, str]:
    """Return codes by lower-case names: CLDR's in English and the language, and everyday ones."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_currency_name

    found: dict[str, str] = {}
    for name in ("en", language):
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        for code in _codes():
            for count in (1, 2):
                spoken = get_currency_name(code, count, locale).lower()
                if "(" not in spoken and len(spoken) > 3:
                    found.setdefault(spoken, code)
    return found | {name: code for code, names in _SPOKEN.items() for name in names.split("|")}


@cache
def _shared(country: str | None) -> dict[str, str]:
    """Return codes by what names different currencies in different countries."""
    own = _own(country)
    found: dict[str, str] = {}
    for names, guess in _SHARED.values():
        if guess:
            found |= dict.fromkeys(names.split("|"), guess)
    for kind, code in own.items():
        if kind in _SHARED:
            found |= dict.fromkeys(_SHARED[kind][0].split("|"), code)
    return found


def _own(country: str | None) -> dict[str, str]:
    """Return the country's own currencies by the last word of their English name: {"rupee": "LKR"}."""
    if not country:
        return {}
    from babel.numbers import get_currency_name, get_territory_currencies

    codes = [*get_territory_currencies(country), *([_FORMER[country]] if country in _FORMER else [])]
    named = {code: get_currency_name(code, 1, "en").lower() for code in codes}
    return {("franc" if code in _CFA else name.split()[-1]): code for code, name in named.items()}
