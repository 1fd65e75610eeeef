"""Whom a call is about: national numbers to workers, and workers that one may see."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import gettext as _

from app.channels.api.calls import Call
from app.channels.api.problems import Kind, Refusal, issues_of
from app.employment.queries import EmploymentRow, employments_among
from app.enterprises.parameters import is_open
from app.foundation.problems import Problem, problem
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import InvalidSsin, read_ssin


def named(call: Call, ssins: Collection[str]) -> dict[str, UUID | Problem]:
    """The person of each number; a problem for one that is wrong, or that nobody here has."""
    found: dict[str, UUID | Problem] = {}
    for ssin in ssins:
        try:
            read_ssin(ssin)
        except InvalidSsin:
            found[ssin] = problem("number_wrong", "worker")
    right = [ssin for ssin in ssins if ssin not in found]
    persons = persons_by_ssin(call.db, right, vault=call.vault) if right else {}
    for ssin in right:
        found[ssin] = persons.get(ssin) or problem("not_a_worker_of_yours", "worker")
    return found


def employments_open(call: Call, person_ids: Collection[UUID]) -> dict[UUID, list[EmploymentRow]]:
    """The employments of those whom the enterprise may see today; the others are left out."""
    if not person_ids:
        return {}
    found = employments_among(call.db, call.enterprise_id, person_ids)
    return {
        key: rows
        for key, rows in found.items()
        if is_open([(row.starts_on, row.ends_on) for row in rows], call.today)
    }


def seen_worker(call: Call, what: str) -> UUID:
    """The worker in the address, with a line in the trail; a refusal for anybody else's."""
    worker: UUID = call.path["worker_id"]
    if worker not in employments_open(call, [worker]):
        raise not_found()
    call.saw([worker], what)
    return worker


def worker_of(call: Call, ssin: str, what: str) -> UUID:
    """The worker whom the body names, with a line in the trail; a refusal for anybody else's."""
    worker = named(call, [ssin])[ssin]
    if isinstance(worker, Problem):
        raise Refusal(Kind.BAD_REQUEST, issues=issues_of([worker]))
    if worker not in employments_open(call, [worker]):
        wrong = problem("not_a_worker_of_yours", "worker")
        raise Refusal(Kind.BAD_REQUEST, issues=issues_of([wrong]))
    call.saw([worker], what)
    return worker


def not_found() -> Refusal:
    """Whether it is not there or not theirs is nobody's business."""
    return Refusal(Kind.NOT_FOUND, _("There is no such thing, or it is not yours to see."))
