"""The words by which thanks and complaints are known, after folding. A text that holds one of them counts."""

THANKS = (
    "谢谢", "多谢", "感谢", "谢啦", "谢了", "谢您", "辛苦", "太好了", "真棒", "收到", "明白了", "知道了", "好的",
    "thank", "thx", "3q", "👍", "🙏", "🌹", "❤",
)  # fmt: skip
COMPLAINTS = (
    "投诉", "差评", "没用", "答非所问", "听不懂", "不对", "不是这个", "不是问", "没回答", "说什么", "什么意思",
    "搞什么", "废话", "骗人", "骗子", "太差", "失望", "生气", "气死", "无语", "人工", "真人", "转人", "退款", "退钱",
    "垃圾",
)  # fmt: skip
