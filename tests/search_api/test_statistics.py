"""Statistics of cases against values worked out by hand."""

from __future__ import annotations

import random
import statistics as standard
from collections import defaultdict

import pytest

from corpus.model import Bound, Case, Role
from corpus.sites import site_of
from search_api.case_sets import ACHIEVED
from search_api.comparing import Scale, comparable, is_cautious, kind_of, middle
from search_api.statistics import ENOUGH, Statistic, statistics_of
from tests.made_cases import case, figure, payback, saving

# Five mills that rinse in counter-current; the third counts in US gallons, the fourth in hectolitres.
RINSING = [
    case("a", figure(Role.SAVING, 40, "m3/t", period="t of fabric"), payback(12), saving(30)),
    case("b", figure(Role.SAVING, 60, "L/kg", period="kg of fabric"), payback(18), saving(42)),
    case("c", figure(Role.SAVING, 6000, "[gal_us]/t", period="t of fabric"), payback(2, unit="a"), saving(50)),
    case("d", figure(Role.SAVING, 300, "hL/t", period="t of fabric"), payback(7.2), saving(55)),
    case("e", figure(Role.SAVING, 71, "L/kg", period="kg of fabric"), payback(30), saving(71)),
]


def only(cases: list[Case], scale: Scale) -> Statistic:
    (found,) = (each for each in statistics_of(cases, ACHIEVED) if each.kind.scale is scale)
    return found


def test_medians_and_ranges_are_those_worked_out_by_hand() -> None:
    water, payback_, share = (only(RINSING, scale) for scale in (Scale.SPECIFIC, Scale.PAYBACK, Scale.SHARE))

    # 22.712, 30, 40, 60 and 71 m3/t; 6,000 US gallons are 22.712 m3
    assert (water.median, water.low, water.high) == pytest.approx((40, 22.712, 71), rel=0.005)
    assert (payback_.median, payback_.low, payback_.high) == pytest.approx((1.5, 0.6, 2.5), rel=0.005)
    assert (share.median, share.low, share.high) == (50, 30, 71)
    assert (share.sites, len(share.points), share.quartiles) == (5, 5, None)


def test_quartiles_are_told_from_eight_sites_on() -> None:
    seven = [case(f"s{n}", saving(10 * n)) for n in range(1, 8)]
    eight = [*seven, case("s8", saving(80))]

    assert only(seven, Scale.SHARE).quartiles is None
    assert only(eight, Scale.SHARE).quartiles == (27.5, 62.5)


def test_two_sites_have_no_median() -> None:
    assert statistics_of(RINSING[:2], ACHIEVED) == []


def test_a_site_counts_once_with_the_median_of_its_cases() -> None:
    again = [case(f"a{n}", saving(90), company="MILL A Ltd", year=2010 + n) for n in range(3)]
    statistic = only([*RINSING, *again], Scale.SHARE)

    assert (statistic.sites, len(statistic.points)) == (5, 8)
    assert statistic.median == 55  # of 90 (the median of 30, 90, 90, 90), 42, 50, 55 and 71


def test_cases_of_two_sites_never_make_three() -> None:
    again = case("a2", saving(90), company="Mill A", year=2011)

    assert statistics_of([*RINSING[:2], again], ACHIEVED) == []


def test_sites_without_a_name_are_each_their_own() -> None:
    unnamed = [case(f"u{n}", saving(20 + n), company=None) for n in range(3)]

    assert only(unnamed, Scale.SHARE).sites == 3


def test_a_case_with_several_numbers_of_a_kind_is_left_out_and_named() -> None:
    several = case("two lines", saving(20), saving(70))
    twice = case("twice", saving(60), saving(60))
    statistic = only([*RINSING, several, twice], Scale.SHARE)

    assert statistic.several == (several,)
    assert [point.case.id for point in statistic.points] == ["a", "b", "c", "d", "twice", "e"]


def test_a_number_that_promises_more_than_it_states_is_left_out_and_named() -> None:
    vendor = case("vendor", saving(90, bound=Bound.LESS))
    statistic = only([*RINSING, vendor], Scale.SHARE)

    assert statistic.flattering == (vendor,)
    assert statistic.high == 71


def test_figures_of_other_roles_take_no_part() -> None:
    before = [case(f"b{n}", figure(Role.BASELINE, 9, "m3/t", period="t of beer")) for n in range(4)]

    assert statistics_of(before, ACHIEVED) == []
    assert len(statistics_of(before, [Role.BASELINE])) == 1


def test_what_carries_over_best_comes_first() -> None:
    scales = [each.kind.scale for each in statistics_of(RINSING, ACHIEVED)]

    assert scales == [Scale.PAYBACK, Scale.SHARE, Scale.SPECIFIC]


@pytest.mark.parametrize("seed", range(20))
def test_no_statistic_ever_mixes_bases_or_speaks_for_fewer_than_three_sites(seed: int) -> None:
    chance = random.Random(seed)
    cases = [
        case(
            f"r{n}",
            *(
                saving(chance.randint(1, 99), basis=chance.choice(["water", "fresh water", "energy"]))
                for _ in range(chance.randint(0, 2))
            ),
            *([payback(chance.randint(1, 60))] if chance.random() < 0.5 else []),
            company=chance.choice(["", "Shared Mill", None]),
        )
        for n in range(25)
    ]
    for statistic in statistics_of(cases, ACHIEVED):
        assert {kind_of(point.figure) for point in statistic.points} == {statistic.kind}
        assert statistic.sites == len({site_of(point.case) for point in statistic.points}) >= ENOUGH
        assert statistic.median == pytest.approx(brute_median(cases, statistic))


def brute_median(cases: list[Case], statistic: Statistic) -> float:
    """Return the median worked out anew, site by site."""
    sites: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    for each in cases:
        values = {
            middle(quantity)
            for stated in each.figures
            if kind_of(stated) == statistic.kind and (quantity := comparable(stated)) and is_cautious(stated)
        }
        if len(values) == 1:
            sites[site_of(each)].append(values.pop())
    return standard.median(standard.median(values) for values in sites.values())
