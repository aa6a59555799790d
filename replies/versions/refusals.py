"""Why something about versions and drafts is not done: what is so, and what to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar


class Refused(Exception):
    """Nothing was changed. The text is a sentence for staff; ``code`` and ``en`` are for integrators."""

    code: ClassVar[str]
    en: ClassVar[str]

    @property
    def present(self) -> Mapping[str, object]:
        """What is there instead, by name, for whoever must go on from it."""
        return {}


class UnknownAccount(Refused):
    """There is no such account."""

    code = "unknown-account"
    en = "There is no such account."

    def __init__(self, account_id: str) -> None:
        super().__init__(f"没有叫「{account_id}」的账号。请检查 --account，或先启动一次服务来建立它。")


class UnknownVersion(Refused):
    """The account has no such version; None asks for the live one."""

    code = "unknown-version"
    en = "This account has no such version; GET /scripts lists those it has."

    def __init__(self, account_id: str, version: int | None) -> None:
        if version is None:
            sentence = f"账号「{account_id}」还没有发布过脚本。用 huitou scripts publish 发布一份。"
        else:
            sentence = f"账号「{account_id}」没有第 {version} 版脚本。用 huitou scripts list 看有哪些版本。"
        super().__init__(sentence)


class AlreadyLive(Refused):
    """To go back to the version that answers now would change nothing."""

    code = "already-live"
    en = "This version is the live one already."

    def __init__(self, version: int) -> None:
        super().__init__(f"第 {version} 版就是现在用的这一版，不用回退。用 huitou scripts list 看更早的版本。")


class PublishedMeanwhile(Refused):
    """``version`` was published since ``based_on`` was copied: to publish now would take back what is in it."""

    code = "published-meanwhile"
    en = "Another version was published since yours was begun. Look at the difference and put it into yours first."

    def __init__(self, based_on: int, version: int, by: str, at: datetime, now: datetime) -> None:
        super().__init__(
            f"您是从第 {based_on} 版开始改的，{by or '有人'}{_ago(now - at)}又发布了第 {version} 版，所以这次没有发布。"
            f"请用 huitou scripts diff {based_on} {version} 看改了什么，并进您的这一份，"
            f"再以第 {version} 版为准发布（--based-on {version}）。"
        )
        self.version = version
        self.by = by
        self.at = at

    @property
    def present(self) -> Mapping[str, object]:
        return {"version": self.version, "published_by": self.by, "published_at": self.at}


class UnknownDraft(Refused):
    """The account has no such draft, or it was discarded."""

    code = "unknown-draft"
    en = "This account has no such draft, or it was discarded; a discarded one can be restored."

    def __init__(self, draft_id: str) -> None:
        super().__init__(
            f"没有编号是「{draft_id[:32]}」的草稿。用 huitou scripts draft list 看有哪些；"
            "丢弃了的可以用 huitou scripts draft restore 找回来。"
        )


class UnknownSave(Refused):
    """No entry of the log of that number is of saves."""

    code = "unknown-save"
    en = "The log has no entry of that id that tells of saves."

    def __init__(self, entry: int) -> None:
        super().__init__(f"日志里第 {entry} 条不是存草稿。用 huitou scripts log 看「存草稿」（draft_saved）的那些条。")


class DraftChanged(Refused):
    """Somebody saved it first: theirs is kept as ``revision``, with ``source``, and yours is still yours."""

    code = "draft-changed"
    en = "Somebody saved this draft meanwhile, and theirs is kept. Nothing of yours was saved."

    def __init__(self, revision: int, source: str, by: str, at: datetime, now: datetime) -> None:
        super().__init__(
            f"{by or '有人'}{_ago(now - at)}改过这份草稿，现在是第 {revision} 稿，对方的文字都在。"
            "您的这次没有存进去，手里的文字没有动。请先看对方改了什么（huitou scripts diff 可以比草稿和文件），"
            f"并进来，再以第 {revision} 稿为准存一次（--revision {revision}），或另存成一份新草稿。"
        )
        self.revision = revision
        self.source = source
        self.by = by
        self.at = at

    @property
    def present(self) -> Mapping[str, object]:
        return {"revision": self.revision, "source": self.source, "updated_by": self.by, "updated_at": self.at}


class UnusableDraft(Refused):
    """A draft's name or text that cannot be kept."""

    code = "unusable-draft"
    en = "This cannot be kept as a draft."


def _ago(passed: timedelta) -> str:
    """How long ago it was; just now also where two clocks differ."""
    minutes = int(passed.total_seconds()) // 60
    if minutes < 1:
        return "刚刚"
    if minutes < 60:
        return f"在 {minutes} 分钟前"
    return f"在 {minutes // 60} 小时前" if minutes < 48 * 60 else f"在 {minutes // 1_440} 天前"
