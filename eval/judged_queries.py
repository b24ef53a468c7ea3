"""The project's own judged questions over the starter collection; docs/evaluation.md says how they were judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import JudgementFileError
from eval.judgement_files import read_records, read_trec_qrels, text_field, wrong
from eval.measure import Qrels

PACKAGED_FOLDER = Path(__file__).parent / "queries"
SETS = ("test", "dev")  # test is measured and never looked at while something is changed; dev is for looking

NOTHING = "nothing to find"


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question as somebody would ask it.

    Attributes:
        language: ISO 639-1 of its text.
        type: What is hard about it: "pollutant", "misspelling", "opposite", ...
        asker: "auditor", "trainer" or "adviser".
        twin: The English question that it translates, "" if it stands alone; both have the same judgements.
    """

    id: str
    text: str
    language: str
    type: str
    asker: str
    twin: str


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Questions with two sets of judgements, by query id, then by case id or by technique notation; grades 1 to 3.

    What is not listed was looked at and judged 0.
    """

    name: str
    queries: tuple[JudgedQuery, ...]
    cases: Qrels
    techniques: Qrels


def read_named(name: str) -> JudgedSet:
    """Read one of the packaged sets.

    Raises:
        JudgementFileError: There is none of that name.
    """
    if name not in SETS:
        raise JudgementFileError(f"There is no set of questions '{name[:40]}'. Choose one of: {', '.join(SETS)}.")
    return read_judged(PACKAGED_FOLDER / name)


def read_judged(folder: Path) -> JudgedSet:
    """Read one set of judged questions.

    Raises:
        JudgementFileError: A file is missing or malformed, or judges a question that is not there.
    """
    queries = _queries(folder / "queries.jsonl")
    return JudgedSet(
        name=folder.name,
        queries=queries,
        cases=_qrels(folder / "qrels-cases.tsv", queries),
        techniques=_qrels(folder / "qrels-techniques.tsv", queries),
    )


def _queries(path: Path) -> tuple[JudgedQuery, ...]:
    found: dict[str, JudgedQuery] = {}
    for number, record in read_records(path):
        query = JudgedQuery(
            id=text_field(path, number, record, "_id"),
            text=text_field(path, number, record, "text"),
            language=text_field(path, number, record, "language"),
            type=text_field(path, number, record, "type"),
            asker=text_field(path, number, record, "asker"),
            twin=text_field(path, number, record, "twin", required=False),
        )
        if query.id in found:
            raise wrong(path, number, f"has the id '{query.id}' again")
        if query.twin and query.twin not in found:
            raise wrong(path, number, f"names the twin '{query.twin}', which does not stand above it")
        found[query.id] = query
    return tuple(found.values())


def _qrels(path: Path, queries: Iterable[JudgedQuery]) -> Qrels:
    qrels = read_trec_qrels(path)
    unknown = sorted(qrels.keys() - {query.id for query in queries})
    if unknown:
        raise JudgementFileError(f"{path} judges query '{unknown[0]}', which queries.jsonl lacks. Correct either.")
    return qrels
