from records.message import Kind
from replies.language.rule import Script
from replies.matching.index import ScriptIndex
from replies.matching.match import Trigger
from replies.matching.normalise import Normaliser
from tests.bench.catalogue import keyword_rules, keywords, messages
from tests.bench.matching import Loop


def test_the_loop_and_the_index_that_are_measured_give_the_same_answers() -> None:
    rules = keyword_rules(500)
    index, loop = ScriptIndex(Script(rules=tuple(rules)), Normaliser()), Loop(rules)
    texts = messages(500, 300)
    found = [next(index.candidates(Trigger(kind=Kind.TEXT, text=text)), None) for text in texts]
    assert [match and match.rule for match in found] == [loop(text) for text in texts]
    assert 100 < sum(match is not None for match in found) < 200


def test_there_are_keywords_enough() -> None:
    assert len(set(keywords(100_000))) == 100_000
