"""What a file that is tried would do to balances: training by training, and in the end.

The trainings and rights of the records that were just tried stand in the tables, within a
savepoint; what was tried before is told by whoever tried it.  Each worker's accounts are
reckoned the way kept accounts are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.learning.batches.effects import YEARS_AHEAD, difference, figures_of
from app.learning.batches.values import Effect
from app.learning.gathering import Employer, TrainingColumns, Worker, gather
from app.learning.parameters import law
from app.learning.reckoning import Reckoner
from app.learning.rules.figures import Figures

#: Trainings gone through for the effects of one worker's: of somebody with a thousand, some hundred
#: are told one by one, so that a file of nothing but one worker keeps nobody waiting.
MOST_RECKONED = 100_000


class Balance(NamedTuple):
    """Of a year with one employer, in minutes: what is left, and what was taken beyond it.

    ``left`` is None where it is not known.
    """

    left: int | None
    beyond: int
    day_minutes: int


@dataclass(frozen=True, slots=True)
class Tried:
    """Trainings that are tried; workers and trainings by their keys as text.

    ``before``: what would stand of those tried before that are not in the tables; None is
    cancelled.  ``now``: of each worker those just registered, in their order.  ``own``: all that
    were registered by what is tried.  They are told as if they had been followed: that is what
    they will do.
    """

    before: Mapping[str, Mapping[str, TrainingColumns | None]] = field(default_factory=dict)
    now: Mapping[str, Sequence[str]] = field(default_factory=dict)
    own: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """The balances of one worker by year, and what each training just registered does.

    Of somebody with very many trainings, the effects of the first ones; the balances are of all.
    """

    person_id: UUID
    balances: Mapping[int, Balance]
    effects: Mapping[str, Effect]


def balances_with(
    db: Session,
    enterprise_id: UUID,
    years: Mapping[UUID, Collection[int]],
    *,
    today: date,
    tried: Tried | None = None,
) -> Iterator[Reached]:
    """What each worker's balances of these years are, with what is tried.

    Of years before the law and beyond the next one nobody knows anything.
    """
    first, last = law().federal.first_year, today.year + YEARS_AHEAD
    told = {
        str(person): sorted({year for year in theirs if first <= year <= last})
        for person, theirs in years.items()
    }
    if not any(told.values()):
        return
    gathered = gather(
        db,
        [enterprise_id],
        person_ids=[UUID(person) for person, theirs in told.items() if theirs],
        first=first,
        last=last,
    )
    earliest = min(year for theirs in told.values() for year in theirs)
    # A year that is not the last one told is over: what is left of it goes on, or expires.
    reckoners = {
        until: Reckoner(law(), earliest, until, today) for until in range(today.year, last + 1)
    }
    for worker in gathered.workers:
        wanted = _Wanted(worker, told[worker.person], tried or Tried(), today.year)
        yield wanted.reached(gathered.employers[worker.enterprise], reckoners)


@dataclass
class _Wanted:
    """The years that are asked of one worker."""

    worker: Worker
    years: Sequence[int]
    tried: Tried
    this_year: int

    def reached(self, employer: Employer, reckoners: Mapping[int, Reckoner]) -> Reached:
        balances: dict[int, Balance] = {}
        effects: dict[str, Effect] = {}
        trainings, added = self._trainings()
        for until in sorted({max(year, self.this_year) for year in self.years}):
            years = [year for year in self.years if max(year, self.this_year) == until]
            known = [each for each in trainings if _year(each) <= until]
            new = [each for each in added if _year(each) <= until]
            one_by_one = max(1, MOST_RECKONED // max(1, len(known) + len(new)))
            stands = list(figures_of(reckoners[until], self.worker, employer, known))
            for each in new[:one_by_one]:
                known = [*known, each]
                then = list(figures_of(reckoners[until], self.worker, employer, known))
                effect = difference(stands, then, _year(each)) if _year(each) in years else None
                if effect:
                    effects[each[0]] = effect
                stands = then
            if rest := new[one_by_one:]:
                stands = list(figures_of(reckoners[until], self.worker, employer, [*known, *rest]))
            balances |= {year: found for year in years if (found := _balance(stands, year))}
        return Reached(UUID(self.worker.person), balances, effects)

    def _trainings(self) -> tuple[list[TrainingColumns], list[TrainingColumns]]:
        """Those known before, and those just registered that still stand, in their order."""
        before = self.tried.before.get(self.worker.person, {})
        now = self.tried.now.get(self.worker.person, ())
        known = {each[0]: each for each in self.worker.trainings if each[0] not in before}
        known |= {key: each for key, each in before.items() if each}
        known = {key: self._as_followed(each) for key, each in known.items()}
        added = [known.pop(key) for key in now if key in known]
        return list(known.values()), added

    def _as_followed(self, training: TrainingColumns) -> TrainingColumns:
        key, starts_on, ends_on, minutes, followed, counts, why_not = training
        followed = followed or key in self.tried.own
        return key, starts_on, ends_on, minutes, followed, counts, why_not


def _year(training: TrainingColumns) -> int:
    return int(training[2][:4])


def _balance(figures: Sequence[Figures], year: int) -> Balance | None:
    """Of both accounts, where a break within the year makes two; None without any."""
    found = [each for each in figures if each.year == year]
    if not found:
        return None
    left = [each.left for each in found]
    known = None if None in left else sum(each or 0 for each in left)
    return Balance(known, sum(each.not_taken for each in found), found[-1].day_minutes)
