"""Single passages: read, measured by their figures alone, and refused where they are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CollectionError
from eval.extraction_gold import GoldFigure
from eval.extraction_passages import read_lessons, read_passages
from eval.extraction_report import tables_of
from eval.extraction_run import measure_extraction
from eval.table import plain

PASSAGES = """
- id: p1-001
  language: en
  genre: memo
  country: KE
  text: |
    The washer saves 12 % of the **water** and 30 t of soap a year.

    | | before | after |
    |---|---|---|
    | Steam, t | 9 | 4 |
  figures:
    - {role: saving, printed: "12", unit: "%", ucum: "%", low: 12, high: 12, of: [resource:water]}
    - {role: baseline, printed: "9", unit: t, ucum: t, low: 9, high: 9, of: [resource:steam]}
    - {role: investment, printed: "77", unit: USD, currency: USD, low: 77, high: 77}
- id: p2-001
  language: es
  genre: note
  text: La planta tiene 240 trabajadores.
  figures: []
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder of two passages by two writers."""
    (tmp_path / "passages").mkdir()
    (tmp_path / "passages" / "both.yaml").write_text(PASSAGES, encoding="utf-8")
    return tmp_path


def test_passages_are_read_as_markdown_with_their_figures(folder: Path) -> None:
    """Genre stands for layout; who wrote it stands in the name."""
    first, second = read_passages(folder)

    assert (first.name, first.layout, first.language, first.country, first.suffix) == (
        "p1-001", "memo", "en", "KE", ".md",
    )  # fmt: skip
    assert first.render().startswith(b"The washer saves 12 %")
    assert first.cases[0].figures[2] == GoldFigure("investment", "77", "USD", (77.0, 77.0), "USD")
    assert (second.country, second.cases[0].figures) == ("", ())


def test_only_figures_of_passages_are_measured(folder: Path) -> None:
    """A passage is no case, so no other field is judged."""
    report = measure_extraction("passages", _silent, folder)

    tallies = report.tallies()
    assert set(tallies) == {"figures", "complete figures"}
    assert (tallies["figures"].right, tallies["figures"].wanted) == (2, 3)
    assert [(document.figures, document.exact_figures) for document in report.documents] == [(4, 4), (0, 0)]
    assert any("p1 (1)" in plain(table) for table in tables_of(report))


def _silent(sentence: str) -> None:
    """Say nothing."""


def test_the_shipped_lessons_teach_every_language_of_the_collection() -> None:
    """Chinese and Arabic have no passages, so that lessons are all they have."""
    assert {lesson.language for lesson in read_lessons()} == {"en", "es", "fr", "pt", "vi", "zh", "ar"}


@pytest.mark.parametrize(
    "content", ["- id: p1-001", "passages: [", "- 7", "- {id: a, language: en, genre: x, text: y, figures: [{}]}"]
)
def test_what_is_no_passage_is_named(folder: Path, content: str) -> None:
    """The file and where its form is described stand in the message."""
    (folder / "passages" / "both.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(CollectionError, match=r"both\.yaml holds no passages .*README"):
        read_passages(folder)


def test_a_folder_without_passages_is_named(tmp_path: Path) -> None:
    """Nothing to measure is said, not measured."""
    with pytest.raises(CollectionError, match="holds no passages"):
        read_passages(tmp_path)
