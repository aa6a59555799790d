"""What a rule does besides speaking, in sentences for staff."""

from collections.abc import Iterable, Mapping

from msgspec.structs import asdict

from replies.language.action import (
    Action,
    AddTag,
    GiveCoupon,
    GivePoints,
    Hold,
    NotifyStaff,
    OpenCase,
    RemoveTag,
    SetField,
    StartDialog,
)

SENTENCES: Mapping[type[Action], str] = {
    AddTag: "加标签「{tag}」",
    RemoveTag: "去掉标签「{tag}」",
    GiveCoupon: "送券「{kind}」",
    GivePoints: "送 {points} 积分",
    SetField: "把「{field}」记为「{value}」",
    StartDialog: "开始对话「{dialog}」",
    OpenCase: "开一张待办：{subject}",
    NotifyStaff: "通知店员：{text}",
    Hold: "转给店员，{minutes} 分钟内不自动回话",
}


def deeds(actions: Iterable[Action]) -> tuple[str, ...]:
    """A sentence for each action, in their order."""
    return tuple(deed(action) for action in actions)


def deed(action: Action) -> str:
    """What the action does, such as 送券「welcome」. Facts in it stay in braces."""
    # The template is one of ours; what staff wrote is only put in.
    return SENTENCES[type(action)].format_map(asdict(action))
