"""Write documents to a library until killed: `python -m tests.corpus.endless_writer HOME`; prints each id once kept."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np

from corpus.library import Library
from tests.corpus.builders import case, document, entry, page, pdf


def write_forever(home: Path) -> None:
    home.mkdir(exist_ok=True)
    with Library.open(home, write=True) as library:
        first = library.documents.count()
        for number in itertools.count(first):
            original = pdf(home.parent, f"sheet {number}")
            described = document(original, page_count=20)
            library.documents.add(described, [page(n, "Rinse twice. " * 50) for n in range(1, 21)], original)
            entries = [entry(described.id, n, f"{number} {n}", ("sector:13", f"country:{n}")) for n in range(20)]
            with library.transaction():
                library.cases.replace(described.id, [case(f"case-{number}", described.id)])
                library.documents.replace_chunks(described.id, entries, ("m", np.ones((20, 8), np.float32)))
            print(described.id, flush=True)


if __name__ == "__main__":
    write_forever(Path(sys.argv[1]))
