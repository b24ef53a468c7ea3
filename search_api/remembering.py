"""Remember the last answers: a class of thirty asks the same questions, and an answer only changes with the library."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Generic, TypeVar

from search_api.requests import SearchRequest

REMEMBERED = 128  # answers, each of some 100 kB

Answer = TypeVar("Answer")


class RememberedAnswers(Generic[Answer]):
    """Gives an answer again as long as nothing it was made of has changed; safe to use from many threads.

    Args:
        answer: Makes an answer.
        state: Says what answers depend on beside the request: the index and the library's revision.
    """

    def __init__(self, answer: Callable[[SearchRequest], Answer], state: Callable[[], Hashable]) -> None:
        self._state = state
        self._again = lru_cache(maxsize=REMEMBERED)(lambda _, asked: answer(asked.request))

    def __call__(self, request: SearchRequest) -> Answer:
        """Return the answer to a request. Raises what making it raises; a failure is not remembered."""
        return self._again(self._state(), _Asked(request))


class _Asked:
    """A request that can be a key, which its filters, a mapping, cannot."""

    def __init__(self, request: SearchRequest) -> None:
        self.request = request
        self.key = (
            request.text,
            tuple(request.filters.items()),
            request.ignore,
            request.group,
            request.limit,
            request.mode,
            request.explain,
            request.unfit,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
