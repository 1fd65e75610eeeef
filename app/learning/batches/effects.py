"""What trainings would do to accounts, for very many workers, before anything is written.

Each worker's account is reckoned as it stands and with the training, the way kept accounts are
reckoned; what of the two differs is the effect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.learning.batches.chunks import Found
from app.learning.batches.values import Effect
from app.learning.gathering import Employer, TrainingColumns, Worker, gather
from app.learning.parameters import law
from app.learning.reckoning import Reckoner
from app.learning.registration import Registration
from app.learning.rules.figures import Figures

#: Of years further off nobody knows what will be left.
YEARS_AHEAD = 1


def tell_effects(
    db: Session,
    enterprise_id: UUID,
    rows: Sequence[Found],
    before: Sequence[Registration],
    *,
    today: date,
) -> None:
    """Give each row its effect; ``before`` are trainings of earlier rows, not registered yet.

    Several rows of one worker count one after the other, in their order.  A planned training is
    told as if it had been followed: that is what it will do.
    """
    last = today.year + YEARS_AHEAD
    told = [row for row in rows if row.wanted and _has_account(row.wanted, last)]
    if not told:
        return
    pending: defaultdict[str, list[TrainingColumns]] = defaultdict(list)
    for each in before:
        pending[str(each.person_id)].append(_columns(each))
    by_worker: defaultdict[str, list[Found]] = defaultdict(list)
    for row in told:
        by_worker[str(row.person_id)].append(row)
    years = [row.wanted.ends_on.year for row in told if row.wanted]
    last = max(today.year, *years)
    gathered = gather(
        db,
        [enterprise_id],
        person_ids=[UUID(person) for person in by_worker],
        first=law().federal.first_year,
        last=last,
    )
    # Earlier years are gone through, and not told.
    reckoner = Reckoner(law(), min(years), last, today)
    for worker in gathered.workers:
        theirs = [*worker.trainings, *pending[worker.person]]
        employer = gathered.employers[worker.enterprise]
        _tell(reckoner, worker, employer, by_worker[worker.person], theirs)


def _has_account(wanted: Registration, last: int) -> bool:
    return law().federal.first_year <= wanted.ends_on.year <= last


def _tell(
    reckoner: Reckoner,
    worker: Worker,
    employer: Employer,
    rows: Sequence[Found],
    trainings: list[TrainingColumns],
) -> None:
    stands = list(figures_of(reckoner, worker, employer, trainings))
    for row in rows:
        assert row.wanted is not None, "only rows with a worker are told"
        trainings = [*trainings, _columns(row.wanted)]
        then = list(figures_of(reckoner, worker, employer, trainings))
        row.effect = difference(stands, then, row.wanted.ends_on.year)
        stands = then


def figures_of(
    reckoner: Reckoner, worker: Worker, employer: Employer, trainings: list[TrainingColumns]
) -> Iterator[Figures]:
    """The years of a worker's accounts as they are with these trainings, oldest first."""
    for each in reckoner.accounts(worker._replace(trainings=trainings), employer):
        yield each.figures


def difference(stands: Sequence[Figures], then: Sequence[Figures], year: int) -> Effect | None:
    """The account of the year that moves, or the later one where there are two and none does."""
    pairs = [pair for pair in zip(stands, then, strict=True) if pair[0].year == year]
    if not pairs:
        return None
    before, after = next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])
    return Effect(
        year,
        before.left,
        after.left,
        after.not_taken - before.not_taken,
        after.day_minutes,
    )


def _columns(wanted: Registration) -> TrainingColumns:
    return (
        str(UUID(int=0)),
        wanted.starts_on.isoformat(),
        wanted.ends_on.isoformat(),
        wanted.minutes,
        True,
        wanted.counts,
        wanted.not_counting.value if wanted.not_counting else None,
    )
