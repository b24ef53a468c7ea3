"""Questions that ask to do without something, and questions that the collection does not answer, as a person asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpkb import read_settings, warn
from eval.fit_questions import held_back
from index.model_use import open_model
from search_api.opening import open_services
from search_api.requests import SearchRequest
from search_api.services import Services

pytestmark = pytest.mark.slow

# What to do without, the technique that does, and the same question about the thing itself.
OPPOSITES = [
    ("tanning without chrome", "chrome-free-tanning", "recovery of chrome in tanning"),
    ("degreasing metal parts without solvents", "aqueous-degreasing", "distilling spent degreasing solvent"),
    ("dry cleaning of clothes instead of PERC", "professional-wet-cleaning", "recover PERC in dry cleaning machines"),
    ("rinsing without overflow", "drop-fill-rinsing", "conductivity control of overflow rinsing"),
    (
        "conversion coating without hexavalent chromium",
        "chromium-free-conversion-coating",
        "recovery of chromium from plating rinses",
    ),
    ("unhairing without sodium sulphide", "enzymatic-unhairing", "recycling of sulphide unhairing liquor"),
    ("powder paint instead of liquid paint", "powder-coating", "less overspray of liquid paint"),
    ("curtido sin cromo", "chrome-free-tanning", "recuperación de cromo en curtido"),
    ("dégraissage sans solvant", "aqueous-degreasing", "distillation du solvant de dégraissage"),
    ("thuộc da không crôm", "chrome-free-tanning", "thu hồi crôm trong thuộc da"),
]


@pytest.fixture(scope="module", name="asked")
def _asked(prepared_home: Path) -> Iterator[Services]:
    """The services over the starter collection, with the real model."""
    settings = read_settings()
    with open_services(
        prepared_home, embedder=open_model(settings.model, settings.cache, threads=1, say=warn)
    ) as found:
        yield found


@pytest.mark.parametrize(("without", "technique", "thing"), OPPOSITES)
def test_doing_without_a_thing_is_not_the_thing(asked: Services, without: str, technique: str, thing: str) -> None:
    """The way to do without comes first, and is not what the question about the thing itself finds first."""
    assert asked.search(SearchRequest(without)).results[0].id == technique
    assert asked.search(SearchRequest(thing)).results[0].id != technique


def test_most_topics_that_the_collection_lacks_are_recognised(asked: Services) -> None:
    """The share of decision 0007, on topics that nothing was learned from."""
    topics = held_back()

    refused = [topic for topic in topics if asked.search(SearchRequest(topic)).no_good_match]
    assert len(topics) == 30
    assert len(refused) >= 24


def test_a_name_is_found_whatever_its_subject(asked: Services) -> None:
    """A brewer's name says nothing of pollution prevention, and is in a title."""
    assert not asked.search(SearchRequest("Carlsberg")).no_good_match


def test_a_word_of_another_subject_is_not_corrected(asked: Services) -> None:
    """The library has "shares" and no "sharks"; and "ceramic" for "ceramik"."""
    for word in ("sharks", "chess", "wild mushrooms", "beach litter"):
        answer = asked.search(SearchRequest(word))
        assert (answer.no_good_match, answer.query.suggestion) == (True, ""), word
    assert asked.search(SearchRequest("ceramik kiln losses")).query.suggestion == "ceramic kiln losses"
