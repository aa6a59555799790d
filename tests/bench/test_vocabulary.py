from itertools import pairwise

from tests.bench.vocabulary import answer, asked, question, rules


def test_every_question_meets_one_rule_whether_there_are_ten_or_ten_thousand() -> None:
    for count in (10, 10_000):
        written = rules(count)
        assert len({rule.keyword for rule in written}) == count
        for number in range(20):
            met = [rule for rule in written if rule.keyword in question(number)]
            assert [rule.answer for rule in met] == [answer(asked(number))]


def test_the_keywords_that_are_asked_for_are_spread_evenly_among_the_rules() -> None:
    places = [at for at, rule in enumerate(rules(10_000)) if rule.keyword in {asked(number) for number in range(10)}]

    assert {later - earlier for earlier, later in pairwise(places)} == {1_000}
    assert places[0] == 499
