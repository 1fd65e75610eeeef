"""Enforcing what views that open to machines declare: a token, its scope, and whom it acts for."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from app.audit.trail import Actor
from app.channels.clients.outside import OutsideUnreachable
from app.channels.clients.signing import KeysMissing
from app.channels.clients.tokens import Holder, TokenExpired, TokenRefused, holder_of
from app.enterprises.machines.acting import (
    Client,
    acts_for,
    client_by_id,
    client_by_outside_name,
)
from app.enterprises.machines.scopes import ClientKind
from app.enterprises.machines.using import note_use
from app.enterprises.mandates import client_mandate_in_force
from app.enterprises.queries import enterprise_by_number
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.access import OpensTo


class Reason(StrEnum):
    """Why nothing was opened, by the names that Belgif gives to these problems."""

    NO_TOKEN = "noAccessToken"  # noqa: S105
    INVALID_TOKEN = "invalidAccessToken"  # noqa: S105
    EXPIRED_TOKEN = "expiredAccessToken"  # noqa: S105
    MISSING_SCOPE = "missingScope"
    UNAVAILABLE = "serviceUnavailable"


_TITLES = {
    Reason.NO_TOKEN: "No access token",
    Reason.INVALID_TOKEN: "Invalid access token",
    Reason.EXPIRED_TOKEN: "Expired access token",
    Reason.MISSING_SCOPE: "Missing scope",
    Reason.UNAVAILABLE: "Service unavailable",
}
_CODES = {Reason.MISSING_SCOPE: 403, Reason.UNAVAILABLE: 503}
#: What RFC 6750 calls them; nothing where no token was sent.
_ERRORS = {
    Reason.INVALID_TOKEN: "invalid_token",
    Reason.EXPIRED_TOKEN: "invalid_token",
    Reason.MISSING_SCOPE: "insufficient_scope",
}


class AccessRefused(HTTPException):
    """The view does not open to this token.  ``scope`` is the one that is missing."""

    def __init__(self, reason: Reason, scope: str | None = None) -> None:
        super().__init__(description=_TITLES[reason])
        self.reason = reason
        self.scope = scope
        self.code = _CODES.get(reason, 401)

    @property
    def type(self) -> str:
        return f"urn:problem-type:belgif:{self.reason}"

    @property
    def challenge(self) -> str:
        """The WWW-Authenticate header, as RFC 6750 has it."""
        parts = ['realm="parcours"']
        if self.reason in _ERRORS:
            parts.append(f'error="{_ERRORS[self.reason]}"')
        if self.scope:
            parts.append(f'scope="{self.scope}"')
        return f"Bearer {', '.join(parts)}"


def attach(app: Flask) -> None:
    """Let machines in where a view says so, and nobody else."""

    @app.before_request
    def guard() -> None:
        if g.get("opens_to") is OpensTo.CLIENT:
            view: Any = app.view_functions[request.endpoint or ""]
            g.client = _let_in(view.scope)

    @app.errorhandler(AccessRefused)
    def refuse(error: AccessRefused) -> Response:
        answer = jsonify(type=error.type, title=_TITLES[error.reason], status=error.code)
        answer.status_code = error.code or 401
        answer.mimetype = "application/problem+json"
        if error.reason is not Reason.UNAVAILABLE:
            answer.headers["WWW-Authenticate"] = error.challenge
        return answer


def client_of_request() -> Client:
    """The machine that calls; only in views that open to machines.

    Its ``scopes`` are those that the token was given for and that the machine still has.
    """
    client: Client = g.client
    return client


def acting_for(db: Session, client: Client, enterprise_number: str) -> Actor | None:
    """The machine acting for an enterprise today; None where it may not.

    Whether the enterprise exists is nobody's business who does not act for it.  A training
    provider acts for every employer known, to register what it gave and nothing else: the acts
    see to that.  What it reads is of no employer: how the files fare that it sent itself.
    """
    found = enterprise_by_number(db, enterprise_number)
    if found is None:
        return None
    today = day_of(current_app.extensions["clock"].now())
    if client.kind is not ClientKind.PROVIDER and not acts_for(
        db, client.client_id, found.enterprise_id, under=client_mandate_in_force(today)
    ):
        return None
    # The enterprise it belongs to stands in the trail beside the one it acts for.
    return Actor(
        None, found.enterprise_id, sender_id=client.enterprise_id, client_id=client.client_id
    )


def _let_in(scope: str) -> Client:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not value.strip():
        raise AccessRefused(Reason.NO_TOKEN)
    try:
        holder = holder_of(value.strip())
    except TokenExpired:
        raise AccessRefused(Reason.EXPIRED_TOKEN) from None
    except TokenRefused:
        raise AccessRefused(Reason.INVALID_TOKEN) from None
    except (KeysMissing, OutsideUnreachable):
        raise AccessRefused(Reason.UNAVAILABLE) from None
    client = _known(session(), holder)
    if client is None:
        raise AccessRefused(Reason.INVALID_TOKEN)
    granted = frozenset(each for each in client.scopes if each in holder.scopes)
    if scope not in granted:
        raise AccessRefused(Reason.MISSING_SCOPE, scope)
    note_use(session(), client, at=current_app.extensions["clock"].now())
    return replace(client, scopes=granted)


def _known(db: Session, holder: Holder) -> Client | None:
    """The machine that a token speaks of, unless it was ended since."""
    if holder.client_id is not None:
        return client_by_id(db, holder.client_id, kid=holder.kid)
    assert holder.outside_name is not None, "a holder is known by one of the two"
    client = client_by_outside_name(db, holder.outside_name)
    if client is None or client.enterprise_number != holder.enterprise_number:
        return None
    return client
