"""The tables that documents hold, and the cases that they seem to tell."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.connections import Connections
from corpus.evidence_rows import packed, proposal_of, table_of
from corpus.model import CaseProposal, DocumentId, Table


class EvidenceStore:
    """Tables and proposals of the documents of a library; they go with their document.

    Args:
        connections: To the library's database.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def replace(self, document: DocumentId, tables: Sequence[Table], proposals: Sequence[CaseProposal]) -> None:
        """Keep these as all tables and proposals of a document that the library holds."""
        with self._connections.transaction() as connection:
            connection.execute("delete from table_ where document = ?", (document,))
            connection.execute("delete from proposal where document = ?", (document,))
            connection.executemany(
                "insert into table_ (document, ordinal, first_page, last_page, content) values (?, ?, ?, ?, ?)",
                [(document, t.ordinal, t.first_page, t.last_page, packed(t)) for t in tables],
            )
            connection.executemany(
                "insert into proposal (document, position, content) values (?, ?, ?)",
                [(document, position, packed(proposal)) for position, proposal in enumerate(proposals)],
            )

    def tables(self, document: DocumentId, *, page: int | None = None) -> list[Table]:
        """Return the tables of a document in reading order, or those that a page shows some of."""
        rows = self._connections.rows(
            "select content from table_ where document = ?1 and (?2 is null or ?2 between first_page and last_page)"
            " order by ordinal",
            (document, page),
        )
        return [table_of(row["content"]) for row in rows]

    def proposals(self, document: DocumentId) -> list[CaseProposal]:
        """Return the cases that a document seems to tell, in its order."""
        rows = self._connections.rows("select content from proposal where document = ? order by position", (document,))
        return [proposal_of(row["content"]) for row in rows]
