"""Account statements of many workers: asking for them, how far they are, and fetching them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from flask_babel import gettext as _

from app.attestations.jobs import make_slices
from app.attestations.letters import holds_mandate
from app.attestations.runs import Progress, archive, progress_of
from app.attestations.statements import Started, make_statements
from app.attestations.taking_up import given_up_among, take_up_run
from app.audit.trail import Channel
from app.channels.api.calls import Answer, Call, answers, said
from app.channels.api.naming import employments_open, named, not_found
from app.channels.api.problems import Issue, Kind, Refusal, input_issue, issues_of
from app.channels.api.waiting import poll_after
from app.foundation.problems import problem
from app.learning.due.queries import employed_on
from certificates.attestation import Kind as Document

Plain = dict[str, Any]
#: What a program names in its body, by the fields of the act.
_NAMES = {"workers": "ssins", "year": "year"}


@answers("makeStatements")
def make(call: Call) -> Answer:
    started = make_statements(
        call.db,
        call.enterprise_id,
        _workers(call),
        kind=Document.ACCOUNT_STATEMENT,
        year=call.body["year"],
        by=call.actor,
        via=Channel.API,
        at=call.at,
    )
    if not isinstance(started, Started):
        wrong = any(each.code == "no_mandate" for each in started.problems)
        kind = Kind.MISSING_PERMISSION if wrong else Kind.BAD_REQUEST
        raise Refusal(kind, issues=issues_of(started.problems, names=_NAMES))
    make_slices(call.db, started)
    run = _run(call, started.run_id)
    # Of one that a fault has stopped, asking again is the program's way out.
    take_up_run(call.db, run, by=call.actor, via=Channel.API, at=call.at)
    body = _said_of(call, run)
    return Answer(body, 202, {"Location": body["href"]})


@answers("getStatements")
def get(call: Call) -> Answer:
    return Answer(_said_of(call, _run(call, call.path["run_id"])))


@answers("getStatementDocuments")
def fetch(call: Call) -> Response:
    run = _run(call, call.path["run_id"])
    if run.under_way or not run.made:
        raise Refusal(Kind.NOT_MADE, _("There are no statements to take away yet."))
    pieces = archive(
        current_app.extensions["engine"],
        current_app.extensions["clock"],
        run,
        by=call.actor,
        may=holds_mandate,
        via=Channel.API,
    )
    answer = Response(pieces, content_type="application/zip")
    name = f"statements-{call.number}-{run.year}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _workers(call: Call) -> list[UUID]:
    """Those who are named, every one of them the enterprise's; or all employed today."""
    ssins: list[str] | None = call.body.get("ssins")
    if (call.body["appliesTo"] == "workers") is not (ssins is not None):
        detail = _("Name the worker where it applies to one, and nobody where to everyone.")
        issue = input_issue("invalidInput", "body", "ssins", detail)
        raise Refusal(Kind.BAD_REQUEST, issues=[issue])
    if ssins is None:
        return employed_on(call.db, call.enterprise_id, call.today)
    found = named(call, ssins)
    theirs = employments_open(call, [each for each in found.values() if isinstance(each, UUID)])
    issues: list[Issue] = []
    for place, ssin in enumerate(ssins):
        who = found[ssin]
        if isinstance(who, UUID) and who not in theirs:
            who = problem("not_a_worker_of_yours", "worker")
        if not isinstance(who, UUID):
            issues += issues_of([who], names={"worker": f"ssins[{place}]"})
    if issues:
        raise Refusal(Kind.BAD_REQUEST, issues=issues)
    return list(theirs)


def _run(call: Call, key: UUID) -> Progress:
    found = progress_of(call.db, call.enterprise_id, key)
    if found is None or found.kind != Document.ACCOUNT_STATEMENT.value:
        raise not_found()
    return found


def _said_of(call: Call, run: Progress) -> Plain:
    href = call.href("statements", run.run_id)
    stopped = run.stopped_at or given_up_among(call.db, [run])
    under_way = run.under_way and not stopped
    return said(
        href=href,
        runId=str(run.run_id),
        year=run.year,
        state="stopped" if stopped else "running" if under_way else "done",
        pollAfter=poll_after(run.asked_at, call.at) if under_way else None,
        askedAt=run.asked_at.isoformat(),
        workers=run.in_all,
        made=run.made,
        missing=run.missing,
        documents=f"{href}/documents" if run.made and not run.under_way else None,
    )
