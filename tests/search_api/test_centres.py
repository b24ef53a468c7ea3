"""Centres over a small real library: the cases of their countries, and what is missing from there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.errors import CentreNotFoundError, CollectionError
from search_api.opening import open_services
from search_api.services import Services
from tests.corpus.test_centres import OWN
from tests.fakes import HashingEmbedder


def cases_by_country(services: Services) -> dict[str, int]:
    return {value.term.value: value.count for value in services.coverage().countries}


def test_every_centre_is_listed_by_country_with_its_countrys_cases(services: Services) -> None:
    centres = services.centres()

    assert len(centres) == 24
    assert [centre.country_name for centre in centres] == sorted(centre.country_name for centre in centres)
    counts = cases_by_country(services)
    assert [centre.case_count for centre in centres] == [counts.get(centre.country, 0) for centre in centres]


def test_a_centre_without_cases_has_every_gap(services: Services) -> None:
    view = services.centre("ncpc-sk")

    assert view.summary.case_count == 0
    assert (view.cases, view.sectors, view.practices) == ((), (), ())
    assert len(view.missing_practices) == 8
    assert [term.value for term in view.missing_sectors] == [str(division) for division in range(10, 34)]


def test_a_centre_says_where_each_fact_comes_from(services: Services) -> None:
    view = services.centre("ncpc-vn")

    assert view.founded == 1998
    assert {fact for part in view.evidence for fact in part.facts} >= {"host", "founded", "website", "roundtable"}
    assert all(part.source.title and part.source.address for part in view.evidence)


def test_an_unknown_centre_is_not_found(services: Services) -> None:
    with pytest.raises(CentreNotFoundError, match="Look it up in the list of centres"):
        services.centre("ncpc-xx")


@pytest.fixture(name="own_home")
def _own_home(built_home: Path, tmp_path: Path) -> Path:
    """A copy of the small library, to which an administrator's own file can be added."""
    return Path(shutil.copytree(built_home, tmp_path / "home"))


def test_a_centre_of_the_administrator_shows_its_countrys_cases(own_home: Path) -> None:
    (own_home / "centres.yaml").write_text(OWN.replace("country: PE", "country: TH"), encoding="utf-8")

    with open_services(own_home, embedder=HashingEmbedder()) as services:
        view = services.centre("cpc-pe")

    assert [case.id for case in view.cases] == ["thai-tannery-chrome-liquor"]
    assert [(value.term.value, value.count) for value in view.sectors] == [("15", 1)]
    assert "15" not in {term.value for term in view.missing_sectors}
    present = {value.term.value for value in view.practices}
    assert present
    assert present.isdisjoint(term.value for term in view.missing_practices)
    assert len(present) + len(view.missing_practices) == 8


def test_a_wrong_file_of_the_administrator_stops_only_the_centres(own_home: Path) -> None:
    (own_home / "centres.yaml").write_text("centres: 1", encoding="utf-8")

    with open_services(own_home, embedder=HashingEmbedder()) as services:
        assert services.home().cases
        with pytest.raises(CollectionError, match="centres has the value"):
            services.centres()
