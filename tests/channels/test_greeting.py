"""The platform's first question, whether the address is ours, is answered only to the platform."""

import pytest

from app.channels.wechat.account import Mode
from app.channels.wechat.door import WeChatDoor
from app.channels.wechat.refusals import Refused
from tests.channels.wechat import COMPATIBLE, DOOR, PLAIN, SAFE, make_account, make_phone
from tests.factories import NOON


@pytest.mark.parametrize("mode", Mode)
def test_the_greeting_is_answered_in_every_mode(mode: Mode) -> None:
    account = {Mode.PLAIN: PLAIN, Mode.COMPATIBLE: COMPATIBLE, Mode.SAFE: SAFE}[mode]
    query = make_phone(account).greeting("4375120948345356249", NOON)
    assert WeChatDoor(account).verify(query) == "4375120948345356249"


@pytest.mark.parametrize("missing", ["signature", "timestamp", "nonce", "echostr"])
def test_a_greeting_without_all_its_parameters_is_refused(missing: str) -> None:
    query = make_phone().greeting("1", NOON)
    del query[missing]
    with pytest.raises(Refused) as refused:
        DOOR.verify(query)
    assert refused.value.status == 403


def test_a_forged_greeting_is_not_echoed() -> None:
    with pytest.raises(Refused):
        DOOR.verify(make_phone(make_account(token="guessed")).greeting("1", NOON))
