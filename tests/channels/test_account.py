"""An account that could not be kept safe is not made, and no account shows its secrets."""

import msgspec
import pytest

from app.channels.wechat.account import MalformedAccount, Mode, WeChatAccount
from tests.channels.wechat import APP_ID, KEY, TOKEN, make_account


@pytest.mark.parametrize("token", ["", "  ", "\n"])
def test_an_empty_token_is_refused(token: str) -> None:
    with pytest.raises(MalformedAccount, match=r"'main' is empty.*Token under 服务器配置"):
        make_account(token=token)


@pytest.mark.parametrize("key", ["", KEY[:-1], KEY + "x", KEY + "\n", KEY[:-1] + "=", KEY[:-1] + "+", KEY[:-1] + "８"])
@pytest.mark.parametrize("mode", Mode)
def test_a_malformed_key_is_refused_in_every_mode_and_not_repeated(mode: Mode, key: str) -> None:
    with pytest.raises(MalformedAccount, match="exactly 43 letters and digits") as refused:
        make_account(mode, keys=(KEY, key))
    assert KEY[:-1] not in str(refused.value)


@pytest.mark.parametrize("mode", [Mode.COMPATIBLE, Mode.SAFE])
def test_a_mode_that_encrypts_needs_a_key(mode: Mode) -> None:
    with pytest.raises(MalformedAccount, match=f"in {mode} mode without an AES key"):
        make_account(mode, keys=())


def test_a_key_needs_an_app_id() -> None:
    with pytest.raises(MalformedAccount, match="AppID"):
        WeChatAccount(id="main", app_id="", token=TOKEN, aes_keys=(KEY,), mode=Mode.SAFE)


def test_a_plain_account_needs_no_key() -> None:
    assert make_account(Mode.PLAIN, keys=()).aes_keys == ()


def test_an_account_from_json_is_checked_too() -> None:
    kept = {"id": "main", "app_id": APP_ID, "token": "", "mode": "plain"}
    with pytest.raises(msgspec.ValidationError, match="is empty"):
        msgspec.convert(kept, WeChatAccount)


def test_secrets_are_in_no_picture_of_an_account() -> None:
    account = make_account()
    for picture in (repr(account), str(account), str(account.__rich_repr__())):
        assert "main" in picture
        assert TOKEN not in picture
        assert KEY not in picture
