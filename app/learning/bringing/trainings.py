"""From lines to trainings: the rows of a batch of history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import stretches_with
from app.foundation.letters import plain
from app.foundation.problems import problem
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault
from app.learning.batches.values import NewRow, plain_training
from app.learning.bringing.fields import YES, Unit
from app.learning.bringing.lines import Said
from app.learning.bringing.mapping import ColumnMapping
from app.learning.bringing.reading import minutes_of
from app.learning.bringing.values import Came
from app.learning.day_lengths import DayLengths, day_lengths, day_minutes_of
from app.learning.registration import Registration
from app.learning.rules.contents import Origin

#: Stands for the person in a training that is kept without one.
_NOBODY = UUID(int=0)


def history_rows(
    db: Session,
    enterprise_id: UUID,
    lines: Sequence[Said],
    mapping: ColumnMapping,
    came: Came,
    *,
    vault: Vault,
    today: date,
) -> list[NewRow]:
    """A row for each line: its worker, its training, or what cannot be read of it."""
    known = persons_by_ssin(db, {line.ssin for line in lines if line.ssin}, vault=vault)
    employed = stretches_with(db, enterprise_id, known.values())
    persons = {ssin: who for ssin, who in known.items() if who in employed}
    lengths: DayLengths = {}
    if mapping.unit is Unit.DAYS:
        wanted = [(persons.get(line.ssin or ""), _last_day(line)) for line in lines]
        asked = {(who, day.year) for who, day in wanted if who and day}
        lengths = day_lengths(db, enterprise_id, asked)
    return [_row(line, persons, lengths, mapping.unit, came, today=today) for line in lines]


def _row(
    line: Said,
    persons: Mapping[str, UUID],
    lengths: DayLengths,
    unit: Unit,
    came: Came,
    *,
    today: date,
) -> NewRow:
    person_id = persons.get(line.ssin or "")
    problems = list(line.problems)
    if line.ssin and person_id is None:
        # Whether anybody has that number is nobody's business but their employer's: what comes
        # of the line is the same, and neither number nor person is kept.
        problems = [problem("not_a_worker_of_yours", "worker")]
    starts_on, ends_on = line.day("starts_on"), _last_day(line)
    said = {"title": plain(line.text("title"))}
    if problems or starts_on is None or ends_on is None or line.amount is None:
        return NewRow(line.number, person_id, problems=tuple(problems), said=said)
    day_minutes = day_minutes_of(person_id, ends_on.year, lengths)
    minutes = minutes_of(line.amount, unit, day_minutes)
    training = _training(line, starts_on, ends_on, minutes, came, today=today)
    return NewRow(line.number, person_id, training=plain_training(training), said=said)


def _last_day(line: Said) -> date | None:
    """One day where no last one is said."""
    return line.day("ends_on") or line.day("starts_on")


def _training(
    line: Said, starts_on: date, ends_on: date, minutes: int, came: Came, *, today: date
) -> Registration:
    """What the line says, and what follows where it says nothing.

    A training is followed once it has ended, counts, and has a certificate where it says until
    when one is valid.
    """
    values = line.values
    provider = line.text("provider") or None
    until = line.day("certificate_until")
    followed = values.get("followed")
    return Registration(
        person_id=_NOBODY,
        title=line.text("title"),
        starts_on=starts_on,
        ends_on=ends_on,
        minutes=minutes,
        formal=values.get("kind") == "formal",
        followed=ends_on <= today if followed is None else followed == YES,
        counts=values.get("counts", YES) == YES,
        certified=values.get("certified", YES if until else None) == YES,
        certificate_until=until,
        field_of_learning=line.text("field_of_learning") or None,
        internal=_internal(values.get("given_by"), provider),
        provider=provider if values.get("given_by") != "internal" else None,
        provider_number=_digits(line.text("provider_number")) if provider else None,
        origin=came.origin,
        origin_name=came.origin_name if came.origin is Origin.OTHER_SYSTEM else None,
        original_registered_on=line.day("registered_on"),
    )


def _internal(given_by: object, provider: str | None) -> bool | None:
    if given_by is not None:
        return given_by == "internal"
    return False if provider else None


def _digits(number: str) -> str | None:
    """An enterprise number as ten digits, its first zero given back; what is none stays so."""
    digits = "".join(each for each in number if each.isdigit())
    return digits.zfill(10) if digits else None
