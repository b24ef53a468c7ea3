"""Gold documents: what they are made of, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CollectionError
from corpus.vocabulary import load_vocabulary
from eval.extraction_gold import GoldFigure, GoldMeasure, read_gold, sheets_gold

TYP = "= Rinse water used twice\nLakeside Dyers, Kenya, 2019"
YAML = """
layout: leaflet
language: en
cases:
  - title: Rinse water used twice
    company: Lakeside Dyers
    country: KE
    year: 2019
    sector: [sector:1313, sector:131]
    grade: A
    measures:
      - {name: a tank, technique: [technique:process-water-cascade]}
    figures:
      - {role: saving, printed: 12, unit: "%", ucum: "%", low: 12, high: 12, of: [resource:water], basis: water use}
      - {role: investment, printed: "1,530", unit: USD, currency: USD, low: 1530, high: 1530, per: year}
"""


def _write(folder: Path, content: str) -> Path:
    (folder / "dev").mkdir()
    (folder / "dev" / "small.yaml").write_text(content, encoding="utf-8")
    (folder / "dev" / "small.typ").write_text(TYP, encoding="utf-8")
    return folder


def test_gold_is_read_with_every_alternative(tmp_path: Path) -> None:
    """Of several values each is right; what is left out is not said."""
    [document] = read_gold("dev", _write(tmp_path, YAML))
    [case] = document.cases

    assert (document.name, document.layout, document.language) == ("small", "leaflet", "en")
    assert (case.year, case.status, case.sectors, case.grades) == ("2019", "", ("sector:1313", "sector:131"), ("A",))
    assert case.measures == (GoldMeasure("a tank", ("technique:process-water-cascade",), ()),)
    assert case.figures == (
        GoldFigure("saving", "12", "%", (12.0, 12.0), "%", ("resource:water",), "", "water use"),
        GoldFigure("investment", "1,530", "USD", (1530.0, 1530.0), "USD", (), "year", ""),
    )
    assert document.render().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "content", ["cases: [", "layout: leaflet\nlanguage: en", "layout: x\nlanguage: en\ncases: [{}]"]
)
def test_what_is_no_gold_is_named(tmp_path: Path, content: str) -> None:
    """The file and what to do about it stand in the message."""
    with pytest.raises(CollectionError, match=r"small\.yaml is no gold .*README"):
        read_gold("dev", _write(tmp_path, content))


def test_a_split_without_gold_is_named(tmp_path: Path) -> None:
    """A split that was mistyped does not measure nothing."""
    with pytest.raises(CollectionError, match="holds no gold"):
        read_gold("tset", tmp_path)


def test_the_collection_s_records_are_gold_for_its_sheets() -> None:
    """A sheet says what its record says; its numbers are known as printed."""
    gold = next(each for each in sheets_gold(load_vocabulary()) if each.name == "abera-pig-abattoir")
    [case] = gold.cases

    assert (gold.layout, case.company, case.country, case.grades) == ("sheet", "Abera", "FR", ("A",))
    assert ("saving", "30", "%", None) in [(each.role, each.printed, each.unit, each.ends) for each in case.figures]
