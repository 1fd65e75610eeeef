"""An account as a page shows it: the balance, its years, and every line with what it rests on.

Worker and employer see the same account, and who made each version of what it rests on; only the
employer is named from where one stands, where no register has named it yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.audit.trail import Channel
from app.enterprises.queries import SizeOrigin, SizeVersion
from app.learning.accounts import KnownAccount
from app.learning.histories import AccountHistory
from app.learning.makers import Key, key_of
from app.learning.rules.account import LedgerLine, LineKind, YearAccount
from app.learning.rules.ending import OUTCOMES
from app.learning.shown import (
    ShownAccount,
    ShownLine,
    ShownTraining,
    ShownYear,
    StatedEnd,
    VersionLine,
)
from app.learning.versions import EndVersion, RightVersion, TrainingVersion, Version
from app.learning.wording import doubted, sentence, worded
from app.learning.words.contents import came_along
from app.learning.words.versions import (
    channel,
    counting_said,
    end_said,
    made_by,
    outcome,
    outcomes,
    right_said,
    size_said,
    training_changed,
    training_said,
)


def year_shown(account: KnownAccount, asked: str | None) -> int:
    """The year asked for in the address where the account has it; else its latest."""
    years = {str(each.year): each.year for each in account.ledger.years}
    return years.get(asked or "", account.ledger.years[-1].year)


def doubts_of(account: YearAccount) -> list[str]:
    """What the sources leave open about the grant, and about the end, as sentences."""
    ends = account.end.doubts if account.end else ()
    return [doubted(each) for each in (*account.right.doubts, *ends)]


def problems_of(account: YearAccount) -> list[str]:
    """What is missing for the right of the year to be known, and the way out, as sentences."""
    return [sentence(each) for each in account.right.problems]


@dataclass(frozen=True, slots=True)
class Showing:
    """``own`` names the employer to the reader where it has no name: “your employer”, or
    “your enterprise”.
    """

    account: KnownAccount
    history: AccountHistory
    year: int
    today: date
    at: datetime | None
    own: str

    def page(self) -> dict[str, Any]:
        """What the templates of an account need."""
        shown = self.show()
        return {
            "shown": shown,
            "problems": problems_of(shown.balance),
            "doubts": doubts_of(shown.balance),
            "outcomes": outcomes(),
        }

    def show(self) -> ShownAccount:
        ledger = self.account.ledger
        return ShownAccount(
            self.account,
            self.today,
            self.year,
            ledger.of(self.today.year),
            ledger.years[-1],
            tuple(self._year(each) for each in ledger.years if each.year == self.year),
            self._planned(),
            (*self._not_counting(), *self._outside(), *self._cancelled()),
            self._statements(),
        )

    def _year(self, account: YearAccount) -> ShownYear:
        doubts = tuple(doubted(each) for each in account.right.doubts)
        end = account.end
        return ShownYear(
            account,
            tuple(self._line(each, doubts) for each in account.lines),
            tuple(problems_of(account)),
            doubts,
            tuple(worded(each) for each in end.steps) if end else (),
            tuple(doubted(each) for each in end.doubts) if end else (),
            None if end else self._stated_end(account),
        )

    def _stated_end(self, account: YearAccount) -> StatedEnd | None:
        """What is stated of the employment that goes on beyond the year, in its account."""
        for row in self.account.employments:
            stated = self.account.ends.get(row.employment_id)
            goes_on = row.ends_on is None or row.ends_on.year > account.year
            if stated and goes_on and row.starts_on.year <= account.year:
                return StatedEnd(end_said(stated), outcome(OUTCOMES[stated.end_reason]))
        return None

    def _line(self, line: LedgerLine, doubts: tuple[str, ...]) -> ShownLine:
        steps = tuple(worded(each) for each in line.steps)
        if line.kind is LineKind.GRANT:
            return ShownLine(line, _("Granted for the year"), steps, doubts=doubts)
        if line.reference is None:
            return ShownLine(line, steps[0].label, steps)
        training = self.account.trainings[line.reference]
        label = training.title if line.kind is LineKind.TRAINING else steps[0].label
        came = came_along(training.contents)
        return ShownLine(line, label, steps, training, self._versions(training), came=came)

    def _aside(self, training: TrainingVersion, why: str) -> ShownTraining:
        versions, came = self._versions(training), came_along(training.contents)
        return ShownTraining(training, why, versions, came)

    def _versions(self, training: TrainingVersion) -> tuple[VersionLine, ...]:
        """Every version of a training, newest first."""
        versions = self.history.trainings.get(training.training_id, ())
        lines = []
        for before, version in zip((None, *versions), versions, strict=False):
            changes = training_changed(before, version) if before else []
            if version.version.ended:
                what = _("Cancelled")
            elif before:
                what = _("Corrected")
            else:
                what = _("Registered: %(training)s", training=training_said(version))
            lines.append(self._version(version.version, what, changes, key_of(version)))
        return tuple(reversed(lines))

    def _version(
        self,
        version: Version,
        what: str,
        changes: Sequence[str] = (),
        key: Key | None = None,
    ) -> VersionLine:
        return VersionLine(
            version.recorded_from,
            what,
            tuple(changes),
            self._by(version.mandate_id, version.by, version.channel, key),
            # Of a program nobody asks through which door it came.
            channel(version.channel) if version.by or version.channel != Channel.API else None,
            version.reason,
            not version.ended and self._in_force(version.recorded_until),
        )

    def _by(
        self,
        mandate_id: UUID | None,
        by: UUID | None,
        via: str | None,
        key: Key | None = None,
    ) -> str:
        """Who did it, and for whom.

        ``key``: of a version that a person or program of somebody else than the employer may have
        made.
        """
        makers, employer = self.history.makers, self.account.employer or self.own
        if by is None and mandate_id is None and via not in {Channel.BATCH, Channel.API}:
            return str(_("those who run Parcours"))
        office = makers.offices.get(mandate_id) if mandate_id else None
        elsewhere, folder = (
            (makers.elsewhere.get(key), key in makers.folders) if key else (None, False)
        )
        name = makers.names.get(by) if by else None
        office = elsewhere or office
        return made_by(name, office, employer, program=by is None, through_folder=folder)

    def _in_force(self, until: datetime | None) -> bool:
        return until is None or (self.at is not None and until > self.at)

    def _of_year(self) -> list[TrainingVersion]:
        found = [t for t in self.account.trainings.values() if t.ends_on.year == self.year]
        return sorted(found, key=lambda t: (t.ends_on, str(t.training_id)))

    def _planned(self) -> tuple[ShownTraining, ...]:
        return tuple(
            self._aside(each, _("planned"))
            for each in self._of_year()
            if each.counts and not each.followed
        )

    def _not_counting(self) -> list[ShownTraining]:
        return [
            self._aside(each, counting_said(each.not_counting))
            for each in self._of_year()
            if not each.counts
        ]

    def _outside(self) -> list[ShownTraining]:
        why = _("not deducted: it ended outside any employment with this employer")
        outside = {each.reference for each in self.account.ledger.outside}
        return [
            self._aside(each, why) for each in self._of_year() if str(each.training_id) in outside
        ]

    def _cancelled(self) -> list[ShownTraining]:
        last = [versions[-1] for versions in self.history.trainings.values()]
        return [
            self._aside(each, _("cancelled"))
            for each in last
            if each.version.ended and each.ends_on.year == self.year
        ]

    def _statements(self) -> tuple[VersionLine, ...]:
        """What the employer stated that bears on the year, newest first."""
        lines = [
            *(self._right(each) for each in self.history.rights),
            *(self._end(each) for each in self.history.ends if self._ends_here(each)),
            *(self._size(s) for s in self.history.sizes if s.origin is SizeOrigin.STATED),
        ]
        return tuple(sorted(lines, key=lambda line: line.at, reverse=True))

    def _right(self, stated: RightVersion) -> VersionLine:
        said = right_said(stated)
        if stated.person_id is None:
            what = _("Right of everyone in %(year)s: %(right)s", year=stated.year, right=said)
        else:
            what = _("Right of this worker in %(year)s: %(right)s", year=stated.year, right=said)
        return self._version(stated.version, what, key=key_of(stated))

    def _ends_here(self, stated: EndVersion) -> bool:
        """Whether the employment is one of this account, and had not ended before the year."""
        return any(
            row.employment_id == stated.employment_id
            and (row.ends_on is None or row.ends_on.year >= self.year)
            for row in self.account.employments
        )

    def _end(self, stated: EndVersion) -> VersionLine:
        what = _("End of the employment: %(end)s", end=end_said(stated))
        return self._version(stated.version, what)

    def _size(self, stated: SizeVersion) -> VersionLine:
        return VersionLine(
            stated.recorded_from,
            _("Size of the enterprise: %(size)s", size=size_said(stated)),
            (),
            self._by(stated.mandate_id, stated.stated_by, stated.channel),
            channel(stated.channel) if stated.channel else None,
            stated.reason,
            not stated.withdrawn and self._in_force(stated.recorded_until),
        )
