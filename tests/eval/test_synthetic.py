"""Made-up texts, vectors and PDFs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eval.synthetic import DIMENSION, clustered_vectors, entries, report_pdf, share_masks, zipf_words
from ingest.pdf.pages import TextLimits, read_pages


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_same_seed_gives_the_same_words_and_vectors() -> None:
    assert zipf_words(50, generator()) == zipf_words(50, generator())
    np.testing.assert_array_equal(clustered_vectors(5, generator()), clustered_vectors(5, generator()))


def test_a_few_words_make_up_much_of_a_text() -> None:
    words = zipf_words(10_000, generator())
    commonest = max(map(words.count, set(words)))

    assert 500 < commonest < 1_000  # about 1 / ln(30,000) of them with the first rank: rank 1 covers log 2 of it


def test_vectors_have_length_one_and_lie_in_clusters() -> None:
    vectors = clustered_vectors(2_000, generator())
    nearest = np.sort(vectors[:50] @ vectors.T, axis=1)[:, -3]  # the second nearest beside itself

    assert vectors.shape == (2_000, DIMENSION)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert nearest.mean() > 0.6


def test_entries_ascend_and_carry_their_shares() -> None:
    masks = share_masks(25, generator())
    made = list(entries(25, masks, generator()))

    assert [entry.chunk.id for entry in made] == sorted(entry.chunk.id for entry in made)
    assert [("share:half" in entry.facets) for entry in made] == masks["half"].tolist()
    assert "share:thousandth" in made[0].facets


def test_a_report_has_its_pages_with_text(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(3, ["water", "steam", "salt", "dye"], generator()))
    pages = read_pages(path, TextLimits())

    assert len(pages) == 3
    assert all("Section" in page.text and "m3 a year" in page.text for page in pages)
