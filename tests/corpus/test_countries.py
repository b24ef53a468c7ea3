"""Countries have names and codes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.countries import country_codes, country_name
from corpus.errors import UnknownFacetValueError


def test_there_are_the_249_countries_of_iso_3166() -> None:
    codes = country_codes()

    assert len(codes) == 249
    assert list(codes) == sorted(codes)


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("IN", "en", "India"),
        ("EG", "fr", "Égypte"),
        ("VN", "vi", "Việt Nam"),
        ("CN", "zh", "中国"),
        ("BR", "pt", "Brasil"),
        ("TN", "ar", "تونس"),
        ("KE", "xx", "Kenya"),
        ("KE", "not a language", "Kenya"),
    ],
)
def test_a_country_has_a_name_in_each_language(code: str, language: str, expected: str) -> None:
    assert country_name(code, language) == expected


@pytest.mark.parametrize("code", ["ZZ", "in", "", "EU", "INDIA", "\x00", "X" * 100_000])
def test_an_unknown_code_is_refused_in_a_short_sentence(code: str) -> None:
    with pytest.raises(UnknownFacetValueError, match="ISO 3166-1") as raised:
        country_name(code)

    assert len(str(raised.value)) < 250


def test_importing_the_module_does_not_load_babel() -> None:
    command = "import sys, corpus.countries; sys.exit('babel' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0
