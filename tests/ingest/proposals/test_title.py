"""What a case is called."""

from __future__ import annotations

import pytest

from ingest.proposals.document import ReadDocument
from ingest.proposals.sections import sections
from ingest.proposals.title import is_series, title_of
from tests.ingest.proposals.told import document


def _title(read: ReadDocument) -> str | None:
    proposed = title_of(sections(read)[0], read)
    return proposed.value if proposed else None


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (
            document("CASE RECORD SHEET\n\nTitle: Three projects\nStatus: done", title="CASE RECORD SHEET"),
            "Three projects",
        ),
        (
            document("Closing the\ncooling loop\n\nWater fell.", title="Closing the cooling loop"),
            "Closing the cooling loop",
        ),
        (document("L’acide régénéré\n\nBien.", title="L'acide régénéré"), "L’acide régénéré"),
        (document("Rinsing twice\n\nGood.", headings=("Rinsing twice",), title="untitled 3"), "Rinsing twice"),
        (document("Case study: Rinsing\n\nGood.", headings=("Case study: Rinsing",)), "Rinsing"),
        (document("Status: done\n\nGood.", headings=("Status: done",), title="Status: done"), None),
        (document("Good.", title="Nowhere printed"), None),
    ],
    ids=["label", "the file's, printed", "quotes", "heading", "announced", "a field is none", "not printed"],
)
def test_a_title_is_printed(read: ReadDocument, expected: str | None) -> None:
    """A label, else the file's title where it stands in the text, else the first heading that is one."""
    assert expected == _title(read)


def test_an_announced_case_is_called_by_its_heading() -> None:
    """Each case of a chapter has its own title, without its number."""
    text = "Case 1: One\n\nSaved.\n\nCase 2: Two\n\nSaved."
    read = document(text, headings=("Case 1: One", "Case 2: Two"), title="A chapter")

    assert [title.value for each in sections(read) if (title := title_of(each, read))] == ["One", "Two"]


def test_the_name_of_a_series_is_no_title() -> None:
    """Words that series are called by, numbers and signs."""
    assert is_series("Good practice leaflet No. 12")
    assert is_series("FICHE D’EXPÉRIENCE")
    assert not is_series("Good practice in a mill")
