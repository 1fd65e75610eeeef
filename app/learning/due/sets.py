"""Whom each task concerns, as one select: what is counted is what the list behind it shows.

Every select has the columns person, about (an employment or a training), day, title, minutes and
seen; its blanks are the enterprise, ``today`` and what :func:`blanks_for` adds.  Only people whom
the employer may still see are in them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    Integer,
    Select,
    String,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
    null,
    or_,
    select,
)

from app.employment.closing import access_ends
from app.employment.known import EMPLOYMENTS_KNOWN, goes_on
from app.enterprises.parameters import first_end_still_open
from app.foundation.clock import BRUSSELS
from app.foundation.knowing import known_now
from app.learning.due.rules import Code, Duties
from app.learning.models import AccountStatement, StatedEnd, Training
from app.learning.others.sets import waiting
from app.learning.rules.law import Law

ENTERPRISE = bindparam("enterprise", type_=Uuid)
TODAY = bindparam("today", type_=Date)
#: People who left before this day are none of the employer's business any more.
SEEN_SINCE = bindparam("seen_since", type_=Date)
_K = EMPLOYMENTS_KNOWN.c
_NO_DAY, _NO_TITLE = cast(null(), Date), cast(null(), String)
_NO_MINUTES, _NOT_SEEN = cast(null(), Integer), cast(null(), DateTime(timezone=True))


def _columns(person: Any, about: Any, day: Any, title: Any, minutes: Any, seen: Any) -> Select[Any]:
    return select(
        person.label("person_id"),
        about.label("about"),
        day.label("day"),
        title.label("title"),
        minutes.label("minutes"),
        seen.label("seen"),
    )


#: Everyone employed today.
EMPLOYED = select(_K.person_id).where(_K.enterprise_id == ENTERPRISE, goes_on(_K, TODAY)).distinct()
_VISIBLE = select(_K.person_id).where(
    _K.enterprise_id == ENTERPRISE, or_(_K.ends_on.is_(None), _K.ends_on >= SEEN_SINCE)
)


def _new_workers() -> Select[Any]:
    """Those whose first employment here began not long ago; the day is that by which to check."""
    first = func.min(_K.starts_on)
    days = bindparam("new_worker_days", type_=Integer)
    return (
        _columns(
            _K.person_id,
            func.max(cast(_K.employment_id, String)).cast(Uuid),
            cast(first + days, Date),
            _NO_TITLE,
            _NO_MINUTES,
            _NOT_SEEN,
        )
        .where(_K.enterprise_id == ENTERPRISE, _K.person_id.in_(EMPLOYED))
        .group_by(_K.person_id)
        .having(first <= TODAY, first + days >= TODAY)
    )


_HERS = (Training.enterprise_id == ENTERPRISE, known_now(Training))


def _certificates() -> Select[Any]:
    """Those that expire soon or did so, where no newer one of that title was registered."""
    newer = Training.__table__.alias("newer")
    followed_by = exists().where(
        newer.c.person_id == Training.person_id,
        newer.c.enterprise_id == Training.enterprise_id,
        newer.c.recorded_until.is_(None),
        newer.c.certified,
        newer.c.followed,
        func.lower(newer.c.title) == func.lower(Training.title),
        or_(
            newer.c.certificate_until.is_(None),
            newer.c.certificate_until > Training.certificate_until,
        ),
    )
    return _columns(
        Training.person_id,
        Training.training_id,
        Training.certificate_until,
        Training.title,
        Training.minutes,
        Training.recorded_from,
    ).where(
        *_HERS,
        Training.followed,
        Training.certificate_until.between(
            bindparam("expired_since", type_=Date), bindparam("expires_by", type_=Date)
        ),
        Training.person_id.in_(EMPLOYED),
        ~followed_by,
    )


def _planned_over() -> Select[Any]:
    return _columns(
        Training.person_id,
        Training.training_id,
        Training.ends_on,
        Training.title,
        Training.minutes,
        Training.recorded_from,
    ).where(
        *_HERS,
        Training.followed.is_(False),
        Training.ends_on < TODAY,
        Training.person_id.in_(_VISIBLE),
    )


def _by_others() -> Select[Any]:
    """What others registered and nobody looked at; the day is that by which to."""
    those = waiting().subquery("by_others")
    recorded_on = cast(func.timezone(BRUSSELS.key, those.c.recorded_from), Date)
    return _columns(
        those.c.person_id,
        those.c.training_id,
        cast(recorded_on + bindparam("others_days", type_=Integer), Date),
        those.c.title,
        those.c.minutes,
        those.c.recorded_from,
    )


def _ends() -> Select[Any]:
    """Employments that ended with nobody having said how; the day is that on which access ends."""
    stated = exists().where(
        StatedEnd.person_id == _K.person_id,
        StatedEnd.employment_id == _K.employment_id,
        known_now(StatedEnd),
    )
    return _columns(
        _K.person_id,
        _K.employment_id,
        access_ends(_K.ends_on),
        _NO_TITLE,
        _NO_MINUTES,
        _NOT_SEEN,
    ).where(
        _K.enterprise_id == ENTERPRISE,
        _K.ends_on >= SEEN_SINCE,
        _K.ends_on < TODAY,
        _K.person_id.not_in(EMPLOYED),
        ~stated,
    )


_ACCOUNT = (
    AccountStatement.enterprise_id == ENTERPRISE,
    known_now(AccountStatement),
    AccountStatement.year == bindparam("year", type_=Integer),
    AccountStatement.left_over > 0,
)


def _balance_at_risk() -> Select[Any]:
    """Days left under terms that end with the year: a five-year period, or a budget."""
    first = bindparam("first_five_years", type_=Integer)
    years = bindparam("five_years", type_=Integer)
    begins = func.greatest(first, cast(func.date_part("year", AccountStatement.opened_on), Integer))
    last_of_period = (AccountStatement.year - begins) % years == years - 1
    of_budget = exists().where(
        _K.enterprise_id == ENTERPRISE,
        _K.person_id == AccountStatement.person_id,
        goes_on(_K, TODAY),
        _K.joint_committee == func.any(bindparam("budgets", type_=ARRAY(String))),
    )
    return _columns(
        AccountStatement.person_id,
        cast(null(), Uuid),
        cast(func.make_date(AccountStatement.year, 12, 31), Date),
        _NO_TITLE,
        AccountStatement.left_over,
        _NOT_SEEN,
    ).where(
        *_ACCOUNT,
        AccountStatement.year >= begins,
        AccountStatement.person_id.in_(EMPLOYED),
        or_(last_of_period, of_budget),
    )


def _under_notice() -> Select[Any]:
    return _columns(
        StatedEnd.person_id,
        StatedEnd.employment_id,
        func.coalesce(_K.ends_on, TODAY),
        StatedEnd.end_reason,
        AccountStatement.left_over,
        _NOT_SEEN,
    ).where(
        *_ACCOUNT,
        StatedEnd.enterprise_id == ENTERPRISE,
        known_now(StatedEnd),
        or_(StatedEnd.end_reason == "notice", StatedEnd.end_reason == "resignation"),
        StatedEnd.notice_from <= TODAY,
        _K.person_id == StatedEnd.person_id,
        _K.employment_id == StatedEnd.employment_id,
        goes_on(_K, TODAY),
        AccountStatement.person_id == StatedEnd.person_id,
    )


def _everyone() -> Select[Any]:
    return _columns(
        EMPLOYED.subquery("employed").c.person_id,
        cast(null(), Uuid),
        _NO_DAY,
        _NO_TITLE,
        _NO_MINUTES,
        _NOT_SEEN,
    )


#: The select of each task that concerns some workers or trainings.
SOME: dict[Code, Select[Any]] = {
    Code.PLANNED_OVER: _planned_over(),
    Code.BY_OTHERS: _by_others(),
    Code.ENDS: _ends(),
    Code.UNDER_NOTICE: _under_notice(),
    Code.CERTIFICATES: _certificates(),
    Code.BALANCE_AT_RISK: _balance_at_risk(),
    Code.NEW_WORKER: _new_workers(),
}
#: Those that have a list of these pages behind them; what others registered has its own.
LISTED = {code: those for code, those in SOME.items() if code is not Code.BY_OTHERS} | {
    Code.RIGHT_CHECK: _everyone()
}


def blanks_for(
    enterprise_id: UUID, today: date, duties: Duties, law: Law, budgets: frozenset[str]
) -> dict[str, Any]:
    """What fills the blanks of every select."""
    certificates = duties[Code.CERTIFICATES]
    return {
        "enterprise": enterprise_id,
        "today": today,
        "year": today.year,
        "seen_since": first_end_still_open(today),
        "new_worker_days": duties[Code.NEW_WORKER].days,
        "others_days": duties[Code.BY_OTHERS].days,
        "expired_since": today - timedelta(days=certificates.days),
        "expires_by": today + timedelta(days=certificates.days_before),
        "first_five_years": law.federal.first_five_years.year,
        "five_years": law.federal.five_years,
        "budgets": sorted(budgets),
    }
