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
CASE_SHEET = "case:"  # how the work of a case sheet begins


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question as somebody would ask it.

    Attributes:
        language: ISO 639-1 of its text.
        type: What is hard about it: "pollutant", "misspelling", "opposite", ...
        asker: "auditor", "trainer" or "adviser".
        sector: ISIC division or class it is about, "" if none.
        twin: The English question that it translates, "" if it stands alone; both have the same judgements.
    """

    id: str
    text: str
    language: str
    type: str
    asker: str
    sector: str
    twin: str


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Questions with two sets of judgements, graded 0 to 3; what is not listed was not judged.

    Attributes:
        passages: By query id, then by page: the work it belongs to and its number, "technique:heat-pump#2".
        techniques: By query id, then by technique notation.
    """

    name: str
    queries: tuple[JudgedQuery, ...]
    passages: Qrels
    techniques: Qrels

    def cases(self) -> Qrels:
        """Return the judgements of case sheets, which are one page each, by query id, then by case id."""
        sheets = {
            query: {
                page.removeprefix(CASE_SHEET).partition("#")[0]: grade
                for page, grade in grades.items()
                if page.startswith(CASE_SHEET)
            }
            for query, grades in self.passages.items()
        }
        return {query: grades for query, grades in sheets.items() if any(grades.values())}


def read_named(name: str) -> JudgedSet:
    """Read one of the packaged sets.

    Raises:
        JudgementFileError: There is none of that name.
    """
    return read_judged(_folder(name))


def read_questions(name: str) -> tuple[JudgedQuery, ...]:
    """Read the questions of one of the packaged sets, judged or not.

    Raises:
        JudgementFileError: There is none of that name, or its file is malformed.
    """
    return _queries(_folder(name) / "queries.jsonl")


def read_judged(folder: Path) -> JudgedSet:
    """Read one set of judged questions.

    Raises:
        JudgementFileError: A file is missing or malformed, or judges a question that is not there.
    """
    queries = _queries(folder / "queries.jsonl")
    return JudgedSet(
        name=folder.name,
        queries=queries,
        passages=_qrels(folder / "qrels-passages.tsv", queries),
        techniques=_qrels(folder / "qrels-techniques.tsv", queries),
    )


def _folder(name: str) -> Path:
    if name not in SETS:
        raise JudgementFileError(f"There is no set of questions '{name[:40]}'. Choose one of: {', '.join(SETS)}.")
    return PACKAGED_FOLDER / name


def _queries(path: Path) -> tuple[JudgedQuery, ...]:
    found: dict[str, JudgedQuery] = {}
    for number, record in read_records(path):
        query = JudgedQuery(
            id=text_field(path, number, record, "_id"),
            text=text_field(path, number, record, "text"),
            language=text_field(path, number, record, "language"),
            type=text_field(path, number, record, "type"),
            asker=text_field(path, number, record, "asker"),
            sector=text_field(path, number, record, "sector", required=False),
            twin=text_field(path, number, record, "twin", required=False),
        )
        if query.id in found:
            raise wrong(path, number, f"has the id '{query.id}' again")
        if query.twin and query.twin not in found:
            raise wrong(path, number, f"names the twin '{query.twin}', which does not stand above it")
        found[query.id] = query
    return tuple(found.values())


def _qrels(path: Path, queries: Iterable[JudgedQuery]) -> Qrels:
    """Return the judgements of every question that has something to find; a translation has those of its twin.

    What touches a subject of which there is nothing to find (grade 1) is no answer, and no search should seek it.
    """
    judged = read_trec_qrels(path)
    alone = {query.id for query in queries if not query.twin}
    unknown = sorted(judged.keys() - alone)
    if unknown:
        raise JudgementFileError(
            f"{path} judges '{unknown[0]}', which is no question of queries.jsonl or a translation. Correct either."
        )
    found = {query.id: judged.get(query.twin or query.id, {}) for query in queries if query.type != NOTHING}
    return {query: grades for query, grades in found.items() if any(grades.values())}
