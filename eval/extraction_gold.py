"""What documents say, written down by people: the gold that case proposals are compared with.

Reads eval/extraction/<split>/ (NAME.typ, a document as typst markup, beside NAME.yaml, what it says; README.md there
describes the form) and, for the round trip, the records of the starter collection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.collection import collection_items
from corpus.errors import CollectionError
from corpus.records import CaseRecord
from corpus.vocabulary import Vocabulary

GOLD_FOLDER = Path(__file__).parent / "extraction"
SHEETS = "sheets"
_PERIODS = {  # stretches of time as figures have them, and what people write in other languages
    "year": "yr|years|annum|annual|anual|año|an|ans|année|annuel|ano|năm|hằng năm|年|سنة",
    "month": "mes|mois|mês|tháng|月|شهر",
    "week": "semana|semaine|tuần|周",
    "day": "día|jour|dia|ngày|天|يوم",
    "hour": "h|hora|heure|giờ|小时|ساعة",
    "minute": "min|minuto|phút|分钟|دقيقة",
}
_PERIOD = {word: period for period, words in _PERIODS.items() for word in words.split("|")}


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A number that a document states, as a person read it.

    Attributes:
        printed: Its digits as printed.
        unit: As printed.
        ends: Low and high with "million" counted in; None where only the printed form is known.
        code: UCUM code, or ISO 4217 of money; "" where only the printed unit is known.
        of: Concepts of which each is right; () for what counts none.
        per: Words of the denominator; "" if none.
        basis: What a percentage is of, in the document's words; "" if not stated.
    """

    role: str
    printed: str
    unit: str
    ends: tuple[float, float] | None = None
    code: str = ""
    of: tuple[str, ...] = ()
    per: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class GoldMeasure:
    """A measure; each of the techniques and of the practices is right."""

    name: str
    techniques: tuple[str, ...]
    practices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldCase:
    """What a document says of one case; of several sectors or grades each is right; "" or () is not said."""

    title: str
    company: str
    country: str
    year: str
    status: str
    sectors: tuple[str, ...]
    grades: tuple[str, ...]
    processes: tuple[str, ...]
    substances: tuple[str, ...]
    measures: tuple[GoldMeasure, ...]
    figures: tuple[GoldFigure, ...]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document and what it says.

    Attributes:
        layout: What kind of document it is, "leaflet".
        render: Makes its file.
        suffix: Of that file.
        country: ISO 3166-1 alpha-2 where it is known without reading; "" where the document is to tell.
    """

    name: str
    layout: str
    language: str
    cases: tuple[GoldCase, ...]
    render: Callable[[], bytes]
    suffix: str = ".pdf"
    country: str = ""


def read_gold(split: str, folder: Path = GOLD_FOLDER) -> list[GoldDocument]:
    """Return the gold of a split ("dev", "test"), by name.

    Raises:
        CollectionError: The folder holds none, or a file of it is no gold.
    """
    paths = sorted((folder / split).glob("*.yaml"))
    if not paths:
        raise CollectionError(f"{folder / split} holds no gold. Name a split whose folder is there, such as 'dev'.")
    return [_document(path) for path in paths]


def sheets_gold(vocabulary: Vocabulary) -> Iterator[GoldDocument]:
    """Yield the cases of the starter collection, each as its record says, to be read from its printed sheet."""
    for item in collection_items(vocabulary):
        if item.record.case:
            gold = _of_record(item.record.case)
            yield GoldDocument(item.record.case.id, "sheet", item.record.language, (gold,), item.render)


def _document(path: Path) -> GoldDocument:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        cases = tuple(map(_case, content["cases"]))
        return GoldDocument(path.stem, content["layout"], content["language"], cases, _renderer(path))
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CollectionError(f"{path} is no gold ({reason}). Compare it with the README beside it.") from error


def _renderer(path: Path) -> Callable[[], bytes]:
    def render() -> bytes:
        import typst

        fonts = typst.Fonts(include_system_fonts=False)
        pdf = typst.Compiler(root=str(path.parent), font_paths=fonts, ignore_system_fonts=True).compile(
            input=path.with_suffix(".typ").read_bytes(), format="pdf", timestamp=1_767_225_600
        )
        assert isinstance(pdf, bytes)  # a PDF is one file
        return pdf

    return render


def _case(case: Mapping[str, Any]) -> GoldCase:
    return GoldCase(
        title=case["title"],
        company=case.get("company", ""),
        country=case.get("country", ""),
        year=str(case.get("year", "")),
        status=case.get("status", ""),
        sectors=_texts(case.get("sector")),
        grades=_texts(case.get("grade")),
        processes=_texts(case.get("processes")),
        substances=_texts(case.get("substances")),
        measures=tuple(map(_measure, case.get("measures", ()))),
        figures=tuple(map(gold_figure, case.get("figures", ()))),
    )


def _measure(measure: Mapping[str, Any]) -> GoldMeasure:
    return GoldMeasure(measure["name"], _texts(measure.get("technique")), _texts(measure.get("practice")))


def gold_figure(figure: Mapping[str, Any]) -> GoldFigure:
    """Return a figure as a YAML file has it.

    Raises:
        KeyError, ValueError: It lacks its role, or its number is none.
    """
    return GoldFigure(
        role=figure["role"],
        printed=str(figure["printed"]),
        unit=str(figure.get("unit", "")),
        ends=(float(figure["low"]), float(figure["high"])),
        code=str(figure.get("currency") or figure.get("ucum", "")),
        of=_texts(figure.get("of")),
        per=_period(str(figure.get("per", ""))),
        basis=str(figure.get("basis", "")),
    )


def _period(words: str) -> str:
    """Return a stretch of time in any language as figures have it, "year"; other words as they are."""
    return _PERIOD.get(words.casefold(), words)


def _texts(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _of_record(case: CaseRecord) -> GoldCase:
    return GoldCase(
        title=case.title,
        company=case.company or "",
        country=case.country or "",
        year=str(case.year or ""),
        status=case.status.value,
        sectors=(case.sector,) if case.sector else (),
        grades=(case.grade.value,),
        processes=case.processes,
        substances=case.substances,
        measures=tuple(GoldMeasure(each.name, (each.technique,), (each.practice,)) for each in case.measures),
        figures=tuple(GoldFigure(each.role.value, each.printed, each.unit, per=each.period) for each in case.figures),
    )
