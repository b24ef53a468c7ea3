"""The directory of centres: the packaged file is right, and an administrator's own is read and refused as told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.centres import Centre, Evidence, Fact, Region, Service, check_centres, load_centres
from corpus.errors import CollectionError
from corpus.model import Source

PROGRAMME = [
    "BR", "CN", "CR", "CZ", "ET", "GT", "HU", "IN", "KE", "KR", "LB", "LK",
    "MA", "MX", "MZ", "NI", "SK", "SV", "TN", "TZ", "UG", "VN", "ZA", "ZW",
]  # fmt: skip

OWN = """
sources:
- id: about
  title: About the centre
  publisher: Example Centre
  year: 2019
  address: https://example.org/about
centres:
- id: cpc-pe
  name: Example Centre
  country: PE
  region: latin-america
  services: [awareness, policy]
  evidence:
  - source: about
    facts: [country, name, services]
"""

CENTRE = Centre(
    id="cpc-pe",
    name="Example Centre",
    country="PE",
    region=Region.LATIN_AMERICA,
    services=(Service.AWARENESS,),
    evidence=(Evidence(Source("About"), (Fact.COUNTRY, Fact.NAME, Fact.SERVICES)),),
)


def own_file(folder: Path, text: str = OWN) -> Path:
    path = folder / "centres.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_24_centres_of_the_programme_are_packaged_and_right() -> None:
    centres = load_centres()

    assert [centre.country for centre in centres] == PROGRAMME
    assert [centre.id for centre in centres] == [f"ncpc-{country.lower()}" for country in PROGRAMME]
    assert check_centres(centres) == []


def test_every_source_of_a_packaged_centre_can_be_looked_up() -> None:
    addresses = [part.source.address for centre in load_centres() for part in centre.evidence]

    assert [address for address in addresses if not address.startswith(("http://", "https://"))] == []


def test_every_packaged_centre_offers_the_four_services() -> None:
    assert {centre.services for centre in load_centres()} == {tuple(Service)}


def test_what_no_source_says_is_left_out() -> None:
    ethiopia = next(centre for centre in load_centres() if centre.country == "ET")

    assert (ethiopia.host, ethiopia.founded, ethiopia.website, ethiopia.note) == ("", None, "", "")


def test_an_administrators_own_file_adds_to_the_packaged_one(tmp_path: Path) -> None:
    centres = load_centres(own_file(tmp_path))

    (own,) = [centre for centre in centres if centre.id == "cpc-pe"]
    assert len(centres) == 25
    assert own.services == (Service.AWARENESS, Service.POLICY)
    assert own.evidence[0].source == Source("About the centre", "Example Centre", 2019, "https://example.org/about")
    assert check_centres(centres) == []


def test_a_file_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert load_centres(tmp_path / "centres.yaml") == load_centres()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("cpc-pe", "ncpc-vn", "the id 'ncpc-vn' is that of a packaged centre", id="packaged id"),
        pytest.param("country: PE", "country: XX", "centres.0..country has the value 'XX'", id="unknown country"),
        pytest.param("  country: PE\n", "", "centres.0..country is missing", id="no country"),
        pytest.param("latin-america", "moon", "centres.0..region has the value 'moon'", id="unknown region"),
        pytest.param("policy]", "magic]", "services.1. has the value 'magic'", id="unknown service"),
        pytest.param("name, services]", "age]", "facts.1. has the value 'age'", id="unknown fact"),
        pytest.param("source: about", "source: other", "'other' is not in the list of sources", id="unlisted source"),
        pytest.param("  name: Example Centre", "  nmae: Example Centre", "nmae is not a field", id="misspelt field"),
        pytest.param("id: cpc-pe", "id: CPC PE", "centres.0..id has the value 'CPC PE'", id="no slug"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_field(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = own_file(tmp_path, OWN.replace(old, new))

    with pytest.raises(CollectionError, match=message) as raised:
        load_centres(path)

    assert str(raised.value).startswith("centres.yaml: ")  # a visitor may read it: no folder


def test_an_id_given_twice_in_one_file_is_refused(tmp_path: Path) -> None:
    head, _, entry = OWN.partition("centres:\n")

    with pytest.raises(CollectionError, match="'cpc-pe' is given twice"):
        load_centres(own_file(tmp_path, f"{head}centres:\n{entry}{entry}"))


@pytest.mark.parametrize(
    ("centre", "problem"),
    [
        pytest.param(replace(CENTRE, country="XX"), "the country 'XX' is not an ISO 3166-1 code.", id="country"),
        pytest.param(replace(CENTRE, services=(Service.POLICY,) * 2), "names a service twice.", id="service twice"),
        pytest.param(replace(CENTRE, city="Lima"), "no source is named for its city.", id="unsourced"),
        pytest.param(
            replace(CENTRE, services=()),
            "a source is named for its services, which is not given.",
            id="sourced nothing",
        ),
        pytest.param(replace(CENTRE, services=()), "names no service.", id="no service"),
        pytest.param(replace(CENTRE, evidence=()), "has no source.", id="no source"),
        pytest.param(
            replace(CENTRE, website="http://[x"),
            "the website 'http://[x' is not a web address.",
            id="no address at all",
        ),
        pytest.param(
            replace(CENTRE, website="javascript:x"), "the website 'javascript:x' is not a web address.", id="website"
        ),
    ],
)
def test_what_is_wrong_with_a_centre_is_said(centre: Centre, problem: str) -> None:
    assert f"centre cpc-pe: {problem}" in check_centres([centre])


def test_ids_and_names_given_twice_are_found() -> None:
    other = replace(CENTRE, name="EXAMPLE centre")

    assert check_centres([CENTRE, other]) == [
        "centres: the id 'cpc-pe' is given twice.",
        "centres: the name 'example centre' is given twice.",
    ]


def test_a_sound_centre_has_no_problem() -> None:
    assert check_centres([CENTRE]) == []
