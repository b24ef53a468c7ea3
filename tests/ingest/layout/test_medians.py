"""The median of a page's few numbers."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.layout.medians import median


@pytest.mark.parametrize("values", [[3.0], [4.0, 1.0], [9.0, 1.0, 2.0], [2.0, 8.0, 4.0, 4.5]])
def test_it_is_numpys_median(values: list[float]) -> None:
    """For any number of values it is the middle one, or half-way between the two in the middle."""
    assert median(np.array(values, np.float32)) == float(np.median(values))
