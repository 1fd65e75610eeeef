"""Keeping yearly accounts: what each worker had with each employer, as worked out on a day.

Every account is kept with what it rests on, the law and the rules, so that it can be worked out
again.  An account that did not change is not written again: keeping twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.foundation.clock import day_of
from app.foundation.copying import ABSENT, copied_text, copy_in, streamed, without_cycle_collection
from app.foundation.database import raw
from app.learning.gathering import Worker, gather
from app.learning.models import LawVersion
from app.learning.parameters import law, law_texts
from app.learning.reckoning import Reckoned, Reckoner
from app.learning.rules.figures import Figures
from app.learning.rules.versions import RULES

#: Keepers of one enterprise take turns on advisory locks of this class.
TURN = 7_261_007
_COLUMNS = (
    "enterprise_id, person_id, year, opened_on, recorded_from, opening, granted, used, planned,"
    " not_taken, carried, expired, gone, left_over, day_minutes, at_least, problem, inputs,"
    " fingerprint, law_version, rules_version, computed_on"
)
#: Accounts written at a time.
CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """How many accounts are kept for the first time, otherwise than before, and as before.

    ``gone``: there is no such account any more, such as after a Dimona that was cancelled.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.gone + other.gone,
        )


def keep_accounts(
    db: Session,
    enterprise_ids: Collection[UUID],
    *,
    person_ids: Collection[UUID] | None = None,
    year: int,
    since: int | None = None,
    at: datetime,
) -> Kept:
    """Keep the accounts of ``year`` with these enterprises, or those from ``since`` up to it.

    Of everybody, or of these persons only, in a handful of statements whatever their number.
    """
    if year > day_of(at).year:
        raise ValueError("a year that has not begun has no account to keep")
    first = year if since is None else since
    _await_turn(db, enterprise_ids)
    keep_law(db, at=at)
    standing = _standing(db, enterprise_ids, person_ids, first, year)
    gathered = gather(db, enterprise_ids, person_ids=person_ids, first=first, last=year)
    reckoner = Reckoner(law(), first, year, day_of(at))
    stamp = _Stamp(at, law().version)
    accounts = (
        (_key(worker, each.figures), each)
        for worker in gathered.workers
        for each in reckoner.accounts(worker, gathered.employers[worker.enterprise])
    )
    kept = Kept()
    with without_cycle_collection():
        while chunk := list(islice(accounts, CHUNK)):
            kept += _write(db, chunk, standing, stamp)
    _close(db, standing, at)
    return kept + Kept(gone=len(standing))


def _key(worker: Worker, figures: Figures) -> str:
    """What an account is the account of, as its first columns are written."""
    return f"{worker.enterprise}\t{worker.person}\t{figures.year}\t{figures.opened_on}"


def _await_turn(db: Session, enterprise_ids: Collection[UUID]) -> None:
    """What is read from here on is what the keeper before, and every change before, has left."""
    raw(db).execute(
        "select pg_advisory_xact_lock(%s, hashtext(key::text))"
        " from unnest(%s::uuid[]) as key order by key",
        (TURN, list(enterprise_ids)),
    )


def keep_law(db: Session, *, at: datetime) -> None:
    """Keep the files of the law beside the accounts, once for each version."""
    known = exists().where(LawVersion.version == law().version)
    if not db.execute(select(known)).scalar_one():
        kept = {"version": law().version, "texts": law_texts(), "kept_at": at}
        db.execute(insert(LawVersion).values(kept).on_conflict_do_nothing())


def _standing(
    db: Session,
    enterprise_ids: Collection[UUID],
    person_ids: Collection[UUID] | None,
    first: int,
    last: int,
) -> dict[str, str]:
    """The accounts kept now: the fingerprint of each, by what it is the account of."""
    rows = streamed(
        db,
        "standing",
        """
        select enterprise_id::text, person_id::text, year, opened_on::text,
               encode(fingerprint, 'hex')
        from account_statements
        where enterprise_id = any(%(enterprises)s) and year between %(first)s and %(last)s
          and {known} {those}
        """,
        enterprises=list(enterprise_ids),
        persons=None if person_ids is None else list(person_ids),
        first=first,
        last=last,
    )
    return {
        f"{enterprise}\t{person}\t{year}\t{opened_on}": print_
        for enterprise, person, year, opened_on, print_ in rows
    }


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What all accounts kept at one moment have in common, as COPY takes it."""

    at: datetime
    law: str

    @property
    def begins(self) -> str:
        return self.at.isoformat()

    @property
    def ends(self) -> str:
        return f"{self.law}\t{RULES}\t{day_of(self.at).isoformat()}"


def _write(
    db: Session, chunk: Sequence[tuple[str, Reckoned]], standing: dict[str, str], stamp: _Stamp
) -> Kept:
    """Close what changed and open what is new; ``standing`` keeps what was not met yet."""
    lines: list[str] = []
    closed: list[str] = []
    begins, ends = stamp.begins, stamp.ends
    for key, account in chunk:
        figures = "\t".join([ABSENT if each is None else str(each) for each in account.figures[2:]])
        print_ = hashlib.blake2b(
            f"{figures}\n{account.ground}".encode(), digest_size=16
        ).hexdigest()
        known = standing.pop(key, None)
        if known is not None:
            if known == print_:
                continue
            closed.append(key)
        inputs = copied_text(account.inputs)
        lines.append(f"{key}\t{begins}\t{figures}\t{inputs}\t\\\\x{print_}\t{ends}")
    _close(db, closed, stamp.at)
    if lines:
        copy_in(db, "account_statements", _COLUMNS, lines)
    return Kept(len(lines) - len(closed), len(closed), len(chunk) - len(lines))


def _close(db: Session, keys: Iterable[str], at: datetime) -> None:
    gone = list(zip(*(key.split("\t") for key in keys), strict=True))
    if not gone:
        return
    those = (
        "unnest(%s::uuid[], %s::uuid[], %s::int[], %s::date[])"
        " as gone (enterprise_id, person_id, year, opened_on) where"
        " kept.person_id = gone.person_id and kept.enterprise_id = gone.enterprise_id"
        " and kept.year = gone.year and kept.opened_on = gone.opened_on"
        " and kept.recorded_until is null"
    )
    columns = [list(each) for each in gone]
    # One that was kept at this very instant was never known: it goes.
    raw(db).execute(
        f"delete from account_statements as kept using {those} and kept.recorded_from = %s",  # noqa: S608
        (*columns, at),
    )
    raw(db).execute(
        f"update account_statements as kept set recorded_until = %s from {those}",  # noqa: S608
        (at, *columns),
    )
