"""A customer of the demo shop."""

from pathlib import Path

import httpx

from app.channels.wechat.phone import Phone
from app.sandbox import ORIGINAL_ID, sandbox_account
from app.settings import Settings
from records.clock import utc_now
from replies.answers.reply import Text


class Customer:
    """Somebody with a phone in the sandbox."""

    def __init__(self, folder: Path, address: str, openid: str) -> None:
        self._phone = Phone(
            sandbox_account(Settings(_env_file=None, data_dir=str(folder / "var"))),  # type: ignore[call-arg]
            openid,
            ORIGINAL_ID,
        )
        self._address = address

    def follows(self, scene: str) -> str:
        return self._shown(self._phone.follow(scene))

    def says(self, words: str) -> str:
        return self._shown(self._phone.text(words))

    def _shown(self, xml: str) -> str:
        push = self._phone.seal(xml, utc_now())
        answer = httpx.post(f"{self._address}/wechat/main", params=push.query, content=push.body, timeout=5)
        reply = self._phone.read(answer.raise_for_status().content)
        assert isinstance(reply, Text)
        return reply.text
