"""The vocabularies load, answer, and are checked."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from corpus.errors import ConceptNotFoundError, VocabularyError
from corpus.model import Concept, ConceptId, Labels, Scheme
from corpus.vocabulary import FILES, PACKAGED_FOLDER, Vocabulary, load_vocabulary
from corpus.vocabulary_check import check

PRACTICES = [
    "practice:by-product",
    "practice:equipment-modification",
    "practice:good-housekeeping",
    "practice:input-substitution",
    "practice:on-site-reuse",
    "practice:process-control",
    "practice:product-modification",
    "practice:technology-change",
]


@pytest.fixture(scope="module")
def packaged() -> Vocabulary:
    return load_vocabulary()


def folder_with(folder: Path, **texts: str) -> Path:
    """Write all vocabulary files, empty but for the ones given by their stem."""
    for name in FILES:
        (folder / name).write_text(texts.get(name.removesuffix(".yaml"), "[]"), encoding="utf-8")
    return folder


def concept(concept_id: str, **fields: object) -> Concept:
    """Return a concept with an English label made of its id."""
    scheme, _, notation = concept_id.partition(":")
    given = {"labels": {"en": Labels(notation)}, **fields}
    return Concept(id=ConceptId(concept_id), scheme=Scheme(scheme), **given)  # type: ignore[arg-type]  # test data


def world(*concepts: Concept) -> Vocabulary:
    return Vocabulary({concept.id: concept for concept in concepts})


def test_the_packaged_vocabularies_have_no_problem(packaged: Vocabulary) -> None:
    assert check(packaged) == []


def test_the_eight_practices_are_there(packaged: Vocabulary) -> None:
    assert sorted(concept.id for concept in packaged.by_scheme(Scheme.PRACTICE)) == PRACTICES


def test_each_scheme_has_the_concepts_that_the_first_collection_needs(packaged: Vocabulary) -> None:
    counts = {scheme: len(packaged.by_scheme(scheme)) for scheme in Scheme}

    assert counts[Scheme.TECHNIQUE] >= 60
    assert counts[Scheme.PROCESS] >= 40
    assert counts[Scheme.POLLUTANT] + counts[Scheme.RESOURCE] >= 60
    assert counts[Scheme.SECTOR] >= 100


def test_everything_but_sector_groups_has_synonyms_or_a_definition(packaged: Vocabulary) -> None:
    bare = [c.id for c in packaged.concepts.values() if c.scheme is not Scheme.SECTOR and not c.definition]

    assert bare == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dye house", "sector:1313"),
        ("tannery", "sector:1511"),
        ("electroplater", "sector:2592"),
        ("COD", "pollutant:cod"),
        ("countercurrent rinsing", "technique:counter-current-rinsing"),
        ("CIP", "process:cleaning-in-place"),
        ("caustic", "resource:caustic-soda"),
    ],
)
def test_the_words_of_auditors_are_labels(packaged: Vocabulary, words: str, expected: str) -> None:
    labels = packaged.get(expected).labels["en"]

    assert words in (labels.preferred, *labels.alternatives)


def test_the_packaged_vocabularies_load_fast_enough_for_the_command_line(tmp_path: Path) -> None:
    def seconds(folder: Path) -> float:
        shutil.copytree(PACKAGED_FOLDER, folder)  # a folder is read once
        start = time.process_time()
        load_vocabulary(folder)
        return time.process_time() - start

    assert min(seconds(tmp_path / str(number)) for number in range(3)) < 0.5  # about 0.1 on a processor that is free


def test_the_closure_of_a_sector_goes_up_to_its_section(packaged: Vocabulary) -> None:
    assert packaged.closure("sector:1313") == ("sector:13", "sector:131", "sector:1313", "sector:C")


def test_the_closure_of_a_technique_has_its_practices_and_its_broader_techniques(packaged: Vocabulary) -> None:
    assert packaged.closure("technique:drop-fill-rinsing") == (
        "practice:process-control",
        "technique:drop-fill-rinsing",
        "technique:rinse-water-reduction",
    )


def test_the_closure_ends_where_the_broader_concepts_form_a_cycle() -> None:
    circular = world(
        concept("process:a", broader=(ConceptId("process:b"),)), concept("process:b", broader=(ConceptId("process:a"),))
    )

    assert circular.closure("process:a") == ("process:a", "process:b")


def test_narrower_concepts_are_the_direct_children(packaged: Vocabulary) -> None:
    assert packaged.narrower("technique:chrome-recovery") == (
        "technique:chrome-liquor-recycling",
        "technique:chrome-precipitation-recovery",
    )
    assert packaged.narrower("sector:1313") == ()


@pytest.mark.parametrize("concept_id", ["technique:nothing", "", "1313", "\x00", "x" * 100_000])
def test_an_unknown_concept_is_told_in_a_short_sentence(packaged: Vocabulary, concept_id: str) -> None:
    for look_up in (packaged.get, packaged.closure, packaged.narrower):
        with pytest.raises(ConceptNotFoundError, match="have no concept") as raised:
            look_up(concept_id)
        assert len(str(raised.value)) < 300


def test_an_entry_becomes_a_concept(tmp_path: Path) -> None:
    text = """
- id: salt-removal
  label: Salt removal
  synonyms: [desalting,  dry   desalting]
  definition: >-
    Takes
    salt off.
  practices: [good-housekeeping]
  broader: [housekeeping]
  related: ["resource:salt", drying]
  opposites: [salting]
  labels:
    es: [desalado, desalado en seco]
    no: [avsalting]
"""
    loaded = load_vocabulary(folder_with(tmp_path, techniques=text))

    assert loaded.get("technique:salt-removal") == Concept(
        id=ConceptId("technique:salt-removal"),
        scheme=Scheme.TECHNIQUE,
        labels={
            "en": Labels("Salt removal", ("desalting", "dry desalting")),
            "es": Labels("desalado", ("desalado en seco",)),
            "no": Labels("avsalting"),
        },
        definition="Takes salt off.",
        broader=(ConceptId("technique:housekeeping"),),
        related=(ConceptId("resource:salt"), ConceptId("technique:drying")),
        opposites=(ConceptId("technique:salting"),),
        practices=(ConceptId("practice:good-housekeeping"),),
    )


def test_numbers_and_yes_or_no_stay_words(tmp_path: Path) -> None:
    loaded = load_vocabulary(
        folder_with(tmp_path, sectors="- {id: 0729, label: No, synonyms: [1.0, null, 2020-01-01]}")
    )

    assert loaded.get("sector:0729").labels["en"] == Labels("No", ("1.0", "null", "2020-01-01"))


def test_concepts_of_a_scheme_are_sorted_by_label(tmp_path: Path) -> None:
    text = "[{id: a, label: zinc}, {id: c, label: Copper}, {id: b, label: copper}]"
    loaded = load_vocabulary(folder_with(tmp_path, pollutants=text))

    assert [concept.notation for concept in loaded.by_scheme(Scheme.POLLUTANT)] == ["b", "c", "a"]
    assert loaded.by_scheme(Scheme.SECTOR) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {id: a, label: A", "processes.yaml is not well-formed YAML"),
        ("- &a [*a]", "processes.yaml is not well-formed YAML: line 1, an alias"),
        ("[" * 2_000, "processes.yaml is not well-formed YAML"),
        ("[" * 500 + "]" * 500, "processes.yaml, entry number 1: must be a mapping"),
        ("- {[a]: b}", "is not a text"),
        ("[]\n---\n[]", "more than one document"),
        ("\x00", "processes.yaml is not well-formed YAML"),
        ("id: a", "processes.yaml must hold a list"),
        ("", "processes.yaml must hold a list"),
        ("- dyeing", "processes.yaml, entry number 1: must be a mapping"),
        ("- {label: A}", "processes.yaml, entry number 1: 'id' is missing"),
        ("- {id: a}", "processes.yaml, entry 'a': 'label' is missing"),
        ("- {id: a, label: ' '}", "processes.yaml, entry 'a': 'label' is missing"),
        ("- {id: a, label: [A]}", "processes.yaml, entry 'a': 'label' must be text"),
        ("- {id: [a], label: A}", "processes.yaml, entry number 1: 'id' must be text"),
        ("- {id: a, label: A, synonym: [b]}", "entry 'a': unknown key 'synonym'; known are"),
        ("- {id: a, label: A, synonyms: b}", "entry 'a': 'synonyms' must be a list of texts"),
        ("- {id: a, label: A, synonyms: [b, '']}", "entry 'a': 'synonyms' must be a list of texts"),
        ("- {id: a, label: A, broader: [[b]]}", "entry 'a': 'broader' must be a list of texts"),
        ("- {id: a, label: A, labels: [b]}", "entry 'a': 'labels' must map"),
        ("- {id: a, label: A, labels: {en: [b]}}", "'en' in 'labels' must be a two-letter language code"),
        ("- {id: a, label: A, labels: {spa: [b]}}", "'spa' in 'labels' must be a two-letter language code"),
        ("- {id: a, label: A, labels: {es: []}}", "'labels: es' must hold a name"),
        ("- {id: a, label: A, labels: {es: b}}", "'labels: es' must be a list of texts"),
        ("- {id: a, label: A, label: B}", "line 1, a key stands twice"),
        ("[{id: a, label: A}, {id: a, label: B}]", "processes.yaml, entry 'a': this id stands there twice"),
        ("- !!python/object/apply:os.getcwd []", "processes.yaml, entry number 1: must be a mapping"),
    ],
)
def test_a_malformed_file_is_told_with_its_entry(tmp_path: Path, text: str, message: str) -> None:
    folder_with(tmp_path, processes=text)

    with pytest.raises(VocabularyError) as raised:
        load_vocabulary(tmp_path)

    assert message in str(raised.value)


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (folder_with(tmp_path) / "sectors.yaml").write_bytes(b"- {id: a, label: \xff\xfe\xfa}")

    with pytest.raises(VocabularyError, match=r"sectors\.yaml is not well-formed"):
        load_vocabulary(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (folder_with(tmp_path) / "resources.yaml").unlink()

    with pytest.raises(VocabularyError, match=r"resources\.yaml cannot be read"):
        load_vocabulary(tmp_path)


SECTION = concept("sector:C")
DIVISION = concept("sector:13", broader=(ConceptId("sector:C"),))
PRACTICE = concept("practice:p")


@pytest.mark.parametrize(
    ("concepts", "problem"),
    [
        ([concept("process:Bad Slug")], "the notation 'Bad Slug' is malformed"),
        ([concept("sector:12345")], "the notation '12345' is malformed"),
        ([concept("process:a", labels={"es": Labels("a")})], "it has no English label"),
        ([concept("pollutant:a", cas="7440-02-1")], "'7440-02-1' is not a valid CAS number"),
        ([concept("pollutant:a", cas="nickel")], "'nickel' is not a valid CAS number"),
        ([concept("process:a", codes=("13.30",))], "the code '13.30' is not a classification's name and a notation"),
        (
            [concept("sector:C", codes=("NACE C",)), concept("sector:D", codes=("NACE C",))],
            "sector:D: sector:C has the code 'NACE C' too",
        ),
        ([concept("pollutant:a", media=("sea",))], "the medium 'sea' is none of air, soil, waste, water"),
        ([concept("technique:a")], "it names no practice"),
        ([PRACTICE, concept("process:a", practices=(PRACTICE.id,))], "only techniques name practices"),
        (
            [concept("technique:a", practices=(ConceptId("practice:x"),))],
            "practice concept 'practice:x' does not exist",
        ),
        ([SECTION, concept("technique:a", practices=(SECTION.id,))], "'sector:C' must be a practice"),
        ([concept("process:a", broader=(ConceptId("process:x"),))], "broader concept 'process:x' does not exist"),
        ([PRACTICE, concept("process:a", broader=(PRACTICE.id,))], "'practice:p' must be a process"),
        ([concept("process:a", related=(ConceptId("process:x"),))], "related concept 'process:x' does not exist"),
        ([concept("process:a", opposites=(ConceptId("process:x"),))], "opposite concept 'process:x' does not exist"),
        ([concept("process:a", opposites=(ConceptId("process:a"),))], "it names itself as opposite concept"),
        ([SECTION, DIVISION, concept("sector:141", broader=(DIVISION.id,))], "it belongs under 'sector:14' alone"),
        ([SECTION, DIVISION, concept("sector:14", broader=(DIVISION.id,))], "a division belongs to one section"),
        ([SECTION, concept("sector:B", broader=(SECTION.id,))], "a section has nothing broader"),
        (
            [concept("process:a", labels={"en": Labels("Dyeing", ("dyeing",))})],
            "the en label 'dyeing' stands there twice",
        ),
        (
            [concept("process:a", labels={"en": Labels("Dye-House")}), concept("process:dye house")],
            "process:a has the en label 'dye house' too",
        ),
    ],
)
def test_a_wrong_concept_is_found(concepts: list[Concept], problem: str) -> None:
    assert any(problem in found for found in check(world(*concepts)))


def test_each_concept_of_a_cycle_is_found() -> None:
    a, b, c = (ConceptId(f"process:{name}") for name in "abc")
    circular = world(concept(a, broader=(b,)), concept(b, broader=(c,)), concept(c, broader=(a,)))

    assert check(circular) == [f"{name}: it is broader than itself: a cycle." for name in (a, b, c)]


def test_sound_concepts_have_no_problem() -> None:
    sound = world(
        PRACTICE,
        SECTION,
        DIVISION,
        concept("sector:131", broader=(DIVISION.id,), labels={"en": Labels("13")}),
        concept("technique:a", practices=(PRACTICE.id,)),
        concept("pollutant:nickel", cas="7440-02-0", media=("water", "waste"), codes=("PRTR 21", "NACE 13.30")),
        concept("process:nickel"),
    )

    assert check(sound) == []
