"""Which trainings others made, and which of them nobody has looked at: what selects have in common.

Their blanks are ``enterprise`` and ``seen_since``: people who left before that day are none of the
employer's business any more.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from app.audit.trail import Channel
from app.employment.known import EMPLOYMENTS_KNOWN
from app.enterprises.offices import MACHINES, OFFICE_BEHIND
from app.foundation.knowing import known_now
from app.learning.models import Training
from app.learning.others.models import CheckedRegistration
from app.learning.rules.contents import BROUGHT_ALONG

ENTERPRISE = bindparam("enterprise", type_=Uuid)
SEEN_SINCE = bindparam("seen_since", type_=Date)
#: The way of what was brought along, beside the channels.
HISTORY = "history"
_K = EMPLOYMENTS_KNOWN.c
_VISIBLE = select(_K.person_id).where(
    _K.enterprise_id == ENTERPRISE, or_(_K.ends_on.is_(None), _K.ends_on >= SEEN_SINCE)
)


def in_force_here(training: Any) -> ColumnElement[bool]:
    """Known now, of the enterprise, and of somebody whom it still sees."""
    return and_(
        known_now(training),
        training.enterprise_id == ENTERPRISE,
        training.person_id.in_(_VISIBLE),
    )


def _brought(training: Any) -> ColumnElement[bool]:
    return or_(*(training.origin == each.value for each in sorted(BROUGHT_ALONG)))


class Maker(NamedTuple):
    """Who made the versions of trainings, as selects join it."""

    offices: Any
    machines: Any

    def joined(self, asked: Select[Any], training: Any) -> Select[Any]:
        behind = self.offices.c.mandate_id == training.mandate_id
        machine = self.machines.c.client_id == training.client_id
        return asked.outerjoin(self.offices, behind).outerjoin(self.machines, machine)

    def elsewhere(self, training: Any) -> ColumnElement[UUID | None]:
        """The enterprise that made it, an office or a provider; null for the one it is of.

        For a provider an office's person may act: it is the provider that is named as the sender.
        """
        made_by = func.coalesce(
            training.sender_id, self.offices.c.office_id, self.machines.c.belongs_to
        )
        return func.nullif(made_by, training.enterprise_id)

    def is_others(self, training: Any) -> ColumnElement[bool]:
        """Whether the version was made by others.

        What the enterprise's own people typed or brought in a sheet on its own pages is theirs.
        """
        another_channel: ColumnElement[bool] = training.channel != Channel.PAGE.value
        by_an_office = self.offices.c.office_id.is_not(None)
        return or_(another_channel, func.coalesce(_brought(training), false()), by_an_office)


MAKER = Maker(OFFICE_BEHIND, MACHINES)


def way(training: Any) -> ColumnElement[str]:
    """How it came: brought along, or else the channel."""
    return case((_brought(training), HISTORY), else_=training.channel)


def by_nobody(training: Any) -> ColumnElement[bool]:
    """Neither a person nor a system of any enterprise: the operator."""
    makers = (training.registered_by, training.sender_id, training.client_id)
    return and_(*(each.is_(None) for each in makers))


def _not_checked(training: Any) -> ColumnElement[bool]:
    checked = CheckedRegistration
    return ~exists().where(
        checked.enterprise_id == ENTERPRISE,
        checked.person_id == training.person_id,
        checked.training_id == training.training_id,
        checked.recorded_from == training.recorded_from,
    )


def waiting(training: Any = Training) -> Select[Any]:
    """What others made and nobody has looked at yet, among some trainings."""
    asked = select(
        training.person_id,
        training.training_id,
        training.recorded_from,
        training.title,
        training.starts_on,
        training.ends_on,
        training.minutes,
        training.followed,
        training.registered_by,
        MACHINES.c.name.label("machine"),
        MAKER.elsewhere(training).label("maker_id"),
        way(training).label("way"),
        by_nobody(training).label("nobody"),
    )
    return MAKER.joined(asked, training).where(
        in_force_here(training), MAKER.is_others(training), _not_checked(training)
    )


def waiting_among_newest(most: int) -> Select[Any]:
    """The same, among the newest so many trainings of the enterprise, own ones included.

    Those come from an index: what this costs does not grow with the trainings there are.
    """
    newest = (
        select(Training.__table__)
        .where(known_now(Training), Training.enterprise_id == ENTERPRISE)
        .order_by(Training.recorded_from.desc())
        .limit(most)
        .cte("newest")
        .prefix_with("MATERIALIZED")
    )
    return waiting(aliased(Training, newest))
