"""Workers: who works for the enterprise, and by which key each is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.channels.api.calls import Answer, Call, answers, said
from app.channels.api.naming import employments_open, named, seen_worker
from app.employment.queries import EmploymentRow
from app.identity.queries import PersonName, names_of, ssins_of
from app.learning.workers.lists import workers_on_page
from app.learning.workers.wanted import Wanted, Who

Plain = dict[str, Any]


@answers("queryWorkers")
def query_workers(call: Call) -> Answer:
    ssins = call.body.get("ssins")
    return _of_numbers(call, ssins) if ssins else _on_page(call)


def _of_numbers(call: Call, ssins: Sequence[str]) -> Answer:
    keys = {each for each in named(call, ssins).values() if isinstance(each, UUID)}
    found = employments_open(call, keys)
    items = _workers(call, found)
    return Answer({"items": items, "total": len(items), "page": 1})


def _on_page(call: Call) -> Answer:
    page: int = call.query["page"]
    wanted = Wanted(
        year=call.today.year,
        who=Who(call.body.get("who", Who.TODAY)),
        name=call.body.get("name", ""),
        committee=call.body.get("jointCommittee"),
    )
    found = workers_on_page(call.db, call.enterprise_id, wanted, page=page, today=call.today)
    beyond = page > found.pages
    keys = [] if beyond else [line.person_id for line in found.lines]
    there = employments_open(call, keys)
    answer = {
        "items": _workers(call, {key: there[key] for key in keys if key in there}),
        "total": found.listed.people,
        "page": page,
    }
    if page < found.pages:
        answer["next"] = f"{call.href('workers', 'query')}?page={page + 1}"
    return Answer(answer)


@answers("getWorker")
def get_worker(call: Call) -> Answer:
    worker = seen_worker(call, "worker")
    [item] = _said_of(call, employments_open(call, [worker]))
    return Answer(item)


def _workers(call: Call, found: Mapping[UUID, Sequence[EmploymentRow]]) -> list[Plain]:
    call.saw(list(found), "workers")
    return _said_of(call, found)


def _said_of(call: Call, found: Mapping[UUID, Sequence[EmploymentRow]]) -> list[Plain]:
    if not found:
        return []
    ssins = ssins_of(call.db, found, vault=call.vault)
    names = names_of(call.db, found)
    return [_worker(call, key, rows, ssins[key], names[key]) for key, rows in found.items()]


def _worker(
    call: Call, key: UUID, rows: Sequence[EmploymentRow], ssin: str, name: PersonName
) -> Plain:
    return said(
        href=call.href("workers", key),
        workerId=str(key),
        ssin=ssin,
        givenNames=name.given_names,
        surname=name.surname,
        employments=[
            said(
                startDate=row.starts_on.isoformat(),
                endDate=row.ends_on.isoformat() if row.ends_on else None,
                jointCommittee=row.joint_committee,
            )
            for row in rows
        ],
    )
