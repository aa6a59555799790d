"""Why a rule that could answer comes behind the one that does, in a sentence for staff."""

from collections.abc import Callable, Mapping

from replies.language.rule import How
from replies.matching.match import Match, words_of
from replies.matching.normalise import Normaliser

HOWS: Mapping[str, str] = {
    How.EXACT: "整句相同",
    How.STARTS_WITH: "开头相同",
    How.CONTAINS: "包含",
    How.PATTERN: "匹配式",
    How.SIMILAR: "意思相近",
    How.SCENE: "场景",
    How.MENU: "菜单",
    How.NEAR: "离门店近",
    How.KIND: "消息种类",
    How.FALLBACK: "别的都不合",
}


def behind(match: Match, winner: Match, normaliser: Normaliser) -> str:
    """Why ``match`` comes after ``winner``, both of which may answer."""
    if match.how is not winner.how:
        return f"“{HOWS[match.how]}”排在“{HOWS[winner.how]}”后面"
    weaker = _WEAKER.get(match.how)
    told = weaker(match, winner, normaliser) if weaker else ""
    return told or f"写在规则「{winner.rule.name}」后面，一样合适时先写的先答"


def _shorter(match: Match, winner: Match, normaliser: Normaliser) -> str:
    one, other = (sum(len(normaliser(word)) for word in words_of(each)) for each in (match, winner))
    return f"「{match.by}」比「{winner.by}」短，字多的先答" if one < other else ""


def _less_like(match: Match, winner: Match, _: Normaliser) -> str:
    if match.score >= winner.score:
        return ""
    return f"和「{match.by}」有 {match.score:.0f} 分像，和「{winner.by}」有 {winner.score:.0f} 分"


def _vaguer(match: Match, winner: Match, _: Normaliser) -> str:
    if match.by != winner.by:
        return f"场景「{match.by}」没有「{winner.by}」具体"
    return f"规则「{winner.rule.name}」问得更多，问得多的先答" if _asking(match) < _asking(winner) else ""


def _asking(match: Match) -> int:
    return max((when.conditions for when in match.rule.when.follows if when.scene == match.by), default=0)


def _wider(match: Match, winner: Match, _: Normaliser) -> str:
    if match.near is None or winner.near is None or match.near.within <= winner.near.within:
        return ""
    return f"{match.near.within} 米的范围比 {winner.near.within} 米的大，小的先答"


_WEAKER: Mapping[How, Callable[[Match, Match, Normaliser], str]] = {
    How.STARTS_WITH: _shorter,
    How.CONTAINS: _shorter,
    How.SIMILAR: _less_like,
    How.SCENE: _vaguer,
    How.NEAR: _wider,
}
