"""What an employer states of the training right of a year: stating, withdrawing, reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.audit.trail import Channel
from app.channels.api.calls import Answer, Call, answers, said
from app.channels.api.naming import employments_open, named, not_found, seen_worker
from app.channels.api.problems import RIGHTS, Issue, Kind, Refusal, input_issue, issues_of
from app.channels.api.training_words import etag_of, version_said
from app.foundation.problems import Problem
from app.identity.queries import names_of
from app.learning.rules.stating import RightKind
from app.learning.statements import RIGHTS_OF_YEAR, RightVersion
from app.learning.stating import (
    NothingStated,
    Outcome,
    Refused,
    RightStatement,
    RightWithdrawal,
    Stated,
    StatedAlready,
    Withdrawn,
    state_rights,
    withdraw_rights,
)

Plain = dict[str, Any]
#: Items on one page.
PAGE = 100
_KINDS = {"stated": RightKind.STATED, "optOut": RightKind.OPT_OUT}
_SAID = {kind: name for name, kind in _KINDS.items()}
_WORDS = {
    Stated: "stated",
    StatedAlready: "statedAlready",
    Withdrawn: "withdrawn",
    NothingStated: "nothingStated",
    Refused: "refused",
}
#: Somebody known, or everyone.
Whom = UUID | None


@answers("stateRights")
def state(call: Call) -> Answer:
    def wanted(item: Plain, whom: Whom) -> RightStatement:
        days = item.get("days")
        return RightStatement(
            item["year"],
            _KINDS[item["kind"]],
            item["reason"],
            whom,
            item.get("minutes"),
            _hundredths(days) if days else None,
            item.get("agreement"),
        )

    return _carried_out(call, wanted, state_rights)


@answers("withdrawRights")
def withdraw(call: Call) -> Answer:
    def wanted(item: Plain, whom: Whom) -> RightWithdrawal:
        return RightWithdrawal(item["year"], item["reason"], whom)

    return _carried_out(call, wanted, withdraw_rights)


def _carried_out(
    call: Call, wanted: Callable[[Plain, Whom], Any], act: Callable[..., list[Outcome]]
) -> Answer:
    items = call.body["items"]
    _refuse_unclear(items)
    workers = named(call, list(dict.fromkeys(each["ssin"] for each in items if "ssin" in each)))
    whom = [workers[each["ssin"]] if "ssin" in each else None for each in items]
    asked = [
        wanted(item, who)
        for item, who in zip(items, whom, strict=True)
        if not isinstance(who, Problem)
    ]
    found = iter(act(call.db, asked, by=call.actor, via=Channel.API, at=call.at))
    outcomes = [
        _outcome(call, item, who, Refused((who,)) if isinstance(who, Problem) else next(found), at)
        for at, (item, who) in enumerate(zip(items, whom, strict=True))
    ]
    return Answer({"items": outcomes})


def _refuse_unclear(items: Sequence[Plain]) -> None:
    """A worker is named where it is about one, and nowhere else."""
    issues: list[Issue] = []
    for place, item in enumerate(items):
        if (item["appliesTo"] == "worker") is not ("ssin" in item):
            detail = _("Name the worker where it applies to one, and nobody where to everyone.")
            issues.append(input_issue("invalidInput", "body", f"items[{place}].ssin", detail))
    if issues:
        raise Refusal(Kind.BAD_REQUEST, issues=issues)


def _outcome(
    call: Call, item: Plain, whom: UUID | Problem | None, outcome: Outcome, place: int
) -> Plain:
    word = _WORDS[type(outcome)]
    if isinstance(outcome, Refused):
        issues = issues_of(outcome.problems, before=f"items[{place}].", names=RIGHTS)
        return {"outcome": word, "issues": issues}
    stands = isinstance(outcome, Stated | StatedAlready) and not isinstance(whom, Problem)
    return said(outcome=word, href=_href(call, item["year"], whom) if stands else None)


def _href(call: Call, year: int, whom: object) -> str:
    where = ("rights", year)
    return call.href("workers", whom, *where) if whom else call.href(*where)


@answers("queryRights")
def query(call: Call) -> Answer:
    page: int = call.query["page"]
    found = _open_to(call, _of_year(call, call.body["year"]))
    if "ssins" in call.body:
        these = set(named(call, call.body["ssins"]).values())
        found = [each for each in found if each.person_id is None or each.person_id in these]
    found.sort(key=lambda each: (each.person_id is not None, str(each.person_id)))
    shown = found[(page - 1) * PAGE : page * PAGE]
    call.saw([each.person_id for each in shown if each.person_id], "rights")
    body = {"items": _said_of(call, shown), "total": len(found), "page": page}
    if page * PAGE < len(found):
        body["next"] = f"{call.href('rights', 'query')}?page={page + 1}"
    return Answer(body)


@answers("getRightOfEveryone")
def of_everyone(call: Call) -> Answer:
    return _one(call, None)


@answers("getRightOfWorker")
def of_worker(call: Call) -> Answer:
    return _one(call, seen_worker(call, "right"))


def _one(call: Call, whom: Whom) -> Answer:
    found = [each for each in _of_year(call, call.path["year"]) if each.person_id == whom]
    if not found:
        raise not_found()
    [item] = _said_of(call, found)
    return Answer(item, headers={"ETag": etag_of(found[0].version.recorded_from)})


def _of_year(call: Call, year: int) -> list[RightVersion]:
    return RIGHTS_OF_YEAR.ask(call.db, enterprise=call.enterprise_id, year=year)


def _open_to(call: Call, found: Sequence[RightVersion]) -> list[RightVersion]:
    workers = employments_open(call, {each.person_id for each in found if each.person_id})
    return [each for each in found if each.person_id is None or each.person_id in workers]


def _said_of(call: Call, found: Sequence[RightVersion]) -> list[Plain]:
    people = {each.version.by for each in found if each.version.by}
    names = {key: name.full for key, name in names_of(call.db, people).items()} if people else {}
    return [
        said(
            href=_href(call, each.year, each.person_id),
            appliesTo="worker" if each.person_id else "everyone",
            workerId=str(each.person_id) if each.person_id else None,
            year=each.year,
            kind=_SAID[each.kind],
            minutes=each.minutes,
            days=None if each.days is None else _decimal(each.days),
            agreement=each.agreement,
            version=version_said(each.version, names),
        )
        for each in found
    ]


def _hundredths(days: str) -> int:
    whole, _point, rest = days.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def _decimal(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
