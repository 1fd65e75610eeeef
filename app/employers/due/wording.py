"""The sentences of tasks: what is to do, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.learning.due.rules import Code, Ground, Standing, Task

_WHAT: dict[Code, Callable[[Task], Any]] = {
    Code.TRAINING_PLAN: lambda t: _("Adopt the training plan of %(year)s", year=t.period),
    Code.PLAN_DEPOSIT: lambda t: _(
        "Deposit a copy of the training plan of %(year)s", year=t.period
    ),
    Code.PLANNED_OVER: lambda t: ngettext(
        "Say what became of %(num)s planned training",
        "Say what became of %(num)s planned trainings",
        t.number,
    ),
    Code.BY_OTHERS: lambda t: ngettext(
        "Look at %(num)s training that others registered",
        "Look at %(num)s trainings that others registered",
        t.number,
    ),
    Code.ENDS: lambda t: ngettext(
        "State how the employment of %(num)s worker ended",
        "State how the employments of %(num)s workers ended",
        t.number,
    ),
    Code.UNDER_NOTICE: lambda t: ngettext(
        "Let %(num)s worker under notice take what is left",
        "Let %(num)s workers under notice take what is left",
        t.number,
    ),
    Code.CERTIFICATES: lambda t: ngettext(
        "Renew %(num)s certificate", "Renew %(num)s certificates", t.number
    ),
    Code.BALANCE_AT_RISK: lambda t: ngettext(
        "Plan trainings for %(num)s worker whose days may be lost",
        "Plan trainings for %(num)s workers whose days may be lost",
        t.number,
    ),
    Code.BALANCE_NOTICE: lambda t: ngettext(
        "Tell %(num)s worker the balance of %(year)s",
        "Tell %(num)s workers their balance of %(year)s",
        t.number,
        year=t.period,
    ),
    Code.NEW_WORKER: lambda t: ngettext(
        "Check the right of %(num)s new worker",
        "Check the rights of %(num)s new workers",
        t.number,
    ),
    Code.RIGHT_CHECK: lambda t: ngettext(
        "Check the right of %(num)s worker for %(year)s",
        "Check the rights of %(num)s workers for %(year)s",
        t.number,
        year=t.period,
    ),
    Code.SIZE: lambda t: _(
        "Check the size for %(first)s and %(last)s", first=t.period, last=int(t.period) + 1
    ),
}
_WHY: dict[Code, Callable[[], Any]] = {
    Code.TRAINING_PLAN: lambda: _(
        "Employers of 20 workers and more settle the content of the plan once a calendar year, by "
        "31 March, after the works council, the union delegation or the workers were heard."
    ),
    Code.PLAN_DEPOSIT: lambda: _(
        "A copy without personal data goes to the Federal Public Service Employment within a month."
    ),
    Code.PLANNED_OVER: lambda: _(
        "The last day has passed. Only a training that was followed takes days from the balance."
    ),
    Code.BY_OTHERS: lambda: _(
        "An office, a training provider or a program registered them. They count already, and "
        "one may stand twice."
    ),
    Code.ENDS: lambda: _(
        "What becomes of the balance hangs on how the employment ended. The day is the last one "
        "on which you see the worker here."
    ),
    Code.UNDER_NOTICE: lambda: _(
        "After a dismissal the days that are left may be taken during the notice; after a "
        "resignation they are lost when the employment ends."
    ),
    Code.CERTIFICATES: lambda: _(
        "They expire within 90 days, or did so in the last year, and no newer one is registered."
    ),
    Code.BALANCE_AT_RISK: lambda: _(
        "A period of five years, or the budget of an agreement, ends with the year. What is then "
        "left of it is set to zero."
    ),
    Code.BALANCE_NOTICE: lambda: _(
        "Once a year each worker hears what is left, and that errors can be corrected."
    ),
    Code.NEW_WORKER: lambda: _("Within 60 days after the first day of work."),
    Code.RIGHT_CHECK: lambda: _(
        "The right of the year is worked out on 1 January. Look at it within 30 days, and state "
        "another one where an agreement says so."
    ),
    Code.SIZE: lambda: _(
        "The size decides about everybody's right for two years. Its quarters are over: see "
        "whether all of them were declared."
    ),
}


_LISTS: dict[Code, Callable[[], Any]] = {
    Code.PLANNED_OVER: lambda: _("Planned trainings whose last day has passed"),
    Code.ENDS: lambda: _("Employments that ended, and nobody said how"),
    Code.UNDER_NOTICE: lambda: _("Workers under notice with days left"),
    Code.CERTIFICATES: lambda: _("Certificates that expire or have expired"),
    Code.BALANCE_AT_RISK: lambda: _("Workers whose days may be lost at the end of the year"),
    Code.NEW_WORKER: lambda: _("New workers whose right is to be checked"),
    Code.RIGHT_CHECK: lambda: _("Workers whose right of the year is to be checked"),
}


def list_heading(code: Code) -> str:
    """What the list behind a task is headed; KeyError for a task without one."""
    return str(_LISTS[code]())


@dataclass(frozen=True, slots=True)
class Worded:
    """A task as a person reads it.  ``standing`` says whether it is law."""

    task: Task
    what: str
    why: str
    standing: str
    law: str | None


def worded(task: Task) -> Worded:
    return Worded(task, str(what(task)), str(why(task.code)), standing(task.ground), law(task))


def what(task: Task) -> Any:
    """What is to do, with its number."""
    return _WHAT[task.code](task)


def why(code: Code) -> Any:
    return _WHY[code]()


def standing(ground: Ground) -> str:
    said: str = {
        Standing.LAW: _("Required by law"),
        Standing.GOOD_PRACTICE: _("Good practice: the duty was repealed"),
        Standing.OURS: _("A reminder of Parcours"),
    }[ground.standing]
    return said


_LAWS: dict[str, Callable[[], Any]] = {
    "law of 20 October 2023": lambda: _("Law of 20 October 2023 (Federal Learning Account)"),
    "law of 14 January 2026": lambda: _(
        "The Federal Learning Account was repealed by the law of 14 January 2026"
    ),
    "law of 3 October 2022, chapter 12": lambda: _("Law of 3 October 2022, chapter 12"),
    "law of 3 October 2022, articles 34 to 38": lambda: _(
        "Law of 3 October 2022, articles 34 to 38"
    ),
    "royal decree of 14 July 2024": lambda: _("Royal decree of 14 July 2024"),
    "royal decree of 5 December 2017, article 2; law of 20 October 2023": lambda: _(
        "Royal decree of 5 December 2017, article 2; law of 20 October 2023"
    ),
}


def law(task: Task) -> str | None:
    """The text; KeyError for one that has no words: a test goes through all of them."""
    return str(_LAWS[task.ground.law]()) if task.ground.law else None
