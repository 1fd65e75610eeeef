"""Putting settings, database and portal together in one process."""

from __future__ import annotations

from dataclasses import replace

from app.foundation import embedded
from config import Config


def with_database(config: Config) -> Config:
    """The settings with an address of a running database: the embedded one if none is named."""
    if config.database_url:
        return config
    address = embedded.create_database(embedded.start(config.data_dir), "parcours")
    return replace(config, database_url=address)
