"""Logs that can be searched and hold nothing about a person and no secret."""

import logging
import re
import sys
from collections.abc import Iterator, Mapping
from traceback import format_tb

import structlog
from structlog.typing import EventDict, ExcInfo, WrappedLogger

PRIVATE = frozenset(
    [
        "aes_key",
        "authorization",
        "body",
        "code",
        "content",
        "cookie",
        "echostr",
        "encrypt",
        "msg_signature",
        "nickname",
        "nonce",
        "openid",
        "parameters",
        "password",
        "phone",
        "query",
        "raw",
        "secret",
        "sender",
        "signature",
        "text",
        "ticket",
        "token",
        "unionid",
    ]
)
"""Names under which a log line never tells a value."""

DETAIL = re.compile(r"(DETAIL|CONTEXT): .*", re.DOTALL)
"""PostgreSQL quotes the offending row there, on as many lines as it has; engines hide their own parameters."""
QUOTED_VALUE = re.compile(r""": ["'].*""")
"""What an error complains about, as in ``invalid literal: 'o-lin'``."""
ADDRESS_PASSWORD = re.compile(r"(?<=://)([^:/@\s]+):[^@\s]+@")


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put ``…`` in the place of whatever is private: by its name, and the values in errors of the database."""
    return {name: _redacted(name, value) for name, value in event.items()}


def traceback_without_values(exc_info: ExcInfo) -> str:
    """The way to an error and what caused it. Of each message the first line is told, and no value that it quotes."""
    return "\n\n".join(_told(exc_info[1]))


def set_up_logs() -> None:
    """One JSON object a line on standard error, for our own events and for the libraries' alike."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(traceback_without_values),
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    render: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=render))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("httpx", "httpcore", "apscheduler", "alembic", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _told(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _told(each)
    message = QUOTED_VALUE.sub(": …", next(iter(str(error).splitlines()), ""))
    yield "".join(format_tb(error.__traceback__)) + f"{type(error).__name__}: {message}"


def _redacted(name: str, value: object) -> object:
    if name in PRIVATE:
        return "…"
    if isinstance(value, str):
        return ADDRESS_PASSWORD.sub(r"\1:…@", DETAIL.sub(r"\1: …", value))
    if isinstance(value, Mapping):
        return {key: _redacted(str(key), each) for key, each in value.items()}
    return value
