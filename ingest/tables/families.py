"""Group level rules that begin and end alike: each group may be the rules of one table, or of several."""

from __future__ import annotations

import numpy as np

from ingest.tables.strokes import Strokes

SAME_SIDE = 6.0  # points between the ends of rules of one table

_SHORTEST = 40.0  # points across


def families(level: Strokes) -> list[Strokes]:
    """Return rules that begin and end alike, at least two, widest first."""
    wide = level[level[:, 2] - level[:, 1] >= _SHORTEST]
    ends: list[list[float]] = wide[:, 1:].tolist()

    def are_alike(one: int, other: int) -> bool:
        return abs(ends[one][0] - ends[other][0]) <= SAME_SIDE and abs(ends[one][1] - ends[other][1]) <= SAME_SIDE

    found: list[list[int]] = []
    for place in np.argsort(wide[:, 1] - wide[:, 2], kind="stable").tolist():
        family = next((own for own in found if are_alike(own[0], place)), None)
        if family is None:
            found.append([place])
        else:
            family.append(place)
    return [wide[sorted(own)] for own in found if len(own) >= 2]
