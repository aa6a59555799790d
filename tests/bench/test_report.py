import math

import pytest

from tests.bench.report import Goal, Round, limits, percentile, ratio_table, ratios, table


def ran(rate: float, **figures: float) -> Round:
    blank = dict.fromkeys(("p50", "p99", "longest", "cpu", "helper_cpu", "client_cpu", "rss", "helper_rss"), 1.0)
    return Round(rate=rate, flaws=0, **(blank | figures))


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100)])
def test_a_percentile_is_the_smallest_value_that_enough_others_do_not_exceed(share: float, value: int) -> None:
    assert percentile(range(100, 0, -1), share) == value


def test_a_percentile_of_one_value_is_that_value_and_of_none_is_not_a_number() -> None:
    assert percentile([7.0], 0.99) == 7.0
    assert math.isnan(percentile([], 0.5))


def test_a_ratio_compares_rates_within_each_round_and_keeps_the_worst() -> None:
    rounds = {"ours": [ran(200), ran(100), ran(330)], "theirs": [ran(100), ran(100), ran(110)]}

    (found,) = ratios(rounds, [Goal("ours", "theirs", 2.0)])

    assert (found.middle, found.worst) == (2.0, 1.0)
    assert found.reached


def test_a_ratio_is_left_out_when_one_side_did_not_run() -> None:
    rounds = {"ours": [ran(200)], "theirs": [], "stuck": [ran(0)]}

    assert ratios(rounds, [Goal("ours", "theirs", 1), Goal("ours", "nobody", 1), Goal("ours", "stuck", 1)]) == []
    assert ratio_table([]) == ""


def test_the_ratio_furthest_from_its_goal_is_marked_however_large_it_is() -> None:
    rounds = {"ours": [ran(3_000)], "bare": [ran(2_000)], "naive": [ran(150)]}

    lines = ratio_table(ratios(rounds, [Goal("ours", "bare", 1.0), Goal("ours", "naive", 30.0)])).splitlines()

    assert lines[0] == "ours / bare: 1.50 (worst round 1.50), goal 1: reached"
    assert lines[1] == "ours / naive: 20.00 (worst round 20.00), goal 30: MISSED   <- worst figure"


def test_the_table_shows_medians_the_slowest_round_and_the_longest_answer() -> None:
    rounds = {"ours": [ran(3_000, longest=10.0), ran(1_000, longest=90.0), ran(2_000, longest=20.0)], "absent": []}

    head, line = table(rounds, {"ours": 0.5}).splitlines()

    assert head.split()[:2] == ["messages/s", "worst"]
    assert line.split()[:3] == ["ours", "2,000", "1,000"]
    assert {"90", "0.50"} <= set(line.split())


def test_the_limits_are_told_of_the_slowest_start_and_the_largest_worker_of_ours() -> None:
    rounds = {"huitou-a": [ran(1, rss=90.0)], "huitou-b": [ran(1, rss=130.0)], "other": [ran(1, rss=900.0)]}

    start, memory = limits(rounds, {"huitou-a": 1.2, "huitou-b": 0.8, "other": 9.0}).splitlines()

    assert start == "first answer after start-up: 1.20 s (huitou-a), limit 1.5 s: kept"
    assert memory == "memory of a worker: 130 MB (huitou-b), limit 120 MB: BROKEN"
    assert limits({"other": [ran(1)]}, {"other": 1.0}) == ""
