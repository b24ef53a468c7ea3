"""The page of the files on their way: which states can be looked at, and whether the page refreshes itself."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from corpus.model import JobState
from search_api.job_views import JobsView
from web import numbers, text
from web.language import translate
from web.views import Frame, JobsPage, Tab

ADDRESS = "/jobs"
_REFRESHED = {"refresh": "1"}
ON_ITS_WAY = (JobState.QUEUED, JobState.PARSING, JobState.OCR, JobState.EMBEDDING)


def jobs_page(view: JobsView, *, state: str, refreshing: bool) -> JobsPage:
    """Return the page.

    Args:
        state: The only state that is shown; "" for all.
        refreshing: Whether the reader asked the page to refresh itself; unasked it would disturb who reads it aloud.
    """
    moving = any(view.counts[each] for each in ON_ITS_WAY)
    total = view.counts[state] if state else sum(view.counts.values())
    query = {"state": state} if state else {}
    return JobsPage(
        frame=Frame(title=translate("On its way"), api_url=_address("/api/v1/jobs", query), listed=False),
        tabs=tuple(_tabs(view, state, _REFRESHED if refreshing else {})),
        jobs=view.jobs,
        more=total - len(view.jobs),
        moving=moving,
        refreshing=moving and refreshing,
        toggle=_address(ADDRESS, query if refreshing else query | _REFRESHED),
    )


def _tabs(view: JobsView, state: str, kept: dict[str, str]) -> Iterator[Tab]:
    total = numbers.number(sum(view.counts.values()))
    yield Tab(translate("All ({count})").format(count=total), _address(ADDRESS, kept), not state)
    for each, count in view.counts.items():
        if count or each == state:
            shown = f"{text.state_name(each)} ({numbers.number(count)})"
            yield Tab(shown, _address(ADDRESS, {"state": each, **kept}), each == state)


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
