"""One prepared process for all tests that read files with the packaged vocabularies, which take seconds to load.

It is the real process, and each file still has a child of its own. Readers with other vocabularies start and end a
process each, as everywhere outside the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from corpus.vocabulary import load_vocabulary
from ingest import reader
from ingest.parse import Job, Parsed
from ingest.reader import Limits, Reader
from ingest.sandbox.child import Worker

_Worker = Worker[Job, Parsed]


@contextmanager
def kept_readers() -> Iterator[None]:
    """Keep the processes of readers that are closed for the next ones with the same limits."""
    kept: dict[Limits, _Worker] = {}
    close = Reader.close

    def worker(task: reader._Reading, result: type[Parsed], limits: Limits) -> _Worker:
        if task._vocabulary != load_vocabulary():
            return Worker(task, result, limits)
        return kept.setdefault(limits, Worker(task, result, limits))

    def leave(left: Reader) -> None:
        if left._job is not None or left._worker not in kept.values():
            close(left)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "Worker", worker)
        patch.setattr(Reader, "close", leave)
        yield
    for each in kept.values():
        each.close()
