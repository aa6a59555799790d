"""WeRoBot, as its documentation writes it: one keyword, no sessions, nothing recorded."""

import re

import werobot  # type: ignore[import-not-found]  # it lives in .venv-bench

from tests.bench.account import AES_KEY, APP_ID, KEYWORD, PLAIN_ANSWER, TOKEN

robot = werobot.WeRoBot(token=TOKEN, encoding_aes_key=AES_KEY, app_id=APP_ID, enable_session=False)


@robot.filter(re.compile(f".*{KEYWORD}"))  # type: ignore[untyped-decorator]
def prices(message: object) -> str:
    return PLAIN_ANSWER


app = robot.wsgi
