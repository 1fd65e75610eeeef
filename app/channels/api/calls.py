"""A call from its beginning to its answer: counted, read, carried out, and answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.channels.api.contract import JSON, Contract, Operation
from app.channels.api.problems import Kind, Refusal, answered
from app.channels.api.reading import read_body, read_headers, read_query
from app.channels.api.repeating import KeyReused, Named, fingerprint_of, once
from app.channels.clients import Client, acting_for, client_of_request
from app.channels.limits import spend
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.national_numbers import Vault


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was let in and read.

    ``actor`` acts for the enterprise in the address; where the address has none, for nobody.
    """

    db: Session
    client: Client
    actor: Actor
    number: str  # of the enterprise in the address; empty where there is none
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, str]
    body: Any
    at: datetime

    @property
    def today(self) -> date:
        return day_of(self.at)

    @property
    def enterprise_id(self) -> UUID:
        assert self.actor.enterprise_id is not None, "the address names the enterprise"
        return self.actor.enterprise_id

    @property
    def vault(self) -> Vault:
        vault: Vault = current_app.extensions["vault"]
        return vault

    def href(self, *parts: object) -> str:
        """An address of the enterprise."""
        return "/".join(["/api/v1/enterprises", self.number, *map(str, parts)])

    def saw(self, workers: list[UUID], what: str) -> None:
        """Leave a line in the trail for each worker whose data is given away."""
        traces = [
            Trace(Act.WORKER_SEEN, self.actor, Ground.MANDATE, key, {"page": f"api: {what}"})
            for key in workers
        ]
        record(self.db, traces, via=Channel.API, at=self.at)


@dataclass(frozen=True, slots=True)
class Answer:
    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Carrying = Callable[[Call], Answer | Response]
#: What carries out each operation, by its name in the contract.
CARRIED_OUT: dict[str, Carrying] = {}


def answers(name: str) -> Callable[[Carrying], Carrying]:
    """Declare which operation of the contract a function carries out."""

    def declare(function: Carrying) -> Carrying:
        if name in CARRIED_OUT:
            raise ValueError(f"{name} is carried out already")
        CARRIED_OUT[name] = function
        return function

    return declare


def view_of(contract: Contract, operation: Operation) -> Callable[..., Response]:
    """The view of an operation; a name of the contract that nothing carries out is an error."""
    carry_out = CARRIED_OUT[operation.name]

    def view(**path: Any) -> Response:
        at: datetime = current_app.extensions["clock"].now()
        client = client_of_request()
        _count(client, at)
        _refuse_other_media(operation)
        query, headers = read_query(operation, request), read_headers(operation, request)
        body = read_body(operation, request)
        db = session()
        number = path.get("enterprise_number", "")
        actor = _actor(db, client, number)
        call = Call(db, client, actor, number, path, query, headers, body, at)

        def answer() -> Response:
            try:
                return _written(carry_out(call))
            except Refusal as refusal:
                return answered(refusal)

        key = headers.get("Idempotency-Key")
        return answer() if key is None else _once(call, operation, key, answer)

    view.__name__ = operation.name
    return view


def _count(client: Client, at: datetime) -> None:
    most = current_app.config["PARCOURS"].api_calls_a_minute
    g.allowance = spend(current_app.extensions["engine"], client.client_id, most=most, at=at)
    if g.allowance.spent:
        detail = _("You called more than %(most)s times in a minute.", most=most)
        raise Refusal(Kind.TOO_MANY, detail)


def _refuse_other_media(operation: Operation) -> None:
    wanted = request.accept_mimetypes
    if wanted and not wanted.best_match([operation.gives, "application/problem+json"]):
        raise Refusal(Kind.NOT_ACCEPTABLE, _("It is given as %(type)s.", type=operation.gives))


def _actor(db: Session, client: Client, number: str) -> Actor:
    if not number:
        return Actor(None, client.enterprise_id, client_id=client.client_id)
    actor = acting_for(db, client, number)
    if actor is None:
        detail = _("Your system does not act for this enterprise.")
        raise Refusal(Kind.MISSING_PERMISSION, detail)
    return actor


def _once(call: Call, operation: Operation, key: str, answer: Callable[[], Response]) -> Response:
    fingerprint = fingerprint_of(
        operation.name.encode(),
        request.path.encode(),
        call.headers.get("If-Match", "").encode(),
        request.get_data(),
    )
    named = Named(call.client.client_id, key, fingerprint)
    try:
        return once(call.db, named, at=call.at, answer=answer)
    except KeyReused:
        detail = _("This Idempotency-Key belongs to another call: take a new one.")
        raise Refusal(Kind.KEY_REUSED, detail) from None


def _written(answer: Answer | Response) -> Response:
    if isinstance(answer, Response):
        return answer
    text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, answer.status, headers=dict(answer.headers), content_type=JSON)


def said(**fields: Any) -> dict[str, Any]:
    """What there is to say: nothing is null, and no text is empty."""
    return {name: value for name, value in fields.items() if value is not None and value != ""}
