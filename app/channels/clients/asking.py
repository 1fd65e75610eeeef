"""How often tokens may be asked for: by whoever comes from an address, and by each machine.

A machine counts only once its signature was found good: whoever knows its name but not its key
spends nothing of it.  What comes without a good signature is counted by where it comes from.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from authlib.oauth2 import OAuth2Error
from flask import current_app, g, request

from app.channels.limits import Allowance, spend
from app.foundation.networks import network_of
from app.identity.national_numbers import Vault
from config import Config

#: An address may ask so many times as often as a machine: many machines may stand behind it.
MACHINES_AT_AN_ADDRESS = 10


class AskedTooOften(OAuth2Error):  # type: ignore[misc]
    """No token now; the headers of the answer say when to come again."""

    # RFC 6749 has no word of its own for it.
    error = "temporarily_unavailable"
    status_code = 429


def count_address(at: datetime) -> None:
    """Count a request for a token; AskedTooOften where its address sent too many."""
    _spend(f"address {network_of(request.remote_addr)}", _config().token_calls_a_minute, at)


def count_machine(client_id: UUID, at: datetime) -> None:
    """Count a machine that has signed who it is; AskedTooOften where it did so too many times."""
    most = max(1, _config().token_calls_a_minute // MACHINES_AT_AN_ADDRESS)
    _spend(f"machine {client_id}", most, at)


def _spend(whose: str, most: int, at: datetime) -> None:
    # A keyed hash: nobody who reads the table learns where somebody was.
    vault: Vault = current_app.extensions["vault"]
    key = UUID(bytes=vault.hash(f"tokens of {whose}")[:16])
    engine = current_app.extensions["engine"]
    left: Allowance = spend(engine, key, most=most, at=at, what="tokens")
    g.allowance = left
    if left.spent:
        raise AskedTooOften(f"Tokens were asked for more than {most} times in a minute.")


def _config() -> Config:
    config: Config = current_app.config["PARCOURS"]
    return config
