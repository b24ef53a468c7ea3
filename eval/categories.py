"""Which kind of question a judged question is: the categories that figures are printed by and the gate watches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eval.judged_queries import JudgedQuery

ALL = "all"
# Divisions of ISIC Rev.4 up to each number, both included, by the trades that centres work with.
_SECTORS = (
    (9, "farming and mining"),
    (12, "food and drink"),
    (15, "textiles and leather"),
    (18, "wood, paper, printing"),
    (22, "chemicals, rubber, plastics"),
    (23, "minerals"),
    (33, "metals and machines"),
    (99, "utilities and services"),
)
ANY_SECTOR = "any"


def sector(query: JudgedQuery) -> str:
    """Return the group of ISIC divisions that a question is about, "any" if it names none."""
    if not query.sector:
        return ANY_SECTOR
    division = int(query.sector[:2])
    return next(name for last, name in _SECTORS if division <= last)


KINDS: Mapping[str, Callable[[JudgedQuery], str]] = {
    "language": lambda query: query.language,
    "type": lambda query: query.type,
    "sector": sector,
    "asker": lambda query: query.asker,
}


def categories(queries: Sequence[JudgedQuery]) -> dict[str, list[JudgedQuery]]:
    """Return the questions of every category, in the order of their file: "all", "language en", "type acronym"."""
    parted = {ALL: list(queries)} if queries else {}
    for kind, key in KINDS.items():
        for value in sorted(set(map(key, queries))):
            parted[f"{kind} {value}"] = [query for query in queries if key(query) == value]
    return parted


def clusters(queries: Sequence[JudgedQuery]) -> dict[str, str]:
    """Return the English question of each, by query id: its own where it is no translation."""
    return {query.id: query.twin or query.id for query in queries}
