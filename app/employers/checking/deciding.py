"""Reading what was decided on a page of pairs, and telling what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from app.employers.checking.comparing import PAGE
from app.employers.correcting_forms import seen_in
from app.enterprises.mandates import HeldMandate
from app.enterprises.stating import Refused
from app.foundation.database import session
from app.foundation.problems import Problem
from app.foundation.writing import day_month_year
from app.learning.others.deciding import (
    BothReal,
    Decision,
    KeptOne,
    Outcome,
    SeenTraining,
)
from app.learning.statements import TRAININGS_AMONG, TrainingVersion
from app.learning.wording import sentence

#: One pair as a form carries it, and which of the two is kept.
_Typed = tuple[UUID, SeenTraining, SeenTraining, UUID | None]


def decisions_from(mandate: HeldMandate, fields: Mapping[str, str]) -> list[Decision]:
    """Those pairs of a page about which something was decided, each with its reason."""
    typed = list(_typed(fields))
    standing = _standing(mandate, {each[0] for each in typed})
    return [
        Decision(person_id, one, other, kept, _reason(standing.get(kept) if kept else None))
        for person_id, one, other, kept in typed
    ]


def _typed(fields: Mapping[str, str]) -> Iterator[_Typed]:
    for place in range(1, PAGE + 1):
        choice = fields.get(f"choice-{place}")
        if choice not in {"one", "other", "both"}:
            continue
        try:
            person, one, one_seen, other, other_seen = fields.get(f"pair-{place}", "").split(" ")
            two = (
                SeenTraining(UUID(one), seen_in(one_seen)),
                SeenTraining(UUID(other), seen_in(other_seen)),
            )
            kept = {"one": two[0].training_id, "other": two[1].training_id}.get(choice)
            yield UUID(person), *two, kept
        except ValueError:
            continue  # no page of ours wrote that


def _standing(mandate: HeldMandate, people: set[UUID]) -> dict[UUID, TrainingVersion]:
    if not people:
        return {}
    rows = TRAININGS_AMONG.ask(session(), people=list(people), enterprise=mandate.enterprise_id)
    return {each.training_id: each for each in rows}


def _reason(kept: TrainingVersion | None) -> str:
    """Why the other one is cancelled, as its history and the worker will read it."""
    if kept is None:
        return ""
    said: str = _(
        "Registered twice: “%(title)s” of %(day)s is kept",
        title=kept.title,
        day=day_month_year(kept.starts_on),
    )
    return said


def say_what_became(outcomes: Sequence[Outcome]) -> None:
    """How many were decided in which way, and why others were not."""
    kept = sum(isinstance(each, KeptOne) for each in outcomes)
    real = sum(isinstance(each, BothReal) for each in outcomes)
    if kept:
        said = ngettext(
            "%(num)s training is cancelled, and the other one stays.",
            "%(num)s trainings are cancelled, and the other ones stay.",
            kept,
        )
        flash(said, "success")
    if real:
        said = ngettext(
            "%(num)s pair is two trainings: it is not shown again.",
            "%(num)s pairs are two trainings each: they are not shown again.",
            real,
        )
        flash(said, "success")
    refused = [each for each in outcomes if isinstance(each, Refused)]
    problems: dict[Problem, None] = {p: None for each in refused for p in each.problems}
    for each in problems:
        flash(sentence(each), "error")
