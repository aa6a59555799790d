"""The one WeChat account that every contestant answers for. Only the standard library: WeRoBot's world reads it too."""

TOKEN = "h2token2026"
APP_ID = "wx0123456789abcdef"
AES_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
ORIGINAL_ID = "gh_0a1b2c3d4e5f"
PATH = "/wechat/main"

KEYWORD = "价格"
"""What a contestant with a single rule listens for; every message says it."""
PLAIN_ANSWER = "价格都在门店的公告栏上，欢迎光临。"
