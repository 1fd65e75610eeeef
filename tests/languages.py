"""Speaking each of the four languages without a database behind the portal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from flask import Flask
from sqlalchemy import create_engine

from app.application import create_app
from config import Config

LANGUAGES = ("fr", "nl", "de", "en")


@cache
def _portal() -> Flask:
    # The engine is made but never connected.
    return create_app(Config(), engine=create_engine("postgresql+psycopg://nowhere.invalid/none"))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """A request of somebody whose browser asks for this language."""
    portal = _portal()
    with portal.test_request_context("/", headers={"Accept-Language": language}):
        portal.preprocess_request()
        yield
