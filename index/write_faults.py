"""What tantivy and FAISS say when a file cannot be written, turned into the system's own errors."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NUMBERED = re.compile(r"\(os error (\d+)\)")  # tantivy
_LIKELY = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)
_NEARLY_FULL = 1_000_000  # bytes


@contextmanager
def system_errors(folder: Path) -> Iterator[None]:
    """Raise OSError for a ValueError of tantivy or a RuntimeError of FAISS while they write into a folder."""
    try:
        yield
    except (ValueError, RuntimeError) as error:
        raise OSError(_number(str(error), folder), str(error)) from error


def _number(message: str, folder: Path) -> int:
    """Return the error's number; a thread of tantivy that died does not say it."""
    if numbered := _NUMBERED.search(message):
        return int(numbered[1])
    for number in _LIKELY:
        if os.strerror(number) in message:
            return number
    return errno.ENOSPC if shutil.disk_usage(folder).free < _NEARLY_FULL else errno.EIO
