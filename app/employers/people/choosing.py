"""For whom somebody may act: their own enterprises, the clients of their office, and connecting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template, request

from app.employers.looking import today
from app.employers.people.searching import answers_to
from app.enterprises.ended import ended_lately
from app.enterprises.holders import Standing, clients_of, names_by_number
from app.enterprises.mandates import HeldMandate, Role, mandates_of
from app.foundation.database import session
from app.identity.access import signed_in

#: With more enterprises than this the page can be searched.
SEARCHED_FROM = 10


@dataclass(frozen=True, slots=True)
class Acting:
    """An enterprise that the person acts for, with the roles; ``office`` None: its own people."""

    name: str | None
    number: str | None
    office: str | None
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An office of which the person manages the access, and how many clients wait for it."""

    name: str | None
    number: str | None
    clients: int


def choose_page() -> str:
    held = mandates_of(session(), signed_in().person_id, on=today())
    acting = _by_enterprise(held)
    wanted = request.args.get("q", "").strip()
    shown = [each for each in acting if answers_to(each.name, each.number, wanted)]
    return render_template(
        "employers/choose.html",
        nav="employers",
        own=[each for each in shown if each.office is None],
        clients=[each for each in shown if each.office is not None],
        everyone=len(acting),
        found=len(shown),
        wanted=wanted,
        searched=len(acting) > SEARCHED_FROM,
        waiting=_waiting(held, today()),
        ended=ended_lately(session(), signed_in().person_id, on=today()),
        represents=names_by_number(session(), signed_in().represents),
    )


def only_enterprise() -> str | None:
    """The number of the one enterprise that the person acts for, where nothing else waits.

    Nothing is chosen where there is one thing to choose.
    """
    held = mandates_of(session(), signed_in().person_id, on=today())
    numbers = {each.enterprise_number for each in held}
    if len(numbers) != 1 or signed_in().represents or _waiting(held, today()):
        return None
    return numbers.pop()


def _by_enterprise(held: Sequence[HeldMandate]) -> list[Acting]:
    """The mandates of one enterprise as one line, those through an office as another."""
    found: dict[tuple[UUID, str | None], list[HeldMandate]] = {}
    for each in held:
        through = (each.office or each.office_number) if each.client_mandate_id else None
        found.setdefault((each.enterprise_id, through), []).append(each)
    return [
        Acting(
            several[0].enterprise,
            several[0].enterprise_number,
            office,
            tuple(dict.fromkeys(each.role for each in several)),
        )
        for (_, office), several in found.items()
    ]


def _waiting(held: Sequence[HeldMandate], day: date) -> list[Waiting]:
    found = []
    for each in held:
        if each.role is Role.ACCESS_MANAGER:
            clients = clients_of(session(), each.enterprise_id)
            how_many = sum(client.standing(day) is Standing.WAITING for client in clients)
            if how_many:
                found.append(Waiting(each.enterprise, each.enterprise_number, how_many))
    return found
