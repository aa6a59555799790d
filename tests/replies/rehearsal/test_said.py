"""What rules say and do, as staff read it."""

import pytest

from replies.answers.reply import (
    Article,
    Choices,
    HandOver,
    InTurn,
    Music,
    News,
    OneOf,
    Picture,
    Say,
    Silence,
    Text,
    Video,
    Voice,
)
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
from replies.rehearsal.deeds import deed
from replies.rehearsal.said import said


@pytest.mark.parametrize(
    ("say", "text"),
    [
        (Text("{店名}欢迎您，{nickname}"), "回头欢迎您，{nickname}"),
        (Choices("问哪样？", ("时间", "{店名}")), "问哪样？\n1. 时间\n2. {店名}"),
        (News((Article("{店名}开张", "https://h.cn"),)), "〔图文〕回头开张 https://h.cn"),
        (Picture("M1"), "〔图片 M1〕"),
        (Voice("M2"), "〔语音 M2〕"),
        (Video("M3"), "〔视频 M3〕"),
        (Music("M4", title="小夜曲"), "〔音乐 小夜曲〕"),
        (HandOver(), "〔转人工〕"),
        (HandOver("kf1"), "〔转人工 kf1〕"),
        (Silence(), "〔不回话〕"),
        (OneOf((Text("早"), Text("{店名}早"))), "早\n——\n回头早"),
        (InTurn((Text("一"), Silence())), "一\n——\n〔不回话〕"),
    ],
)
def test_the_shop_s_facts_are_told_and_what_is_no_text_stands_in_brackets(say: Say, text: str) -> None:
    assert said(say, {"店名": "回头"}) == text


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (AddTag("堂食"), "加标签「堂食」"),
        (RemoveTag("新客"), "去掉标签「新客」"),
        (GiveCoupon("welcome"), "送券「welcome」"),
        (GivePoints(5), "送 5 积分"),
        (SetField("phone", "{手机}"), "把「phone」记为「{手机}」"),
        (StartDialog("订位"), "开始对话「订位」"),
        (OpenCase("订位 {日期} {0.__class__}"), "开一张待办：订位 {日期} {0.__class__}"),
        (NotifyStaff("有人要 {人数} 位"), "通知店员：有人要 {人数} 位"),
        (Hold(30), "转给店员，30 分钟内不自动回话"),
    ],
)
def test_every_action_has_a_sentence_and_what_staff_wrote_is_only_put_in(action: Action, sentence: str) -> None:
    assert deed(action) == sentence
