from __future__ import annotations

import pytest

from corpus.languages import language_codes, language_name


def test_there_are_the_languages_of_iso_639_1() -> None:
    codes = language_codes()

    assert {"en", "es", "fr", "pt", "ar", "zh", "vi", "sw", "tl"} <= set(codes)
    assert list(codes) == sorted(codes)
    assert {len(code) for code in codes} == {2}
    assert "sh" not in codes


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("nl", "en", "Dutch"),
        ("vi", "vi", "Tiếng Việt"),
        ("fr", "es", "francés"),
        ("sw", "xx", "Swahili"),
        ("sw", "no language", "Swahili"),
        ("qq", "en", "qq"),
    ],
)
def test_a_language_has_a_name_in_each_language(code: str, language: str, expected: str) -> None:
    assert language_name(code, language) == expected
