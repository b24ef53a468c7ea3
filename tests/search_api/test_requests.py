"""What a query string may ask, and what it is told when it may not."""

from __future__ import annotations

import pytest

from corpus.errors import UsageError
from search_api.answers import Group
from search_api.requests import Mark, Mode, SearchRequest, parse_mark, parse_page_number, parse_search


def test_reads_every_parameter() -> None:
    request = parse_search(
        [
            ("q", "dye house"),
            ("sector", "1313"),
            ("sector", "1511"),
            ("lang", "en"),
            ("group", "case"),
            ("mode", "keyword"),
            ("limit", "5"),
            ("ignore", "process:dyeing"),
            ("explain", "1"),
        ]
    )

    assert request == SearchRequest(
        text="dye house",
        filters={"sector": ("1313", "1511"), "language": ("en",)},
        ignore=("process:dyeing",),
        group=Group.CASE,
        limit=5,
        mode=Mode.KEYWORD,
        explain=True,
    )


def test_nothing_asked_is_a_search_for_everything() -> None:
    assert parse_search([]) == SearchRequest()


def test_a_repeated_filter_value_counts_once() -> None:
    assert parse_search([("sector", "1313"), ("sector", "1313")]).filters == {"sector": ("1313",)}


def test_an_empty_filter_is_no_filter() -> None:
    assert parse_search([("sector", "")]).filters == {}


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([("secter", "1313")], "Did you mean 'sector'?"),
        ([("zzz", "1")], "There is no parameter 'zzz'"),
        ([("q", "a"), ("q", "b")], "given 2 times"),
        ([("limit", "ten")], "'limit' has value 'ten'"),
        ([("limit", "0")], "from 1 to 100"),
        ([("limit", "101")], "from 1 to 100"),
        ([("limit", "²")], "from 1 to 100"),
        ([("limit", "9" * 5000)], "from 1 to 100"),
        ([("group", "document")], "technique, passage, case"),
        ([("mode", "magic")], "hybrid, keyword, semantic"),
        ([("explain", "yes")], "must be 0 or 1"),
        ([("sector", str(number)) for number in range(51)], "More than 50 filter values"),
        ([("ignore", f"sector:{number}") for number in range(51)], "More than 50 concepts to ignore"),
        ([("ignore", "nonsense")], "'ignore' has value 'nonsense'"),
        ([("ignore", "colour:red")], "such as process:dyeing"),
        ([("ignore", "process:")], "such as process:dyeing"),
    ],
)
def test_what_cannot_be_understood_is_named(pairs: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(UsageError, match=None) as caught:
        parse_search(pairs)

    assert words in str(caught.value)


def test_a_complaint_stays_short_whatever_was_asked() -> None:
    with pytest.raises(UsageError) as caught:
        parse_search([("x" * 60_000, "1")])

    assert len(str(caught.value)) < 300


def test_nothing_to_ignore_is_nothing_ignored() -> None:
    assert parse_search([("ignore", ""), ("ignore", "sector:A")]).ignore == ("sector:A",)


def test_a_question_of_undecodable_bytes_can_be_sent_back() -> None:
    assert parse_search([("q", "\udcff water")]).text == "? water"


@pytest.mark.parametrize(
    ("pairs", "mark"),
    [([], Mark()), ([("chunk", "7")], Mark(chunk=7)), ([("span", "12-15")], Mark(span=(12, 15)))],
)
def test_reads_what_to_mark(pairs: list[tuple[str, str]], mark: Mark) -> None:
    assert parse_mark(pairs) == mark


@pytest.mark.parametrize(
    "pairs",
    [
        [("chunk", "1"), ("span", "1-2")],
        [("chunk", "-1")],
        [("chunk", "1-2")],
        [("span", "5")],
        [("span", "a-b")],
        [("hl", "3")],
    ],
)
def test_refuses_marks_that_make_no_sense(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(UsageError):
        parse_mark(pairs)


@pytest.mark.parametrize(("value", "number"), [("14", 14), ("x", 0), ("-1", 0), ("٣", 0), ("9" * 40, 0)])
def test_a_page_number_that_is_none_is_page_nought(value: str, number: int) -> None:
    assert parse_page_number(value) == number
