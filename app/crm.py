"""From the settings to the shop's CRM."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import Engine

from app.preflight import NotReady
from app.settings import Settings
from crm_sync.connector import Connector
from crm_sync.connectors.csv_file import CsvFile
from crm_sync.connectors.mapped_http import MappedHttp
from crm_sync.connectors.template import BadTemplate, parse
from crm_sync.delivery import Sync
from crm_sync.mapping import FIELDS, SPREADSHEET


def sync_from(settings: Settings, engine: Engine) -> Sync | None:
    """All that a run of the sync needs, None when it is switched off. Raises ``NotReady``.

    Whoever calls this closes the connector in the end.
    """
    connector = connector_from(settings)
    if connector is None:
        return None
    fields = SPREADSHEET if settings.crm_connector == "csv" else FIELDS
    return Sync(engine=engine, connector=connector, fields=fields, zone=ZoneInfo(settings.timezone))


def connector_from(settings: Settings) -> Connector | None:
    """The connector that the settings name, None when they say ``none``. Raises ``NotReady``."""
    match settings.crm_connector:
        case "csv":
            file = Path(settings.data_dir) / "crm" / "contacts.csv"
            return CsvFile(file, [field.theirs for field in SPREADSHEET])
        case "http":
            return _http(settings)
    return None


def _http(settings: Settings) -> Connector:
    address = settings.crm_http_url.strip()
    if not address:
        raise NotReady("HUITOU_CRM_HTTP_URL is missing: set the address that takes contacts as JSON.")
    if not _is_http(address):
        raise NotReady("HUITOU_CRM_HTTP_URL is no address: it must look like https://crm.example/contacts.")
    try:
        template = parse(settings.crm_http_template, [field.theirs for field in FIELDS])
    except BadTemplate as error:
        raise NotReady(f"HUITOU_CRM_HTTP_TEMPLATE: {error}.") from error
    return MappedHttp(address, _headers(settings.crm_http_headers), template)


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
