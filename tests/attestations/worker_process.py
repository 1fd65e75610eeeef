"""A job worker of the portal, as a process of its own: it can be killed."""

from __future__ import annotations

from datetime import datetime

from app.application import create_app
from app.foundation import jobs as queue
from app.foundation.clock import FixedClock
from config import Config
from tests.forked import Forked


def start_worker(config: Config, at: datetime) -> Forked:
    """Begin to carry out what is enqueued, and wait for more; at that time by its clock."""
    return Forked(_work, config, at)


def _work(config: Config, at: datetime) -> None:
    queue.work(create_app(config, clock=FixedClock(at)), config.database_url)
