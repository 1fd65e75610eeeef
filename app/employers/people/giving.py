"""Giving somebody a role, in two steps: what was typed is shown once more, then given.

Nothing about the person is looked up before it is given, and the name that is shown is the one
that was typed: what a national number belongs to is not to be tried out here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import current_app, render_template, request
from werkzeug.wrappers import Response

from app.employers.looking import now, today
from app.employers.people.forms import PersonForm, RoleForm
from app.enterprises.giving import Giving
from app.enterprises.mandates import Role
from app.enterprises.rules import problems_of_giving
from app.foundation.database import session
from app.foundation.problems import Problem
from app.identity.identifying import identify_persons
from app.identity.national_numbers import read_ssin, written

#: What the buttons say is wanted next; nothing said is looking first.
GIVE, CHANGE = "give", "change"
#: What gives the role: the problems, or where to go on.
Act = Callable[[Giving], tuple[Problem, ...] | Response]


def in_two_steps(
    form: PersonForm, act: Act, ask: Callable[[], str], back: dict[str, Any]
) -> str | Response:
    """Ask, show what was typed, give.  ``back`` is what the page that confirms shows beside."""
    step = request.form.get("step")
    if step == CHANGE or not form.validate_on_submit():
        return ask()
    if problems := _problems_of(form):
        form.show(tuple(problems))
        return ask()
    if step != GIVE:
        return _confirm(form, back)
    outcome = act(_giving(form, _person(form)))
    if isinstance(outcome, tuple):
        form.show(outcome)
        return ask()
    return outcome


def _problems_of(form: PersonForm) -> list[Problem]:
    said = _giving(form, UUID(int=0))
    return problems_of_giving(said.known_as, said.valid_from, said.valid_until, today=today())


def _giving(form: PersonForm, person_id: UUID) -> Giving:
    if not isinstance(form, RoleForm):
        return Giving(person_id, form.known_as.data, Role.ACCESS_MANAGER, today())
    valid_from = form.valid_from.data
    assert valid_from is not None, "the form has been validated"
    return Giving(
        person_id, form.known_as.data, Role(form.role.data), valid_from, form.valid_until.data
    )


def _person(form: PersonForm) -> UUID:
    """The person of the number, known here or not."""
    ssin = read_ssin(form.ssin.data or "")
    vault = current_app.extensions["vault"]
    return identify_persons(session(), [ssin], vault=vault, at=now())[ssin]


def _confirm(form: PersonForm, back: dict[str, Any]) -> str:
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name in form and name != "csrf_token"
    ]
    return render_template(
        "employers/people/confirm.html",
        nav="employers",
        form=form,
        said=_giving(form, UUID(int=0)),
        ssin=written(read_ssin(form.ssin.data or "")),
        typed=typed,
        today=today(),
        **back,
    )
