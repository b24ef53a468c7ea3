"""Gold documents rendered, read as ingestion does, and reported."""

from __future__ import annotations

import pytest

from eval.extraction_report import json_of, tables_of
from eval.extraction_run import ExtractionReport, measure_extraction
from eval.table import plain

TYP = """
= Rinse water used twice
Lakeside Dyers, Kenya, 2019

Lakeside Dyers is a dye house. In 2018 it installed a tank. Water use fell by 12 %. The tank cost USD 1,530.
"""
YAML = """
layout: leaflet
language: en
cases:
  - title: Rinse water used twice
    company: Lakeside Dyers
    country: KE
    year: 2019
    sector: [sector:1313]
    status: pilot
    figures:
      - {role: saving, printed: "12", unit: "%", ucum: "%", low: 12, high: 12, of: [resource:water], basis: water use}
"""


@pytest.fixture(scope="module", name="report")
def _report(tmp_path_factory: pytest.TempPathFactory) -> ExtractionReport:
    """One leaflet, measured."""
    folder = tmp_path_factory.mktemp("gold")
    (folder / "dev").mkdir()
    (folder / "dev" / "small.yaml").write_text(YAML, encoding="utf-8")
    (folder / "dev" / "small.typ").write_text(TYP, encoding="utf-8")
    return measure_extraction("dev", _silent, folder)


def _silent(sentence: str) -> None:
    """Say nothing."""


def test_a_document_is_read_and_scored(report: ExtractionReport) -> None:
    """What the leaflet says is found, what the gold says otherwise is wrong."""
    tallies = report.tallies()

    assert [document.name for document in report.documents] == ["small"]
    assert (tallies["company"].precision, tallies["company"].recall) == (1.0, 1.0)
    assert tallies["status"].precision == 0.0
    assert tallies["figures"].recall == 1.0
    assert report.seconds_a_page > 0


def test_tables_show_fields_parts_and_certainty(report: ExtractionReport) -> None:
    """Precision and recall by field, by layout and by language, and how often each stated certainty was right."""
    fields, layouts, languages, certainty = map(plain, tables_of(report))

    assert "Case proposals, dev (1 documents)" in fields
    assert "evidence that stands on its page as quoted: 1.000" in fields
    assert "leaflet (1)" in layouts
    assert "en (1)" in languages
    assert "How sure" in certainty


def test_json_holds_the_same_and_every_fault(report: ExtractionReport) -> None:
    """A program sees what was wrong and what was missed."""
    told = json_of(report)

    assert told["split"] == "dev"
    assert told["exact_figures"] == 1.0
    assert "status: implemented" in told["faults"]["small"]["wrong"]  # type: ignore[index]  # JSON is told as object
    assert "status: pilot" in told["faults"]["small"]["missed"]  # type: ignore[index]  # likewise


def test_shares_of_a_report_without_figures_are_none() -> None:
    """Nothing proposed is neither exact nor inexact."""
    told = json_of(ExtractionReport("dev", (), 0.0))

    assert (told["exact_figures"], told["exact_evidence"], told["documents"]) == (None, None, 0)
