"""What can be asked of a search, read strictly from a query string: an unknown parameter is an error.

A misspelt filter that is silently dropped would return everything and look like an answer.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from corpus.errors import UsageError
from corpus.model import Scheme
from corpus.plain_text import encodable
from search_api.answers import Group
from search_api.carried_answers import Item, ItemKind


@dataclass(frozen=True, slots=True)
class FacetParameter:
    """A filter that the API, the pages and the command line take.

    Attributes:
        facet: Its name in the index.
        example: What a value is, with one to try.
    """

    facet: str
    example: str


FACET_PARAMETERS: Mapping[str, FacetParameter] = {
    "technique": FacetParameter("technique", "Technique: counter-current-rinsing."),
    "sector": FacetParameter("sector", "ISIC Rev.4 section to class: 1313."),
    "process": FacetParameter("process", "Unit operation: dyeing."),
    "pollutant": FacetParameter("pollutant", "Pollutant: cod."),
    "resource": FacetParameter("resource", "Resource: water."),
    "topic": FacetParameter("topic", "Allied field: energy-efficiency."),
    "practice": FacetParameter("practice", "Cleaner Production practice: on-site-reuse."),
    "country": FacetParameter("country", "ISO 3166 country code: VN."),
    "grade": FacetParameter("grade", "Grade of a case's evidence, A (best) to D."),
    "lang": FacetParameter("language", "Language of the text, ISO 639-1: en."),
    "kind": FacetParameter("kind", "case-study, technique-sheet, manual, training-material, policy-text or other."),
}

# What cases can be filtered by where no text is searched; a facet of the same name each.
CASE_FACETS = ("sector", "process", "resource", "pollutant", "practice", "country", "grade")
NO_FILTERS: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class OtherParameter:
    """A parameter of a search that is no filter.

    Attributes:
        meaning: What it asks for.
        default: What holds without it; "" if nothing.
    """

    meaning: str
    default: str = ""


OTHER_PARAMETERS: Mapping[str, OtherParameter] = {
    "q": OtherParameter("What to look for; words in double quotes must occur as they stand."),
    "group": OtherParameter("What to list: technique, passage or case.", "technique"),
    "mode": OtherParameter("Which search takes part: hybrid, keyword or semantic.", "hybrid"),
    "limit": OtherParameter("Results at most, 1 to 100.", "10"),
    "ignore": OtherParameter("Do not read this concept from the query: process:dyeing. Repeatable."),
    "explain": OtherParameter("1 shows the scores of each leg."),
}
MAX_LIMIT = 100
MAX_ITEMS = 60  # of a saved list: what fits into a cookie and an address
MAX_COMPARED = 4  # techniques side by side
MAX_VALUES = 50  # of one request: of all filters together, and of what to ignore

_CONCEPT = re.compile(rf"(?:{'|'.join(Scheme)}):[A-Za-z0-9][A-Za-z0-9.-]{{0,79}}")
_ITEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")

Choice = TypeVar("Choice", bound=StrEnum)


class Mode(StrEnum):
    """Which legs of the engine take part."""

    HYBRID = "hybrid"
    KEYWORD = "keyword"
    SEMANTIC = "semantic"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, as asked.

    Attributes:
        filters: By facet; any of the values within a facet, all across facets.
        ignore: Concepts that were read from the text and that the person removed, "process:dyeing".
        group: What to list; None where the person has not chosen (the pages then show all three).
        limit: 1 to 100.
        explain: Whether to show the scores of each leg.
        unfit: Whether to list as many where nothing fits, too; what measures a ranking alone needs it.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    group: Group | None = None
    limit: int = 10
    mode: Mode = Mode.HYBRID
    explain: bool = False
    unfit: bool = False


def parse_search(pairs: Sequence[tuple[str, str]]) -> SearchRequest:
    """Read a search from the pairs of a query string.

    Raises:
        UsageError: A parameter is unknown, given twice where only one makes sense, or has an unusable value.
    """
    pairs = [(name, encodable(value)) for name, value in pairs]
    known = (*OTHER_PARAMETERS, *FACET_PARAMETERS)
    for name, _ in pairs:
        if name not in known:
            shown = encodable(name[:60])
            raise UsageError(f"There is no parameter '{shown}'.{_nearest(shown, known)} Known: {', '.join(known)}.")
    single = {name: _only(name, pairs) for name in OTHER_PARAMETERS if name != "ignore"}
    return SearchRequest(
        text=single["q"],
        filters=_filters(pairs),
        ignore=_ignored(pairs),
        group=_choice(Group, "group", single["group"]),
        limit=_limit(single["limit"]),
        mode=_choice(Mode, "mode", single["mode"]) or Mode.HYBRID,
        explain=_flag("explain", single["explain"]),
    )


def parse_case_filters(pairs: Sequence[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Read filters on cases from the pairs of a query string, by facet.

    Raises:
        UsageError: A parameter is no filter on cases.
    """
    pairs = [(name, encodable(value)) for name, value in pairs]
    for name, _ in pairs:
        if name not in CASE_FACETS:
            shown = encodable(name[:60])
            nearest = _nearest(shown, CASE_FACETS)
            raise UsageError(f"There is no filter '{shown}' on cases.{nearest} Known: {', '.join(CASE_FACETS)}.")
    return _filters(pairs)


def parse_comparison(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Read the techniques to set side by side from the pairs of a query string, each once.

    Raises:
        UsageError: A parameter is no technique, or there are too many.
    """
    for name, _ in pairs:
        if name != "technique":
            raise UsageError(
                f"A comparison takes 'technique' alone, but '{encodable(name[:60])}' was given. Remove it."
            )
    names = tuple(dict.fromkeys(encodable(value) for _, value in pairs if value))
    if len(names) > MAX_COMPARED:
        raise UsageError(
            f"At most {MAX_COMPARED} techniques fit side by side; {len(names)} were chosen. Leave some out."
        )
    return names


def parse_items(pairs: Sequence[tuple[str, str]]) -> tuple[Item, ...]:
    """Read what was saved from the pairs of a query string, each thing once: item=case:amirtex-sulphur-black.

    Raises:
        UsageError: A parameter is no item, an item cannot be read, or there are too many.
    """
    for name, _ in pairs:
        if name != "item":
            raise UsageError(f"A list takes 'item' alone, but '{encodable(name[:60])}' was given. Remove it.")
    items = tuple(dict.fromkeys(parse_item(value) for _, value in pairs if value))
    if len(items) > MAX_ITEMS:
        raise UsageError(f"A list holds at most {MAX_ITEMS} things; {len(items)} were given. Leave some out.")
    return items


def parse_item(value: str) -> Item:
    """Read one saved thing: "case:amirtex-sulphur-black".

    Raises:
        UsageError: It is no technique, case or passage.
    """
    kind, _, name = value.partition(":")
    if kind not in set(ItemKind) or not _ITEM.fullmatch(name):
        raise UsageError(
            f"'{encodable(value[:60])}' cannot be in a list. Things are called technique:…, case:… or passage:…."
        )
    return Item(ItemKind(kind), name)


@dataclass(frozen=True, slots=True)
class Mark:
    """What to mark on a page: a chunk by its ordinal, or characters of the page's text; at most one of both."""

    chunk: int | None = None
    span: tuple[int, int] | None = None


def parse_mark(pairs: Sequence[tuple[str, str]]) -> Mark:
    """Read what is to be marked on a page from the pairs of a query string.

    Raises:
        UsageError: A parameter is unknown, both are given, or a value is not a number or two.
    """
    if not pairs:
        return Mark()
    (name, value), *more = pairs
    if more or name not in ("chunk", "span"):
        raise UsageError("A page takes one parameter: 'chunk' (a chunk's number) or 'span' (first-end).")
    numbers = value.split("-")
    if not all(_is_number(number) for number in numbers) or len(numbers) != (1 if name == "chunk" else 2):
        raise UsageError(f"'{name}' has value '{value[:60]}'. Give 'chunk=3' or 'span=120-125'.")
    if name == "chunk":
        return Mark(chunk=int(value))
    return Mark(span=(int(numbers[0]), int(numbers[1])))


def parse_page_number(value: str) -> int:
    """Read a page number; what is no number is no page (0), so that the answer is "not found"."""
    return int(value) if _is_number(value) else 0


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10


def _only(name: str, pairs: Sequence[tuple[str, str]]) -> str:
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise UsageError(f"Parameter '{name}' is given {len(values)} times; give it once.")
    return values[0] if values else ""


def _filters(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, value in pairs:
        if name in FACET_PARAMETERS and value:
            found.setdefault(FACET_PARAMETERS[name].facet, {})[value] = None
    if sum(map(len, found.values())) > MAX_VALUES:
        raise UsageError(f"More than {MAX_VALUES} filter values in one search; remove some.")
    return {facet: tuple(values) for facet, values in found.items()}


def _ignored(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for name, value in pairs if name == "ignore" and value))
    if len(values) > MAX_VALUES:
        raise UsageError(f"More than {MAX_VALUES} concepts to ignore in one search; remove some.")
    for value in values:
        if not _CONCEPT.fullmatch(value):
            raise UsageError(f"'ignore' has value '{value[:60]}'. It must be a concept's id, such as process:dyeing.")
    return values


def _choice(kind: type[Choice], name: str, value: str) -> Choice | None:
    if not value:
        return None
    try:
        return kind(value)
    except ValueError as error:
        raise UsageError(f"'{name}' has value '{value[:60]}'. It must be one of: {', '.join(kind)}.") from error


def _limit(value: str) -> int:
    if not value:
        return 10
    if not (_is_number(value) and 1 <= int(value) <= MAX_LIMIT):
        raise UsageError(f"'limit' has value '{value[:60]}'. It must be a whole number from 1 to {MAX_LIMIT}.")
    return int(value)


def _flag(name: str, value: str) -> bool:
    if value not in ("", "0", "1"):
        raise UsageError(f"'{name}' has value '{value[:60]}'. It must be 0 or 1.")
    return value == "1"


def _nearest(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean '{close[0]}'?" if close else ""
