"""What each decision about a pair does to the worker's account, before anything is decided.

Each account is reckoned as it stands and without either training, the way kept accounts are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.learning.gathering import Employer, Worker, gather
from app.learning.others.pairs import Compared, Pair, people_in
from app.learning.parameters import law
from app.learning.reckoning import Reckoner
from app.learning.rules.figures import Figures

#: Of years further off nobody knows what will be left.
YEARS_AHEAD = 1


@dataclass(frozen=True, slots=True)
class Effect:
    """What is left of a year before and after a training is cancelled; minutes, None not known.

    ``planned`` likewise: what trainings that are not followed yet would take.
    """

    year: int
    before: int | None
    after: int | None
    planned_before: int
    planned_after: int
    day_minutes: int


@dataclass(frozen=True, slots=True)
class Effects:
    """Of keeping one of a pair, and of keeping the other; None where there is no account."""

    keep_one: Effect | None
    keep_other: Effect | None


def effects_of(
    db: Session, enterprise_id: UUID, pairs: Sequence[Pair], *, today: date
) -> list[Effects]:
    """The effects of each pair, in their order; a handful of statements for all of them."""
    if not pairs:
        return []
    first, last = law().federal.first_year, today.year + YEARS_AHEAD
    gathered = gather(db, [enterprise_id], person_ids=people_in(pairs), first=first, last=last)
    reckoner = Reckoner(law(), first, last, today)
    theirs: defaultdict[UUID, list[int]] = defaultdict(list)
    for place, each in enumerate(pairs):
        theirs[each.person_id].append(place)
    found = [Effects(None, None)] * len(pairs)
    for worker in gathered.workers:
        employer = gathered.employers[worker.enterprise]
        account = _Account(reckoner, worker, employer)
        for place in theirs[UUID(worker.person)]:
            pair = pairs[place]
            # Keeping one is doing without the other.
            found[place] = Effects(account.without(pair.other), account.without(pair.one))
    return found


class _Account:
    """One worker's account as it stands, and without a training."""

    def __init__(self, reckoner: Reckoner, worker: Worker, employer: Employer) -> None:
        self._reckoner, self._worker, self._employer = reckoner, worker, employer
        self._stands = self._figures(())

    def _figures(self, left_out: Collection[str]) -> list[Figures]:
        trainings = [each for each in self._worker.trainings if each[0] not in left_out]
        worker = self._worker._replace(trainings=trainings)
        return [each.figures for each in self._reckoner.accounts(worker, self._employer)]

    def without(self, training: Compared) -> Effect | None:
        """In the year it ends in; of two accounts of that year the one that moves."""
        then = self._figures({str(training.training_id)})
        pairs = [
            pair
            for pair in zip(self._stands, then, strict=True)
            if pair[0].year == training.ends_on.year
        ]
        if not pairs:
            return None
        before, after = next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])
        return Effect(
            before.year,
            before.left,
            after.left,
            before.planned,
            after.planned,
            before.day_minutes,
        )
