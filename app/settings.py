"""Settings: read once from the environment or ``.env``, then passed down as plain values."""

import json
from datetime import timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting there is; the environment's name is the field's in capitals behind ``HUITOU_``."""

    model_config = SettingsConfigDict(env_prefix="HUITOU_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///var/huitou.db"
    secret_key: SecretStr = SecretStr("")
    public_url: str = ""
    timezone: str = "Asia/Shanghai"
    shop_name: str = ""
    data_dir: str = "var"

    wechat_app_id: str = ""
    wechat_app_secret: SecretStr = SecretStr("")
    wechat_token: SecretStr = SecretStr("")
    wechat_aes_key: SecretStr = SecretStr("")
    wechat_aes_key_previous: SecretStr = SecretStr("")
    wechat_mode: Literal["", "plain", "compatible", "safe"] = ""
    sandbox: bool | None = None

    crm_connector: Literal["csv", "http", "none"] = "csv"
    crm_every_seconds: int | None = Field(default=None, ge=1)
    crm_http_url: str = ""
    crm_http_headers: Annotated[dict[str, SecretStr], NoDecode] = {}
    crm_http_template: str = ""

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone; try Asia/Shanghai") from error
        return value

    @field_validator("crm_http_headers", mode="before")
    @classmethod
    def _headers_are_json(cls, value: object) -> object:
        # Read here, because the settings library would fail on it with a traceback.
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError as error:
            raise ValueError('not JSON; it looks like {"Authorization": "Bearer …"}') from error

    @property
    def sync_every(self) -> timedelta:
        """How often the CRM is told: every three minutes, in the sandbox every fifteen seconds, or as it is set."""
        return timedelta(seconds=self.crm_every_seconds or (15 if self.is_sandbox else 180))

    @property
    def has_wechat(self) -> bool:
        """Whether anything of a real WeChat account is set."""
        secrets = (self.wechat_token, self.wechat_aes_key, self.wechat_aes_key_previous, self.wechat_app_secret)
        return bool(self.wechat_app_id or any(secret.get_secret_value() for secret in secrets))

    @property
    def is_sandbox(self) -> bool:
        """The sandbox is on unless it is refused or an account is real."""
        return not self.has_wechat and self.sandbox is not False

    @model_validator(mode="after")
    def _sandbox_or_real(self) -> Self:
        if self.sandbox and self.has_wechat:
            raise ValueError(
                "HUITOU_SANDBOX is on, but a real WeChat account is set: unset one of them. "
                "The sandbox lets anyone speak as any customer."
            )
        return self
