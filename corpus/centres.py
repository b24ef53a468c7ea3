"""The directory of centres: who assesses, trains and contributes, each fact with the source that says it.

Owns centres.yaml, the 24 centres of the UNIDO/UNEP programme, and the reading of a file of the same format in which an
administrator lists others. docs/centres.md says how to add one. Which cases come from a centre's country is not asked
here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.countries import country_codes
from corpus.errors import CollectionError
from corpus.fields import Fields, read_bytes, read_fields
from corpus.model import Source
from corpus.plain_text import web_address
from corpus.records import read_source

PACKAGED = Path(__file__).parent / "centres.yaml"
OWN_FILE = "centres.yaml"  # in the data folder: the administrator's

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Region(StrEnum):
    """The part of the world a centre works in."""

    AFRICA = "africa"
    ARAB = "arab"
    ASIA_PACIFIC = "asia-pacific"
    EUROPE = "europe"
    LATIN_AMERICA = "latin-america"


class Service(StrEnum):
    """What a centre does for plants, banks and ministries."""

    AWARENESS = "awareness"
    TRAINING = "training-and-assessment"
    INVESTMENT = "investment"
    POLICY = "policy"


class Fact(StrEnum):
    """What a source can be a source of: a field of a centre."""

    COUNTRY = "country"
    NAME = "name"
    CITY = "city"
    ROUNDTABLE = "roundtable"
    HOST = "host"
    FOUNDED = "founded"
    WEBSITE = "website"
    SERVICES = "services"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source and what it says of a centre."""

    source: Source
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre. What no source says is "" or None.

    Attributes:
        id: A slug, "ncpc-vn"; never changes.
        country: ISO 3166-1 alpha-2.
        roundtable: The roundtable or network on cleaner production of its region.
        host: The institution it belongs to.
        founded: Year.
        note: What became of it, and where sources differ.
    """

    id: str
    name: str
    country: str
    region: Region
    services: tuple[Service, ...]
    evidence: tuple[Evidence, ...]
    city: str = ""
    roundtable: str = ""
    host: str = ""
    founded: int | None = None
    website: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    """The outermost fields of a file of centres."""

    sources: tuple[Source, ...]
    centres: tuple[Centre, ...]


@dataclass(frozen=True, slots=True)
class _ListedSource(Source):
    """A source in the list at the top of a file, under the name that evidence gives it."""

    id: str = ""


def load_centres(extra: Path | None = None) -> tuple[Centre, ...]:
    """Return the packaged centres and those of an administrator's file, by country code, then id.

    Args:
        extra: A file of the same format; none is added if it does not exist.

    Raises:
        CollectionError: A file is malformed, or both name the same centre; the message says which and where.
    """
    centres = _read(PACKAGED)
    if extra is not None and extra.exists():
        own = _read(extra)
        taken = {centre.id for centre in centres}
        for centre in own:
            if centre.id in taken:
                raise CollectionError(
                    f"{extra.name}: the id '{centre.id}' is that of a packaged centre. Choose another."
                )
        centres += own
    return tuple(sorted(centres, key=lambda centre: (centre.country, centre.id)))


def check_centres(centres: Sequence[Centre]) -> list[str]:
    """Return what is wrong with centres, one sentence each; none if all is well."""
    problems = [f"centre {centre.id}: {problem}" for centre in centres for problem in _faults(centre)]
    for kind, values in (("id", [c.id for c in centres]), ("name", [c.name.casefold() for c in centres])):
        twice = [value for value, count in Counter(values).items() if count > 1]
        problems += [f"centres: the {kind} '{value}' is given twice." for value in twice]
    return problems


def _faults(centre: Centre) -> Iterator[str]:
    if centre.country not in country_codes():
        yield f"the country '{centre.country}' is not an ISO 3166-1 code."
    if not centre.services:
        yield "names no service."
    if len(set(centre.services)) < len(centre.services):
        yield "names a service twice."
    if not centre.evidence:
        yield "has no source."
    if centre.website and not web_address(centre.website):
        yield f"the website '{centre.website}' is not a web address."
    told = {fact for evidence in centre.evidence for fact in evidence.facts}
    stated = {fact for fact in Fact if getattr(centre, fact)}
    for fact in Fact:
        if fact in stated and fact not in told:
            yield f"no source is named for its {fact}."
        if fact in told and fact not in stated:
            yield f"a source is named for its {fact}, which is not given."


def _read(path: Path) -> tuple[Centre, ...]:
    content, path = read_bytes(path), Path(path.name)  # a visitor may read the message: no folders in it
    top = read_fields(content, path, _File)
    sources: dict[str, Source] = {}
    for item in top.children("sources", _ListedSource):
        sources[_slug(item, "id")] = read_source(item)
    centres = tuple(_centre(item, sources, path) for item in top.children("centres", Centre))
    twice = [name for name, count in Counter(centre.id for centre in centres).items() if count > 1]
    if twice:
        raise CollectionError(f"{path}: the centre '{twice[0]}' is given twice. Remove one or rename it.")
    return centres


def _centre(item: Fields, sources: Mapping[str, Source], path: Path) -> Centre:
    return Centre(
        id=_slug(item, "id"),
        name=item.text("name", required=True),
        country=item.country("country") or item.text("country", required=True),  # the latter complains
        region=item.choice("region", Region),
        services=item.choices("services", Service),
        evidence=tuple(_evidence(part, sources, path) for part in item.children("evidence", Evidence)),
        city=item.text("city"),
        roundtable=item.text("roundtable"),
        host=item.text("host"),
        founded=item.year("founded"),
        website=item.text("website"),
        note=item.text("note"),
    )


def _evidence(part: Fields, sources: Mapping[str, Source], path: Path) -> Evidence:
    name = _slug(part, "source")
    if name not in sources:
        raise CollectionError(f"{path}: '{name}' is not in the list of sources. Add it at the top of the file.")
    return Evidence(sources[name], part.choices("facts", Fact))


def _slug(item: Fields, name: str) -> str:
    return item.matching(name, _SLUG, "a slug such as 'ncpc-vn'")
