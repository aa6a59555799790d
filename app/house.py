"""The composition root: everything is made here, once per process, and handed down."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from app.accounts import Doors
from app.channels.wechat.account import WeChatAccount
from app.metrics import Metrics
from app.preflight import check_database, check_settings
from app.sandbox import account_of, secret_key
from app.settings import Settings
from app.vault import Vault
from app.webhook import Webhook
from handlers.receive import Reception
from records.clock import Clock, utc_now
from records.database import open_engine
from records.turns import TurnRunner
from replies.versions.library import ScriptLibrary


@dataclass(frozen=True)
class House:
    """What the faces of one process share."""

    settings: Settings
    engine: Engine
    writer: Engine
    turns: TurnRunner
    clock: Clock
    zone: ZoneInfo
    account: WeChatAccount
    metrics: Metrics
    library: ScriptLibrary
    webhook: Webhook

    def close(self) -> None:
        """Finish what was begun and let the database go."""
        self.turns.stop()
        self.engine.dispose()
        self.writer.dispose()


def build_house(settings: Settings, clock: Clock = utc_now) -> House:
    """A house on the database of the settings.

    Raises ``NotReady`` or ``MalformedAccount``, each with the mend, when it could not serve.
    """
    check_settings(settings)
    account = account_of(settings)
    engine = open_engine(settings.database_url)
    check_database(engine)
    # Connections of their own: however many pages read at once, a turn never waits for one of them to end.
    writer = open_engine(settings.database_url)
    turns = TurnRunner(writer)
    zone = ZoneInfo(settings.timezone)
    metrics = Metrics()
    doors = Doors(account, engine, Vault(secret_key(settings)))
    library = ScriptLibrary()
    webhook = Webhook(doors, Reception(library, zone, clock), turns, clock, metrics)
    return House(settings, engine, writer, turns, clock, zone, account, metrics, library, webhook)
