"""What a question excludes, denies, measures and misspells."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.vocabulary import load_vocabulary
from index.engine import Query
from index.query_exclusion import MOST, take_exclusions
from index.query_quantity import quantities
from index.query_spelling import Spelling
from index.understanding import Understood, respelt, understand
from ingest.concepts import Matcher
from tests.index.test_lexical import found, generation
from tests.index.worlds import NAMES, chunk_id, entry

VOCABULARY = load_vocabulary()
MATCHER = Matcher(VOCABULARY.concepts.values())


def read(raw: str) -> Understood:
    return understand(raw, vocabulary=VOCABULARY, matcher=MATCHER, filters={})


@pytest.mark.parametrize(
    ("typed", "left", "excluded"),
    [
        ("dyeing -cotton", "dyeing", ["cotton"]),
        ('dyeing -"reactive dyes" silk', "dyeing silk", ["reactive dyes"]),
        ("−coton teinture", "teinture", ["coton"]),
        ("counter-current rinsing", "counter-current rinsing", []),
        ("freezing at -5 °C, 10 - 20 kg", "freezing at -5 °C, 10 - 20 kg", []),
        ('dyeing -"" -', 'dyeing -"" -', []),
    ],
)
def test_a_leading_hyphen_excludes(typed: str, left: str, excluded: list[str]) -> None:
    """A hyphen before a word or a quotation excludes it; inside a word and before a number it does not."""
    text, struck = take_exclusions(typed)

    assert (text, [each.words for each in struck]) == (left, excluded)


def test_exclusions_after_the_eighth_stay_in_the_text() -> None:
    """A question cannot exclude without end."""
    text, struck = take_exclusions(" ".join(f"-w{letter}" for letter in "abcdefghij"))

    assert len(struck) == MOST
    assert text == "-wi -wj"


def test_no_result_contains_what_is_excluded(tmp_path: Path) -> None:
    """A word is excluded in all its English forms, a phrase as it stands; both before ranking and in counts."""
    texts = ("dyeing of cottons", "dyeing of silk with reactive dyes", "dyeing of wool")
    entries = [entry(name, text) for name, text in zip(NAMES, texts, strict=False)]
    query = Query("dyeing", excluded=("cotton", "reactive dyes"))

    assert found(tmp_path / "ranked", entries, query) == [chunk_id(NAMES[2])]
    assert generation(tmp_path / "counted", entries).count(query) == 1
    assert generation(tmp_path / "listed", entries).documents(Query("", excluded=("cotton",))) == [
        chunk_id(NAMES[1]),
        chunk_id(NAMES[2]),
    ]


@pytest.mark.parametrize(
    ("typed", "left", "denied"),
    [
        ("degreasing without solvents in metal plating", "degreasing in metal plating", ["solvents"]),
        ("dry cleaning instead of PERC", "dry cleaning", ["PERC"]),
        ("no phosphate detergent", "detergent", ["phosphate"]),
        ("solvent-free degreasing", "degreasing", ["solvent"]),
        ("reuse of sludge, not landfill or incineration", "reuse of sludge,", ["landfill or incineration"]),
        ("reducir aguas residuales sin construir una planta", "reducir aguas residuales", ["construir una planta"]),
        ("curtido, no cromo", "curtido,", ["cromo"]),
        ("peinture poudre au lieu de peinture liquide", "peinture poudre", ["peinture liquide"]),
        ("aproveitamento do lodo, sem aterro", "aproveitamento do lodo,", ["aterro"]),
        ("tái sử dụng bùn thải, không chôn lấp", "tái sử dụng bùn thải,", ["chôn lấp"]),
        ("إعادة استخدام الحمأة بدل الطمر", "إعادة استخدام الحمأة", ["الطمر"]),
        ("粉末喷涂代替液体油漆", "粉末喷涂", ["液体油漆"]),
        (
            "Gerbung von Leder ist wichtig und chromfreie Verfahren",
            "Gerbung von Leder ist wichtig und Verfahren",
            ["chrom"],
        ),
    ],
)
def test_what_is_denied_does_not_count(typed: str, left: str, denied: list[str]) -> None:
    """The words that say what to do without are left out of the keyword search, in each of the languages."""
    understood = read(typed)

    assert (understood.query.text, [part.words for part in understood.negated]) == (left, denied)


@pytest.mark.parametrize(
    "typed",
    [
        "less salt in hide curing",
        "low-salt dyeing",
        "reuso de água no tingimento",
        "No. 2 fuel oil",
        "not only water",
        "ô nhiễm không khí do xe buýt",
        "不锈钢酸洗",
        "how not to waste water",
        "Is there free cooling",
    ],
)
def test_what_only_looks_like_a_denial_counts(typed: str) -> None:
    """Less of a thing is about the thing, and small words of other languages deny nothing."""
    assert read(typed).negated == ()
    assert read(typed).query.text == typed


@pytest.mark.parametrize("typed", ["without chrome", "不用铬"])
def test_a_question_of_nothing_but_a_denial_is_asked_as_it_stands(typed: str) -> None:
    """Something has to be looked for."""
    assert read(typed).query.text == typed


def test_a_denied_thing_is_avoided_and_what_replaces_it_named() -> None:
    """The vocabulary's opposite of what is denied is looked for, the thing itself is not expanded."""
    understood = read("tanning without chrome")

    assert "technique:chrome-free-tanning" in {match.concept for match in understood.matches}
    assert {"pollutant:chromium", "process:chrome-tanning"} <= understood.avoided
    assert "Chromium" not in understood.query.expansions
    assert understood.query.sense == "tanning without chrome"


def test_the_kind_of_a_denied_thing_is_not_avoided() -> None:
    """Who wants no water jets may want water."""
    assert "resource:water" not in read("cleaning without water jets").avoided
    assert "resource:water" in read("cleaning without water").avoided


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 °C", [("60", "c")]),
        ("60C", [("60", "c")]),
        ("below 5 mg/l COD at 10bar", [("5", "mg", "l"), ("10", "bar")]),
        ("33 mills", []),
        ("1,5 kWh", [("1,5", "kwh")]),
        ("30 %", []),
    ],
)
def test_numbers_are_read_with_their_units(text: str, expected: list[tuple[str, ...]]) -> None:
    """However close they stand; a percent sign is no word of the index."""
    assert list(quantities(text)) == expected


@pytest.mark.parametrize("asked", ["wash at 60C", "wash at 60 °C", "wash at 60°C"])
def test_a_number_with_its_unit_comes_before_both_apart(tmp_path: Path, asked: str) -> None:
    """And nothing is narrowed: what has neither is found too."""
    texts = ("wash 60 pieces at 30 C in all", "wash the 90 pieces at 60 °C now", "wash wool")
    entries = [entry(name, text) for name, text in zip(NAMES, texts, strict=False)]

    ranked = found(tmp_path, entries, Query(asked))
    assert ranked[0] == chunk_id(NAMES[1])
    assert len(ranked) == 3


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("leekage", "leakage"),
        ("insullation", "insulation"),
        ("electropalting", "electroplating"),
        ("steem", "steam"),
        ("stom", None),
        ("xyz", None),
        ("60", None),
        ("football", None),
        ("w" * 30, None),
    ],
)
def test_the_librarys_nearest_word_is_meant(word: str, meant: str | None) -> None:
    """One edit in a short word, two in a long one, none in a very short one."""
    words = ("leakage", "linkage", "insulation", "electroplating", "steam", "iso14001", "co")

    assert Spelling(dict.fromkeys(words, 3)).nearest(word) == meant


def test_of_equally_near_words_the_more_frequent_is_meant() -> None:
    """What the library speaks of more often was more likely meant."""
    assert Spelling({"boiler": 2, "broiler": 1, "bailer": 9}).nearest("boilar") == "boiler"
    assert Spelling({"casting": 2, "coating": 9}).nearest("caating") == "coating"
    assert Spelling({}).nearest("boiler") is None


def test_a_question_is_respelt_with_words_of_the_library(tmp_path: Path) -> None:
    """Words that stand in the library, name something, are small or foreign are left alone."""
    lexical = generation(tmp_path, [entry(NAMES[0], "steam trap leakages were found")]).lexical

    def meant(raw: str) -> str:
        return respelt(raw, read(raw), lexical.suggestions)

    assert meant("steem trap  leekages -fount") == "steam trap leakages -fount"
    assert meant("steam trap leakage") == ""
    assert meant("fugas en trampas de vapor steem") == ""


def test_rare_words_are_rarer_than_common_ones(tmp_path: Path) -> None:
    """Rarity is what a word's absence weighs."""
    lexical = generation(tmp_path, [entry(name, f"water {name}") for name in NAMES]).lexical

    assert lexical.rarity("unicorn") > lexical.rarity("water")
