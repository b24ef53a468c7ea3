"""Show answers on a terminal: coloured and linked where it can, plain text where it cannot."""

from __future__ import annotations

import re

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from corpus.plain_text import printable
from search_api.answers import (
    CaseResult,
    CaseSummary,
    Explain,
    Passage,
    PassageResult,
    Result,
    SearchAnswer,
    TechniqueResult,
)
from search_api.carried_tables import spread_line
from search_api.fit import Fit
from search_api.segments import segments

FIGURES_SHOWN = 4  # of a case in a list


class AnswerPrinter:
    """Prints one search answer.

    Args:
        base: Address of the server that shows the documents, "http://127.0.0.1:8000".
    """

    def __init__(self, console: Console, base: str) -> None:
        self._console = console
        self._base = base.rstrip("/")

    def show(self, answer: SearchAnswer) -> None:
        """Print how the question was read, then the results."""
        for notice in answer.notices:
            self._line(_text(notice, "yellow"))
        if answer.query.interpreted:
            read = ", ".join(f"{chip.facet} {chip.value} ({chip.label})" for chip in answer.query.interpreted)
            self._line(_text(f"Read from the query: {read}", "dim"))
        if answer.query.denied:
            denied = ", ".join(f"{'not' if part.required else 'without'}: {part.words}" for part in answer.query.denied)
            self._line(_text(f"Not wanted: {denied}", "dim"))
        if answer.query.expanded_terms and any(map(_explains, answer.results)):
            self._line(_text(f"Also searched for: {', '.join(answer.query.expanded_terms)}", "dim"))
        if answer.query.suggestion and not answer.query.replaced:
            self._line(_text(f"Did you mean: {answer.query.suggestion}", "yellow"))
        if answer.fit is not None:
            self._line(_text(_fit(answer.fit), "dim"))
        if answer.plan is not None:
            self._line(_text(f"Nearest passages: {answer.plan}", "dim"))
        self._line(_text(self._headline(answer), "bold"))
        for place, result in enumerate(answer.results, start=1):
            self._console.print()
            self._result(place, result)

    def _headline(self, answer: SearchAnswer) -> str:
        if not answer.results:
            return "Nothing found. Try fewer or other words, or drop a filter."
        found = f"{len(answer.results)} {answer.group}{'s' if len(answer.results) != 1 else ''}"
        if answer.no_good_match:
            return f"No good match in this library. The nearest {found}:"
        return f"Best {found}, from {answer.total} documents:"

    def _result(self, place: int, result: Result) -> None:
        match result:
            case TechniqueResult():
                self._technique(place, result)
            case PassageResult():
                self._heading(place, result.title, result.url, "")
                self._passage(result.passage)
            case CaseResult():
                self._heading(place, result.title, result.url, "")
                self._case_facts(result.case)
                self._passage(result.passage)

    def _technique(self, place: int, result: TechniqueResult) -> None:
        names = ", ".join(practice.label for practice in result.practices)
        cases = f"{result.case_count} case{'s' if result.case_count != 1 else ''}"
        self._heading(place, result.title, result.url, f" - {names}; {cases}")
        for spread in result.spreads:
            self._line(_text(spread_line(spread)), 3)
        for case in result.cases:
            self._line(self._linked(f"Case: {case.title}", case.url), 3)
            self._case_facts(case)
        for passage in result.passages:
            self._passage(passage)

    def _case_facts(self, case: CaseSummary) -> None:
        where = [case.company or "unnamed site", case.country_name or "", str(case.year or "")]
        facts = ", ".join(part for part in (*where, case.status, f"grade {case.grade}") if part)
        self._line(_text(facts, "dim"), 5)
        for figure in case.figures[:FIGURES_SHOWN]:
            self._line(_text(f"{figure.role.replace('-', ' ')}: {figure.text} (p. {figure.page})"), 5)

    def _heading(self, place: int, title: str, url: str, tail: str) -> None:
        self._line(Text.assemble(f"{place}. ", self._linked(title, url, "bold"), _text(tail, "dim")))

    def _passage(self, passage: Passage) -> None:
        text = Text()
        for piece in segments(passage.text, passage.marks):
            text.append(_text(re.sub(r"\s+", " ", piece.text), "bold green" if piece.marked else ""))
        self._line(text, 5)
        source = f"{passage.document.title}, {_pages(passage)}"
        self._line(self._linked(source, passage.url, "cyan"), 5)
        if passage.explain is not None:
            self._line(_text(_explained(passage.explain), "dim"), 5)

    def _linked(self, text: str, url: str, style: str = "") -> Text:
        """Return text that is a link where the terminal knows links; elsewhere the address follows it."""
        target = self._base + url
        if self._console.is_terminal:
            return _text(text, f"{style} link {target}".strip())
        return _text(f"{text} <{target}>", style)

    def _line(self, text: Text, indent: int = 0) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(text, (0, 0, 0, indent)))
        else:
            self._console.print(Text(" " * indent).append(text), soft_wrap=True)


def _text(raw: str, style: str = "") -> Text:
    """Return a text that cannot steer the terminal, whatever file it comes from."""
    return Text(printable(raw), style)


def _explains(result: Result) -> bool:
    """Tell whether a result was asked for with its scores."""
    passages = result.passages if isinstance(result, TechniqueResult) else (result.passage,)
    return any(passage.explain is not None for passage in passages)


def _fit(fit: Fit) -> str:
    """Return why something is said to fit or not, on one line."""
    parts = [f"told {fit.told:.2f}", *([f"not told: {', '.join(fit.untold)}"] if fit.untold else [])]
    parts += [
        f"{name} {number:.3f}"
        for name, number in (("nearest", fit.cosine), ("subject", fit.subject), ("score", fit.score))
        if number is not None
    ]
    return f"{'Fits' if fit.fits else 'Does not fit'}: {'; '.join(parts)}"


def _explained(explain: Explain) -> str:
    """Return why a passage stands where it does, on one line."""
    legs = (("words", explain.lexical, explain.lexical_rank), ("meaning", explain.dense, explain.dense_rank))
    found = [f"{leg} {score:.3f} (rank {rank})" for leg, score, rank in legs if score is not None]
    return f"Score {explain.fused:.4f}: {', '.join(found) or 'neither leg'}; agreement x {explain.agreement:.2f}"


def _pages(passage: Passage) -> str:
    if passage.page == passage.last_page:
        return f"p. {passage.page}"
    return f"pp. {passage.page}-{passage.last_page}"
