"""What is answered of a file without pages: parts instead of pages, nothing to draw, and what it seems to tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.errors import PageNotFoundError
from search_api.opening import open_intake, open_services
from search_api.services import Services
from tests.fakes import HashingEmbedder

REPORT = """# Rinse water at the Nakuru dye house

Company: Nakuru Dyers, Kenya. In 2019 counter-current rinsing was installed.

Water consumption was reduced from 138 to 80 L/kg of fabric. The investment was USD 1,530 and it paid back in 8 months.
"""


@pytest.fixture(name="documents", scope="module")
def _documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, list[str]]]:
    """Services over two files with nearly one text, and the files' hashes."""
    home = tmp_path_factory.mktemp("home")
    files = [home / "first.md", home / "second.md"]
    for path in files:
        path.write_text(REPORT + "\n" * files.index(path), encoding="utf-8")
    with open_intake(home, embedder=HashingEmbedder()) as intake:
        taken = [outcome.document for outcome in intake.take(files)]
        intake.publish()
    with open_services(home, embedder=HashingEmbedder()) as services:
        yield services, [document for document in taken if document]


Documents = tuple[Services, list[str]]


def test_a_file_without_pages_is_cited_without_their_number(documents: Documents) -> None:
    """A Markdown file has parts, which a reader of the citation could not open."""
    services, (first, _) = documents

    assert services.document(first).summary.cite == "(no year) Rinse water at the Nakuru dye house."


def test_a_file_without_pages_has_nothing_to_draw(documents: Documents) -> None:
    """Neither an image nor a PDF of a part is made up."""
    services, (first, _) = documents

    assert services.page(first, 1).image_url == ""
    with pytest.raises(PageNotFoundError, match="no page to draw"):
        services.page_image(first, 1)
    with pytest.raises(PageNotFoundError, match="download the original"):
        services.page_pdf(first, 1)


def test_the_same_text_is_named_by_its_file(documents: Documents) -> None:
    """Both prints have one title, so the name of the file tells them apart."""
    services, (first, second) = documents
    (other,) = services.document(first).alike

    assert (other.document.id, other.name, other.share) == (second, "second.md", 1.0)


def test_a_proposed_figure_says_its_role_beside_its_value(documents: Documents) -> None:
    """The page names roles in the reader's language, so the row holds the code and the number apart."""
    services, (first, _) = documents
    (rows,) = services.proposal_rows(first).proposals
    figures = {row.role: row.value for row in rows if row.field == "figure"}

    assert figures["after"].startswith("80 L/kg")
    assert {"baseline", "after", "investment", "payback"} == set(figures)
    assert all(row.role == "" for row in rows if row.field != "figure")
