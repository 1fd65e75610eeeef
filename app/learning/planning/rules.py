"""What the law asks of a training plan: pure functions over its content and dates.

Law of 3 October 2022, articles 34 to 38, as the Federal Public Service Employment explains it:
formal and informal trainings, how they contribute, attention to groups at risk (workers of 50 and
more, workers with a disability, of foreign origin), to bottleneck occupations and to the gender
dimension, how it is evaluated with the workers; for a year at least.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

from app.foundation.letters import readable
from app.foundation.problems import Problem, problem
from app.learning.due.rules import Duty
from app.learning.planning.content import SECTIONS, Plan

LONGEST_SECTION = 4_000
MOST_TRAININGS = 200
LONGEST_TITLE = 200
#: No training of a plan lasts longer: more is a slip of the pen.
MOST_MINUTES = 2_000 * 60


def problems_of_draft(plan: Plan) -> list[Problem]:
    """What is wrong with a draft: it may lack anything, but say nothing impossible."""
    found: list[Problem] = []
    if plan.ends_on < plan.starts_on:
        found.append(problem("plan_ends_first", "ends_on", starts_on=plan.starts_on))
    for name in (*SECTIONS, "advice"):
        text = getattr(plan, name)
        if len(text) > LONGEST_SECTION:
            found.append(problem("plan_text_too_long", name, most=LONGEST_SECTION))
        elif text and not readable(" ".join(text.split())):
            found.append(problem("plan_text_unreadable", name))
    if len(plan.trainings) > MOST_TRAININGS:
        found.append(problem("plan_too_many_trainings", "trainings", most=MOST_TRAININGS))
    for index, each in enumerate(plan.trainings):
        found += _problems_of_training(index, each.title, each.minutes)
    return found


def _problems_of_training(index: int, title: str, minutes: int) -> list[Problem]:
    field = f"trainings-{index}-title"
    if not title:
        return [problem("title_missing", field)]
    if len(title) > LONGEST_TITLE:
        return [problem("title_too_long", field, most=LONGEST_TITLE)]
    if not readable(title):
        return [problem("title_unreadable", field)]
    if not 0 <= minutes <= MOST_MINUTES:
        return [problem("too_much_time", f"trainings-{index}-hours", hours=MOST_MINUTES // 60)]
    return []


def problems_of_adoption(
    plan: Plan, adopted_on: date, *, year: int, applies: bool, today: date
) -> list[Problem]:
    """What stands in the way of adopting it.

    Where the law asks for no plan (``applies`` False), only what makes no sense does.
    """
    found = problems_of_draft(plan)
    if adopted_on > today:
        found.append(problem("plan_adopted_in_future", "adopted_on"))
    if adopted_on.year not in (year - 1, year):
        found.append(problem("plan_adopted_in_other_year", "adopted_on", year=year))
    if plan.given_on and plan.advice_on and plan.advice_on < plan.given_on:
        found.append(problem("plan_advice_first", "advice_on", given_on=plan.given_on))
    if not plan.trainings:
        found.append(problem("plan_without_trainings", "trainings"))
    if applies:
        found += _missing(plan)
    return found


def _missing(plan: Plan) -> list[Problem]:
    """What the law wants and the plan does not say."""
    found: list[Problem] = []
    if plan.trainings and not any(each.formal for each in plan.trainings):
        found.append(problem("plan_without_formal", "trainings"))
    if plan.trainings and all(each.formal for each in plan.trainings):
        found.append(problem("plan_without_informal", "trainings"))
    found += [problem("plan_section_missing", name) for name in SECTIONS if not getattr(plan, name)]
    if plan.body is None:
        found.append(problem("plan_nobody_heard", "body"))
    elif plan.given_on is None:
        found.append(problem("plan_not_given", "given_on"))
    if plan.ends_on < _a_year_from(plan.starts_on):
        found.append(problem("plan_too_short", "ends_on"))
    return found


def _a_year_from(day: date) -> date:
    """The last day of a year that begins on ``day``."""
    leap_day = (day.month, day.day) == (2, 29)
    return (
        date(day.year + 1, 2, 28)
        if leap_day
        else day.replace(year=day.year + 1) - timedelta(days=1)
    )


def remarks_on_adoption(plan: Plan, adopted_on: date, duty: Duty, year: int) -> list[Problem]:
    """Dates of the law that were missed: told, not refused, for a late plan is better than none."""
    found = []
    due = duty.day_in(year)
    assert duty.advice is not None, "duties.toml says by when the advice is given"
    advice_due = date(year, *duty.advice)
    if adopted_on > due:
        found.append(problem("plan_late", due=due))
    if plan.advice_on and plan.advice_on > advice_due:
        found.append(problem("plan_advice_late", due=advice_due))
    given, heard = plan.given_on, plan.advice_on
    if given and heard and heard - given < timedelta(days=duty.draft_days):
        found.append(problem("plan_given_late", days=duty.draft_days))
    return found


#: The parts of a plan that a problem may be about.
PARTS = frozenset(each.name for each in fields(Plan))
