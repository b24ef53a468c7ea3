"""Find what the library holds twice, keep what a person says of it, and settle which case stands for which."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from corpus.errors import NotFoundError, UsageError
from corpus.library import Library
from corpus.likeness_store import Decision, Subject
from corpus.model import Case, CaseId
from corpus.same_cases import find_reprints, heads, pair_of
from corpus.vocabulary import Vocabulary

_HASH = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Twin:
    """Two documents of one text, or nearly, or two cases that are or may be one.

    Attributes:
        subject: "document" or "case".
        first, second: Ids, the smaller one first.
        titles: Of both, in that order.
        share: Of documents: the estimated share of text in common, 0 to 1; 1 for the same text.
        figures: Of cases: how many figures both state.
        said: What a person decided, "same" or "different"; "" where only the rules speak.
        note: The person's.
    """

    subject: Subject
    first: str
    second: str
    titles: tuple[str, str]
    share: float | None
    figures: int | None
    said: str = ""
    note: str = ""


class Duplicates:
    """Looks for repetitions in a library; needs it open for writing where something is decided."""

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._library = library
        self._vocabulary = vocabulary

    def found(self) -> tuple[Twin, ...]:
        """Return documents of one text or nearly, then cases told twice, then what else a person decided."""
        with self._library.reading():
            said = {(decision.first, decision.second): decision for decision in self._library.likeness.decisions()}
            twins = (*self._documents(said), *self._cases(said))
            shown = {(twin.first, twin.second) for twin in twins}
            return (*twins, *(self._decided(decision) for pair, decision in said.items() if pair not in shown))

    def decide(self, one: str, other: str, *, same: bool, note: str = "") -> Decision:
        """Keep that two cases, or two documents, are the same or not.

        Args:
            one, other: Case ids, or the first eight or more digits of documents' SHA-256.

        Raises:
            NotFoundError: One of them is not in the library.
            UsageError: They are one thing, or of two kinds.
        """
        subject, first, second = self._pair(one, other)
        decision = Decision(subject, first, second, same, note, dt.datetime.now(dt.UTC))
        self._library.likeness.decide(decision)
        self.settle()
        return decision

    def undo(self, one: str, other: str) -> bool:
        """Forget what was decided of two; False if nothing was. Raises as `decide` does."""
        undone = self._library.likeness.undo(*self._pair(one, other))
        self.settle()
        return undone

    def settle(self) -> bool:
        """Find anew which case stands for which, and tell whether that has changed."""
        cases = self._library.cases.all()
        said = {
            pair_of(CaseId(decision.first), CaseId(decision.second)): decision.same
            for decision in self._library.likeness.decisions()
            if decision.subject is Subject.CASE
        }
        return self._library.likeness.replace_heads(
            heads([case.id for case in cases], find_reprints(cases, self._vocabulary), said)
        )

    def _documents(self, said: dict[tuple[str, str], Decision]) -> list[Twin]:
        titles = {document.id: document.title for document in self._library.documents.all()}
        found: dict[tuple[str, str], Twin] = {}
        for document in titles:
            for like in self._library.likeness.alike(document):
                first, second = sorted((document, like.document))
                named = titles[first], titles[second]
                found[first, second] = self._twin(Subject.DOCUMENT, (first, second), named, said, share=like.share)
        return [found[pair] for pair in sorted(found)]

    def _cases(self, said: dict[tuple[str, str], Decision]) -> list[Twin]:
        cases = self._library.cases.all()
        titles = {case.id: _named(case) for case in cases}
        return [
            self._twin(
                Subject.CASE,
                reprint.pair,
                (titles[reprint.pair[0]], titles[reprint.pair[1]]),
                said,
                figures=reprint.figures,
            )
            for reprint in find_reprints(cases, self._vocabulary)
        ]

    def _twin(
        self,
        subject: Subject,
        pair: tuple[str, str],
        titles: tuple[str, str],
        said: dict[tuple[str, str], Decision],
        *,
        share: float | None = None,
        figures: int | None = None,
    ) -> Twin:
        decision = said.get(pair)
        word = "" if decision is None else _word(decision)
        return Twin(subject, *pair, titles, share, figures, word, decision.note if decision else "")

    def _decided(self, decision: Decision) -> Twin:
        titles = (self._title(decision.subject, decision.first), self._title(decision.subject, decision.second))
        return Twin(
            decision.subject, decision.first, decision.second, titles, None, None, _word(decision), decision.note
        )

    def _title(self, subject: Subject, name: str) -> str:
        try:
            return self._named(subject, name)
        except NotFoundError:
            return "(no longer in the library)"

    def _named(self, subject: Subject, name: str) -> str:
        if subject is Subject.CASE:
            return _named(self._library.cases.get(CaseId(name)))
        return next(document.title for document in self._library.documents.starting_with(name))

    def _pair(self, one: str, other: str) -> tuple[Subject, str, str]:
        subjects = {self._resolved(one), self._resolved(other)}
        if len(subjects) < 2:
            raise UsageError(f"'{one}' and '{other}' are one and the same. Name two.")
        (kind, first), (other_kind, second) = sorted(subjects, key=lambda item: item[1])
        if kind is not other_kind:
            raise UsageError(f"'{one}' and '{other}' are a case and a document. Name two of one kind.")
        return kind, first, second

    def _resolved(self, name: str) -> tuple[Subject, str]:
        if _HASH.fullmatch(name):
            documents = self._library.documents.starting_with(name)
            if len(documents) == 1:
                return Subject.DOCUMENT, documents[0].id
            if documents:
                raise UsageError(f"{len(documents)} documents begin with '{name}'. Write more digits.")
        return Subject.CASE, self._library.cases.get(CaseId(name)).id


def _named(case: Case) -> str:
    where = ", ".join(part for part in (case.company, case.country, str(case.year or "")) if part)
    return f"{case.title} ({where})" if where else case.title


def _word(decision: Decision) -> str:
    return "same" if decision.same else "different"
