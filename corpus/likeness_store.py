"""Which documents have the same text, which cases are one case, and what persons said of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.connections import Connections
from corpus.document_rows import utc_text
from corpus.likeness import SKETCH_SIZE, Sketch, share
from corpus.model import CaseId, DocumentId

NEAR = 0.5  # share of common runs from which two documents are called nearly the same


class Subject(StrEnum):
    """What a decision is about."""

    CASE = "case"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A document whose text is that of another, or nearly.

    Attributes:
        share: Estimated share of text in common, 0 to 1; 1.0 for the same text.
    """

    document: DocumentId
    share: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of two documents or two cases.

    Attributes:
        first, second: Ids, the smaller one first.
        same: Whether they are the same.
        at: When, UTC.
    """

    subject: Subject
    first: str
    second: str
    same: bool
    note: str
    at: dt.datetime


class LikenessStore:
    """Sketches of documents, clusters of cases, and decisions.

    Args:
        connections: To the library's database.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, document: DocumentId, sketch: Sketch) -> None:
        """Keep the sketch of a document that the library holds, in place of an earlier one."""
        with self._connections.transaction() as connection:
            connection.execute("delete from sketch where document = ?", (document,))
            connection.execute("delete from sketch_hash where document = ?", (document,))
            connection.execute("insert into sketch (document, text_key) values (?, ?)", (document, sketch.text_key))
            rows = [(value, document) for value in sketch.hashes]
            connection.executemany("insert into sketch_hash (hash, document) values (?, ?)", rows)

    def alike(self, document: DocumentId) -> list[Likeness]:
        """Return the documents with the same text or nearly, most alike first, but those said to be different."""
        own = self._hashes(document)
        sql = "select document, count(*) as n from sketch_hash where hash in ({marks}) group by document"
        counted = self._connections.rows_for(sql, own)
        others = {row["document"] for row in counted if row["document"] != document and row["n"] >= _least(own)}
        found = [Likeness(DocumentId(other), self._share(document, own, DocumentId(other))) for other in others]
        apart = self._said_different(document)
        near = [like for like in found if like.share >= NEAR and like.document not in apart]
        return sorted(near, key=lambda like: (-like.share, like.document))

    def decide(self, decision: Decision) -> None:
        """Keep what a person said, in place of what was said of these two before."""
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into same_decision (subject, first, second, same, note, at) values (?, ?, ?, ?, ?, ?)"
                " on conflict (subject, first, second) do update set"
                " same = excluded.same, note = excluded.note, at = excluded.at",
                (
                    decision.subject,
                    decision.first,
                    decision.second,
                    decision.same,
                    decision.note,
                    utc_text(decision.at),
                ),
            )

    def undo(self, subject: Subject, first: str, second: str) -> bool:
        """Forget what was said of two; False if nothing was. From then on the rules decide again."""
        with self._connections.transaction() as connection:
            cursor = connection.execute(
                "delete from same_decision where subject = ? and first = ? and second = ?", (subject, first, second)
            )
            return cursor.rowcount > 0

    def decisions(self) -> list[Decision]:
        """Return all that was said, by subject and ids."""
        rows = self._connections.rows("select * from same_decision order by subject, first, second")
        return [
            Decision(
                subject=Subject(row["subject"]),
                first=row["first"],
                second=row["second"],
                same=bool(row["same"]),
                note=row["note"],
                at=dt.datetime.fromisoformat(row["at"]),
            )
            for row in rows
        ]

    def replace_heads(self, heads: Mapping[CaseId, CaseId]) -> bool:
        """Keep which case stands for which; only what is not its own head is stored. Tell whether that was news."""
        told_twice = {case: head for case, head in heads.items() if case != head}
        if told_twice == self.heads():
            return False
        with self._connections.transaction() as connection:
            connection.execute("delete from case_head")
            connection.executemany("insert into case_head (case_id, head) values (?, ?)", sorted(told_twice.items()))
        return True

    def heads(self) -> dict[CaseId, CaseId]:
        """Return the cases that another one stands for, with that one."""
        rows = self._connections.rows("select case_id, head from case_head")
        return {CaseId(row["case_id"]): CaseId(row["head"]) for row in rows}

    def _hashes(self, document: DocumentId) -> list[int]:
        rows = self._connections.rows("select hash from sketch_hash where document = ?", (document,))
        return [row["hash"] for row in rows]

    def _share(self, document: DocumentId, own: list[int], other: DocumentId) -> float:
        sql = "select count(distinct text_key) as n from sketch where document in (?, ?)"
        if self._connections.rows(sql, (document, other))[0]["n"] == 1:
            return 1.0
        # Two texts that differ in a letter can have the same sketch.
        return min(share(own, self._hashes(other)), 1 - 1 / SKETCH_SIZE)

    def _said_different(self, document: DocumentId) -> set[str]:
        rows = self._connections.rows(
            "select first, second from same_decision where subject = ? and not same and ? in (first, second)",
            (Subject.DOCUMENT, document),
        )
        return {name for row in rows for name in row}


def _least(hashes: list[int]) -> int:
    """Return how many common hashes two documents need to be looked at."""
    return max(1, int(NEAR * len(hashes) / 2))
