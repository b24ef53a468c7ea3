"""What documents explain of techniques."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import Any

from corpus.connections import Connections
from corpus.errors import DocumentNotFoundError
from corpus.model import ConceptId, DocumentId, Source, TechniqueSheet


class TechniqueStore:
    """The technique sheets of a library.

    Args:
        connections: To the library's database.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, document: DocumentId, sheet: TechniqueSheet | None) -> None:
        """Keep what a document explains, in place of what it explained before; None if it explains nothing.

        Raises:
            DocumentNotFoundError: There is no such document; nothing was changed.
        """
        if not self._connections.rows("select 1 from document where id = ?", (document,)):
            raise DocumentNotFoundError(f"There is no document {document!a} to explain this. Ingest it first.")
        with self._connections.transaction() as connection:
            connection.execute("delete from technique_sheet where document = ?", (document,))
            if sheet is not None:
                row = (document, sheet.id, json.dumps(asdict(sheet), ensure_ascii=False))
                connection.execute("insert into technique_sheet (document, technique, content) values (?, ?, ?)", row)

    def of(self, technique: ConceptId) -> list[tuple[DocumentId, TechniqueSheet]]:
        """Return the sheets that explain a technique, the document that came first before others."""
        rows = self._connections.rows(
            "select technique_sheet.* from technique_sheet join document on document.id = technique_sheet.document"
            " where technique = ? order by document.added, document.id",
            (technique,),
        )
        return [(DocumentId(row["document"]), _sheet_of(row)) for row in rows]

    def explained(self) -> set[ConceptId]:
        """Return the techniques that have a sheet."""
        return {ConceptId(row["technique"]) for row in self._connections.rows("select technique from technique_sheet")}


def _sheet_of(row: sqlite3.Row) -> TechniqueSheet:
    content: dict[str, Any] = json.loads(row["content"])
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}
    fields["sources"] = tuple(Source(**source) for source in content["sources"])
    return TechniqueSheet(**fields)
