"""Scripts of any size and what customers type: the same every time."""

import itertools
import random
from pathlib import Path

import yaml

from replies.answers.reply import Text
from replies.language.rule import How, Phrase, Rule, When, WhenText

PATTERNS = 1_000
SENTENCES = Path(__file__).parents[1] / "replies/matching/sentences.yaml"

FLAVOURS = (
    "香草 榛果 焦糖 海盐 桂花 椰香 抹茶 燕麦 低因 厚乳 生椰 玫瑰 荔枝 青提 白桃 杨梅 柚子 黑糖 芋泥 红豆 薄荷 "
    "肉桂 蜂蜜 紫薯 山楂"
)
DRINKS = (
    "拿铁 美式 摩卡 卡布奇诺 馥芮白 冷萃 奶茶 红茶 绿茶 乌龙 果茶 奶昔 可可 气泡水 柠檬茶 玛奇朵 浓缩 手冲 "
    "酸奶 豆浆 可颂 司康 蛋糕 贝果 布丁 曲奇 泡芙 吐司 三明治 华夫饼"
)
ASPECTS = (
    "多少钱 价格 热量 大杯 中杯 小杯 无糖 少冰 去冰 加浓 外送 自提 优惠 买一送一 新品 怎么做 好喝吗 过敏 含糖 "
    "咖啡因 保质期 储存 礼盒 团购 兑换 满减 第二杯 续杯 打包 配料 产地 豆子 奶源 糖浆 库存 预订 几点有 断货 "
    "换货 退款 发票 图片 评价 推荐 搭配 做法 杯子 吸管 冷热 口味 分量 素食 生日 积分 储值 会员价 学生价 限时 "
    "套餐 早餐 下午茶 夜宵 加料 换奶 温度 甜度 包装 配送 排队 门店 试喝 联名 周边 冲泡 罐装 挂耳 冻干 胶囊 "
    "滤纸 磨粉 粗细 烘焙 深浅 酸度 余韵 油脂 拼单 代金券 礼品卡 月卡 通兑 首单 拉花 刻字 隔夜 常温 冷藏 复热 "
    "解冻 切块 整颗 半糖 三分糖 五分糖 全糖 多冰 微冰 热饮 冷饮 双份 单份 少奶 多奶 加珍珠 加椰果 加布丁 "
    "加奶盖 加芝士 换杯 退卡 补发 催单 改单 取消 少送 送错 撒漏 凉了 太甜 太苦 不热 太慢 不新鲜 异味 赔偿 "
    "投诉 表扬"
)


def keyword_rules(size: int) -> list[Rule]:
    """One rule a keyword, every tenth to be the whole text, and the patterns."""
    ways = [How.EXACT if number % 10 == 0 else How.CONTAINS for number in range(size)]
    phrases = [Phrase(how, words) for how, words in zip(ways, keywords(size), strict=True)]
    phrases += [
        Phrase(How.PATTERN, f"{first}.{{0,6}}(没有|不要|换成){then}")
        for first, then in itertools.islice(itertools.product(ASPECTS.split()[:40], FLAVOURS.split()), PATTERNS)
    ]
    texts = [WhenText(phrases=(phrase,)) for phrase in phrases]
    return [Rule(name=f"r{at}", when=When(text=text), say=Text("好")) for at, text in enumerate(texts)]


def messages(size: int, count: int) -> list[str]:
    """What people type, the same every time: no two of those about something are about the same, if there is enough."""
    dice = random.Random("messages")
    about = dice.choices(keywords(size), k=count // 2)
    asking = [
        f"{dice.choice(['你好，', '请问', '想问一下', ''])}{word}{dice.choice(['？', '呢', '可以吗'])}"
        for word in about
    ]
    typed = asking + dice.choices(sentences(), k=count // 2)
    dice.shuffle(typed)
    return typed


def sentences() -> list[str]:
    """What customers type, half of it about nothing that a keyword is for."""
    kept = yaml.safe_load(SENTENCES.read_text("utf-8"))
    halves = [*kept["intents"].values(), kept["nothing"]]
    return [text for half in halves for name in ("tune", "unseen") for text in half[name]]


def keywords(size: int) -> list[str]:
    """So many different things to ask about."""
    every = ["".join(parts) for parts in itertools.product(FLAVOURS.split(), DRINKS.split(), ASPECTS.split())]
    random.Random("keywords").shuffle(every)
    return every[:size]
