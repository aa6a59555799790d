"""From the settings to the shop's CRM."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import Engine

from app.preflight import NotReady
from app.settings import Settings
from crm_sync.connector import Connector
from crm_sync.connectors.csv_file import CsvFile
from crm_sync.connectors.http.connector import MappedHttp
from crm_sync.connectors.http.template import BadTemplate, parse
from crm_sync.delivery import Sync
from crm_sync.mapping import FIELDS, SPREADSHEET, Field


def sync_from(settings: Settings, engine: Engine) -> Sync | None:
    """All that a run of the sync needs, None when it is switched off. Raises ``NotReady``.

    Whoever calls this closes the connector in the end.
    """
    if settings.crm_connector == "none":
        return None
    connector, fields = CONNECTORS[settings.crm_connector](settings)
    return Sync(engine=engine, connector=connector, fields=fields, zone=ZoneInfo(settings.timezone))


def csv_path(settings: Settings) -> Path:
    """Where contacts are kept while the connector is ``csv``."""
    return Path(settings.data_dir) / "crm" / "contacts.csv"


def _csv(settings: Settings) -> tuple[Connector, Sequence[Field]]:
    return CsvFile(csv_path(settings), [field.theirs for field in SPREADSHEET]), SPREADSHEET


def _http(settings: Settings) -> tuple[Connector, Sequence[Field]]:
    address = settings.crm_http_url.strip()
    if not address:
        raise NotReady("HUITOU_CRM_HTTP_URL is missing: set the address that takes contacts as JSON.")
    if not _is_http(address):
        raise NotReady("HUITOU_CRM_HTTP_URL is no address: it must look like https://crm.example/contacts.")
    try:
        template = parse(settings.crm_http_template, [field.theirs for field in FIELDS])
    except BadTemplate as error:
        raise NotReady(f"HUITOU_CRM_HTTP_TEMPLATE: {error}.") from error
    return MappedHttp(address, _headers(settings.crm_http_headers), template), FIELDS


def _is_http(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _headers(secret: Mapping[str, SecretStr]) -> dict[str, str]:
    headers = {name: value.get_secret_value() for name, value in secret.items()}
    for name, value in headers.items():
        if not (name.isascii() and value.isascii() and name.isprintable() and value.isprintable() and name.strip()):
            raise NotReady(f"HUITOU_CRM_HTTP_HEADERS: {name!r} may hold plain ASCII on one line only.")
    return headers


CONNECTORS: Mapping[str, Callable[[Settings], tuple[Connector, Sequence[Field]]]] = MappingProxyType(
    {"csv": _csv, "http": _http}
)
"""By the setting's name: what makes the connector and names its fields. Each may raise ``NotReady``."""
