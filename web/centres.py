"""The pages of centres: what the services answer, grouped by region, each fact with the numbers of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from corpus.plain_text import web_address
from search_api.directory_answers import CentreSummary, CentreView, EvidenceView
from web import text
from web.language import translate
from web.views import CentreGroup, CentrePage, CentresPage, CitedSource, Frame


def centres_page(centres: Iterable[CentreSummary]) -> CentresPage:
    """Return the list of centres under their regions, both in alphabetical order."""
    groups: dict[str, list[CentreSummary]] = {}
    for centre in centres:
        groups.setdefault(centre.region, []).append(centre)
    named = sorted((text.region_name(region), region) for region in groups)
    return CentresPage(
        frame=Frame(title=translate("Centres"), api_url="/api/v1/centres"),
        groups=tuple(CentreGroup(name, tuple(groups[region])) for name, region in named),
    )


def centre_page(view: CentreView) -> CentrePage:
    """Return a centre's page."""
    return CentrePage(
        frame=Frame(title=view.summary.name, api_url=f"/api/v1/centres/{quote(view.summary.id, safe='')}"),
        view=view,
        website=web_address(view.website),
        sources=tuple(map(_cited, view.evidence)),
        marks=_marks(view.evidence),
    )


def _cited(evidence: EvidenceView) -> CitedSource:
    facts = tuple(text.fact_name(fact) for fact in evidence.facts)
    return CitedSource(evidence.source, web_address(evidence.source.address), facts)


def _marks(evidence: Sequence[EvidenceView]) -> Mapping[str, tuple[int, ...]]:
    """Return, for each fact there is, the numbers of the sources that say it."""
    return {
        fact: tuple(at for at, part in enumerate(evidence, start=1) if fact in part.facts) for fact in text.CENTRE_FACTS
    }
