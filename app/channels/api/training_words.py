"""A training as the contract writes it, and as the acts take it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app.channels.api.calls import said
from app.learning.registration import Registration
from app.learning.rules.contents import Financing, Origin
from app.learning.rules.facts import NotCounting
from app.learning.statements import TrainingContents, TrainingVersion, Version

Plain = dict[str, Any]
#: Words of the contract and of the rules; the tables have those of the rules.
NOT_COUNTING = {
    "trainingLeave": NotCounting.TRAINING_LEAVE,
    "outsideWork": NotCounting.OUTSIDE_WORK,
    "other": NotCounting.OTHER,
}
FINANCING = {
    "employer": Financing.EMPLOYER,
    "sectorFund": Financing.SECTOR_FUND,
    "trainingLeave": Financing.TRAINING_LEAVE,
    "other": Financing.OTHER,
}
ORIGINS = {
    Origin.PAGE: "page",
    Origin.SHEET: "sheet",
    Origin.FEDERAL_ACCOUNT: "federalAccount",
    Origin.OTHER_SYSTEM: "otherSystem",
}
_WHY_NOT = {value: name for name, value in NOT_COUNTING.items()}
_PAID_BY = {value: name for name, value in FINANCING.items()}


def registration_of(person_id: UUID, content: Plain) -> Registration:
    """What the contract's ``TrainingContent`` says, for a worker."""
    certificate, provider = content.get("certificate"), content.get("provider", {})
    until = (certificate or {}).get("validUntil")
    why_not, paid_by = content.get("notCountingReason"), content.get("financing")
    return Registration(
        person_id=person_id,
        title=content["title"],
        starts_on=date.fromisoformat(content["startDate"]),
        ends_on=date.fromisoformat(content["endDate"]),
        minutes=content["minutes"],
        formal=content["formal"],
        followed=content["followed"],
        counts=content["countsForCredit"],
        certified=certificate is not None,
        certificate_until=date.fromisoformat(until) if until else None,
        not_counting=NOT_COUNTING[why_not] if why_not else None,
        field_of_learning=content.get("fieldOfLearning"),
        internal=provider.get("internal"),
        provider=provider.get("name"),
        provider_number=provider.get("enterpriseNumber"),
        financing=FINANCING[paid_by] if paid_by else None,
    )


def content_said(training: TrainingVersion) -> Plain:
    """The contract's ``TrainingContent``."""
    more, until = training.contents, training.certificate_until
    certificate = said(validUntil=until.isoformat() if until else None)
    return said(
        title=training.title,
        startDate=training.starts_on.isoformat(),
        endDate=training.ends_on.isoformat(),
        minutes=training.minutes,
        formal=training.formal,
        followed=training.followed,
        countsForCredit=training.counts,
        notCountingReason=_WHY_NOT[training.not_counting] if training.not_counting else None,
        certificate=certificate if training.certified else None,
        fieldOfLearning=more.field_of_learning,
        provider=_provider(more),
        financing=_PAID_BY[more.financing] if more.financing else None,
    )


def _provider(more: TrainingContents) -> Plain | None:
    if more.internal is None:
        return None
    return said(internal=more.internal, name=more.provider, enterpriseNumber=more.provider_number)


def origin_said(more: TrainingContents) -> Plain | None:
    if more.origin is None:
        return None
    before = more.original_registered_on
    return said(
        kind=ORIGINS[more.origin],
        name=more.origin_name,
        registeredOn=before.isoformat() if before else None,
    )


def version_said(version: Version, names: dict[UUID, str | None]) -> Plain:
    until = None if version.ended else version.recorded_until
    return said(
        recordedAt=version.recorded_from.isoformat(),
        recordedUntil=until.isoformat() if until else None,
        channel=version.channel,
        by=names.get(version.by) if version.by else None,
        reason=version.reason,
    )


def etag_of(recorded_from: datetime) -> str:
    """Names a version: no two of a training begin on the same instant."""
    return f'"{recorded_from.astimezone(UTC).isoformat(timespec="microseconds")}"'


def seen_in(etag: str) -> datetime | None:
    """The instant that an ETag of ours names; None for anything else."""
    try:
        seen = datetime.fromisoformat(etag.strip().removeprefix('"').removesuffix('"'))
        ours = seen.tzinfo is not None and etag.strip() == etag_of(seen)
    except (ValueError, OverflowError):  # no time, or one beyond the calendar once it is in UTC
        return None
    return seen if ours else None
