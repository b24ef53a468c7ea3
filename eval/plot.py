"""A picture of what was measured: for each language a mark with its interval for each arm, as SVG.

It is readable in light and dark surroundings, and the arms differ in shape as well as in colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from corpus.errors import EvaluationError
from eval.arms import NAMES, Arm
from eval.bootstrap import Interval
from eval.categories import ALL, categories
from eval.collection_report import FIRST, GROUP_NAMES, spread
from eval.collection_run import CollectionReport
from search_api.answers import Group

LEFT, PANEL, GAP, TOP, ROW, BETWEEN = 44, 250, 22, 62, 12, 12  # pixels
SHAPES: Mapping[Arm, str] = {
    Arm.HYBRID: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    Arm.PLAIN: "M-4-4h8v8h-8z",
    Arm.LEXICAL: "M0-5l5 9h-10z",
    Arm.DENSE: "M0-5l5 5l-5 5l-5-5z",
}
STYLE = """text{font:12px system-ui,sans-serif;fill:#333}.grid{stroke:#ccc}
.hybrid{fill:#0b6e4f;stroke:#0b6e4f}.plain{fill:#5b7fb0;stroke:#5b7fb0}
.lexical{fill:#b5651d;stroke:#b5651d}.dense{fill:#8a5aa8;stroke:#8a5aa8}
@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#555}
.hybrid{fill:#4cc9a0;stroke:#4cc9a0}.plain{fill:#8fb3e3;stroke:#8fb3e3}
.lexical{fill:#e59a52;stroke:#e59a52}.dense{fill:#c39be0;stroke:#c39be0}}"""


def write_plot(report: CollectionReport, path: Path) -> None:
    """Write the picture of a report.

    Raises:
        EvaluationError: The file cannot be written.
    """
    try:
        path.write_text(drawn(report), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"The plot cannot be written to {path}: {error}. Choose another place.") from error


def drawn(report: CollectionReport) -> str:
    """Return the picture as SVG: a panel for cases, pages and techniques, and in it a band for each language."""
    languages = [ALL, *(part for part in categories(report.judged.queries) if part.startswith("language "))]
    band = ROW * len(report.arms) + BETWEEN
    height = TOP + band * len(languages) + 24
    width = LEFT + (PANEL + GAP) * len(GROUP_NAMES)
    title = f"{FIRST} of search by language, {report.judged.name} questions"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_told(report))}</desc>',
        f"<style>{STYLE}</style>",
        *_legend(report),
        *(
            f'<text x="0" y="{TOP + place * band + band // 2}">{escape(name.removeprefix("language "))}</text>'
            for place, name in enumerate(languages)
        ),
    ]
    for place, group in enumerate(GROUP_NAMES):
        parts += _panel(report, group, LEFT + place * (PANEL + GAP), languages, height)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _told(report: CollectionReport) -> str:
    """Return the means over all questions, for those who do not see the picture."""
    told = [
        f"{NAMES[arm]} {found.mean:.3f} for {name}"
        for group, name in GROUP_NAMES.items()
        for arm in report.arms
        if (found := spread(report, group, arm, report.judged.queries))
    ]
    return f"Means over all questions, with 95 % intervals drawn: {', '.join(told)}."


def _legend(report: CollectionReport) -> Iterator[str]:
    for place, arm in enumerate(report.arms):
        x = LEFT + 8 + place * 150
        yield f'<path class="{arm}" transform="translate({x},14)" d="{SHAPES[arm]}"/>'
        yield f'<text x="{x + 12}" y="18">{escape(NAMES[arm])}</text>'


def _panel(report: CollectionReport, group: Group, left: int, languages: list[str], height: int) -> Iterator[str]:
    yield f'<text x="{left}" y="44">{GROUP_NAMES[group]}</text>'
    for tenth in range(0, 11, 2):
        x = left + PANEL * tenth / 10
        yield f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="{TOP - 8}" y2="{height - 22}"/>'
        yield f'<text x="{x:.0f}" y="{height - 6}" text-anchor="middle">{tenth / 10:g}</text>'
    parts = categories(report.judged.queries)
    y = TOP
    for language in languages:
        for arm in report.arms:
            found = spread(report, group, arm, parts.get(language, []))
            if found:
                yield _mark(arm, found, left, y)
            y += ROW
        y += BETWEEN


def _mark(arm: Arm, found: Interval, left: int, y: int) -> str:
    low, mean, high = (left + PANEL * value for value in (found.low, found.mean, found.high))
    return (
        f'<g class="{arm}"><line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke-width="2"/>'
        f'<path transform="translate({mean:.1f},{y})" d="{SHAPES[arm]}"/></g>'
    )
