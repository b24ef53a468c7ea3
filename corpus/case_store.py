"""Cases with their measures and figures, as the documents that tell them say."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from corpus.connections import Connections, Value
from corpus.document_rows import SOURCE_COLUMNS, source_of, source_values
from corpus.errors import CaseNotFoundError, DocumentNotFoundError
from corpus.figure_rows import FIGURE_COLUMNS, figure_of, figure_values
from corpus.model import Case, CaseId, CaseStatus, ConceptId, DocumentId, Figure, Grade, Measure

_PROCESS = "process"
_SUBSTANCE = "substance"

Part = TypeVar("Part")


class CaseStore:
    """The cases of a library.

    Args:
        connections: To the library's database.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def replace(self, document: DocumentId, cases: Sequence[Case]) -> None:
        """Keep these cases as all that a document tells.

        A case that another document told before moves to this one: a sheet printed anew is another file.

        Raises:
            DocumentNotFoundError: There is no such document; nothing was changed.
        """
        assert all(case.document == document for case in cases), "a case names the document that tells it"
        if not self._connections.rows("select 1 from document where id = ?", (document,)):
            raise DocumentNotFoundError(f"There is no document {document!a} to tell these cases. Ingest it first.")
        with self._connections.transaction() as connection:
            connection.execute("delete from case_ where document = ?", (document,))
            connection.executemany("delete from case_ where id = ?", [(case.id,) for case in cases])
            for position, case in enumerate(cases):
                _insert(connection, position, case)

    def get(self, case: CaseId) -> Case:
        """Return one case.

        Raises:
            CaseNotFoundError: There is none with this id.
        """
        found = self.by_ids([case])
        if case not in found:
            raise CaseNotFoundError(f"There is no case {case!a}. Check the address, or search for the technique.")
        return found[case]

    def by_ids(self, ids: Iterable[CaseId]) -> dict[CaseId, Case]:
        """Return cases by id, in order of id; unknown ids are left out."""
        with self._connections.reading():
            rows = self._connections.rows_for("select * from case_ where id in ({marks})", ids)
            return {case.id: case for case in sorted(self._whole(rows), key=lambda case: case.id)}

    def all(self) -> list[Case]:
        """Return all cases by id."""
        return self._cases("true order by id", ())

    def count(self) -> int:
        """Return how many cases there are."""
        return int(self._connections.rows("select count(*) as n from case_")[0]["n"])

    def of_document(self, document: DocumentId) -> list[Case]:
        """Return the cases that a document tells, in its order; none if it is unknown."""
        return self._cases("document = ? order by position", (document,))

    def of_documents(self, documents: Iterable[DocumentId]) -> dict[DocumentId, list[Case]]:
        """Return the cases that documents tell, each document's in its order; those that tell none are left out."""
        with self._connections.reading():
            rows = self._connections.rows_for("select * from case_ where document in ({marks})", documents)
            told: dict[DocumentId, list[Case]] = {}
            for case in self._whole(sorted(rows, key=lambda row: int(row["position"]))):
                told.setdefault(case.document, []).append(case)
            return told

    def applications(self) -> list[tuple[CaseId, DocumentId, ConceptId]]:
        """Return every measure as case, document and technique, by case; for counting, without reading the cases."""
        rows = self._connections.rows(
            "select case_.id, case_.document, measure.technique from measure join case_ on case_.id = measure.case_id"
            " order by case_.id, measure.position"
        )
        return [(CaseId(row["id"]), DocumentId(row["document"]), ConceptId(row["technique"])) for row in rows]

    def _cases(self, condition: str, values: Sequence[Value]) -> list[Case]:
        with self._connections.reading():
            return self._whole(self._connections.rows(f"select * from case_ where {condition}", values))

    def _whole(self, rows: Sequence[sqlite3.Row]) -> list[Case]:
        ids = [row["id"] for row in rows]
        measures = self._parts("measure", ids, _measure_of)
        figures = self._parts("figure", ids, figure_of)
        concepts = self._parts("case_concept", ids, lambda row: (row["relation"], ConceptId(row["concept"])))
        return [_case_of(row, measures[row["id"]], figures[row["id"]], concepts[row["id"]]) for row in rows]

    def _parts(
        self, table: str, ids: Sequence[str], part_of: Callable[[sqlite3.Row], Part]
    ) -> defaultdict[str, list[Part]]:
        sql = f"select * from {table} where case_id in ({{marks}}) order by position"
        parts: defaultdict[str, list[Part]] = defaultdict(list)
        for row in self._connections.rows_for(sql, ids):
            parts[row["case_id"]].append(part_of(row))
        return parts


def _insert(connection: sqlite3.Connection, position: int, case: Case) -> None:
    values = _values(position, case)
    connection.execute(
        "insert into case_ (id, document, position, title, company, country, year, status, grade, sector, baseline,"
        f" notes, page, summary, {SOURCE_COLUMNS}) values ({', '.join('?' * len(values))})",
        values,
    )
    connection.executemany(
        "insert into case_concept (case_id, relation, position, concept) values (?, ?, ?, ?)",
        [
            (case.id, relation, at, concept)
            for relation, concepts in ((_PROCESS, case.processes), (_SUBSTANCE, case.substances))
            for at, concept in enumerate(concepts)
        ],
    )
    connection.executemany(
        "insert into measure (case_id, position, name, technique, practice, description) values (?, ?, ?, ?, ?, ?)",
        [(case.id, at, m.name, m.technique, m.practice, m.description) for at, m in enumerate(case.measures)],
    )
    connection.executemany(
        f"insert into figure (case_id, position, {FIGURE_COLUMNS}) values (?, ?{', ?' * FIGURE_COLUMNS.count(',')}, ?)",
        [(case.id, at, *figure_values(figure)) for at, figure in enumerate(case.figures)],
    )


def _values(position: int, case: Case) -> tuple[Value, ...]:
    return (
        case.id,
        case.document,
        position,
        case.title,
        case.company,
        case.country,
        case.year,
        case.status,
        case.grade,
        case.sector,
        case.baseline,
        case.notes,
        case.page,
        case.summary,
        *source_values(case.source),
    )


def _case_of(
    row: sqlite3.Row, measures: list[Measure], figures: list[Figure], concepts: list[tuple[str, ConceptId]]
) -> Case:
    return Case(
        id=CaseId(row["id"]),
        title=row["title"],
        company=row["company"],
        country=row["country"],
        year=row["year"],
        status=CaseStatus(row["status"]),
        grade=Grade(row["grade"]),
        sector=None if row["sector"] is None else ConceptId(row["sector"]),
        processes=tuple(concept for relation, concept in concepts if relation == _PROCESS),
        substances=tuple(concept for relation, concept in concepts if relation == _SUBSTANCE),
        measures=tuple(measures),
        figures=tuple(figures),
        baseline=row["baseline"],
        notes=row["notes"],
        source=source_of(row),
        document=DocumentId(row["document"]),
        page=row["page"],
        summary=row["summary"],
    )


def _measure_of(row: sqlite3.Row) -> Measure:
    return Measure(row["name"], ConceptId(row["technique"]), ConceptId(row["practice"]), row["description"])
