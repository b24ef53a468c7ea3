"""Cells are read as they are shown."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.flow.number_formats import shown


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        pytest.param(None, "General", "", id="empty"),
        pytest.param("text", "@", "text", id="text"),
        pytest.param(True, "General", "TRUE", id="true"),
        pytest.param(False, "General", "FALSE", id="false"),
        pytest.param(12, "General", "12", id="whole"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="rounded as a cell shows it"),
        pytest.param(1.5e-7, "0.00E+00", "1.5e-07", id="exponent"),
        pytest.param(0.256, "0%", "26%", id="percent"),
        pytest.param(0.256, "0.0%", "25.6%", id="percent with a decimal"),
        pytest.param(12500, "#,##0", "12,500", id="thousands"),
        pytest.param(-12500.5, "#,##0.00", "-12,500.50", id="negative"),
        pytest.param(-5, "0;(0)", "(5)", id="negative section"),
        pytest.param(1.25, "0.0##", "1.25", id="optional decimals"),
        pytest.param(3, "0.##", "3", id="no decimals left"),
        pytest.param(2_500_000, "0.0,,", "2.5", id="in millions"),
        pytest.param(5000, "#,##0,", "5", id="in thousands"),
        pytest.param(1200, '"USD" #,##0', "USD 1,200", id="currency in words"),
        pytest.param(1200, "[$€-407]#,##0", "€1,200", id="currency with a locale"),
        pytest.param(5, '0" m3/t"', "5 m3/t", id="unit behind"),
        pytest.param(5, "0\\t", "5t", id="one sign"),
        pytest.param(0.5, "# ?/?", "0.5", id="fraction"),
        pytest.param(5, "[Red]0_)", "5 ", id="colour and space"),
        pytest.param(dt.datetime(2019, 5, 1), "d.m.yy", "2019-05-01", id="date"),
        pytest.param(dt.datetime(2019, 5, 1, 14, 30), "d.m.yy h:mm", "2019-05-01 14:30", id="date and time"),
        pytest.param(dt.time(14, 30), "h:mm", "14:30:00", id="time"),
    ],
)
def test_values_are_shown_by_their_format(value: object, number_format: str, expected: str) -> None:
    """Percent, thousands, decimals, currency and dates are as in the sheet."""
    assert shown(value, number_format) == expected
