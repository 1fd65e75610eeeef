"""Checks of a document, counted and not profiled; and receivers who want to hear of a change.

Of a check only the hour and the way are kept.  The address of a receiver is kept encrypted until
the one mail it was left for has gone out, or the receiver takes it back.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.attestations.models import Attestation, AttestationCheck, AttestationWatcher
from app.foundation.problems import Problem, problem
from app.identity.national_numbers import Vault

#: What every mail server takes, and what a header and the command of a server hold as it stands.
#: RFC 5322 allows more: quotes, comments, routes, addresses of machines in brackets, all of which
#: some server reads as something else.  Letters outside ASCII reach nobody where a server on the
#: way knows no SMTPUTF8.
_WORD = r"[A-Za-z0-9_+'&=-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?=[^@]{{1,64}}@)(?=.{{6,254}}\Z){_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+(?![0-9]+\Z){_LABEL}"
)
_MOST_WATCHERS = 20
_PROOF = 16  # bytes


class How(StrEnum):
    FILE = "file"
    CODE = "code"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Checked:
    """How often within an hour that begins at ``hour``."""

    hour: datetime
    how: How
    times: int


@dataclass(frozen=True, slots=True)
class Watching:
    """``token`` takes the address back; it stands in the mail too."""

    token: str


def count_check(db: Session, attestation_id: UUID, how: How, *, at: datetime) -> None:
    """Count one check of an issued document."""
    row = insert(AttestationCheck).values(
        attestation_id=attestation_id,
        hour=at.replace(minute=0, second=0, microsecond=0),
        how=how.value,
        times=1,
    )
    db.execute(
        row.on_conflict_do_update(
            index_elements=["attestation_id", "hour", "how"],
            set_={"times": AttestationCheck.times + 1},
        )
    )


def checks_of(db: Session, attestation_id: UUID) -> list[Checked]:
    """The latest first; no more than a hundred hours."""
    rows = db.execute(
        select(AttestationCheck.hour, AttestationCheck.how, AttestationCheck.times)
        .where(AttestationCheck.attestation_id == attestation_id)
        .order_by(AttestationCheck.hour.desc(), AttestationCheck.how)
        .limit(100)
    )
    return [Checked(hour, How(how), times) for hour, how, times in rows]


def watch(
    db: Session, number: str, address: str, *, language: str, vault: Vault, at: datetime
) -> Watching | Problem:
    """Tell this address, once, when the document is overtaken or taken back.

    Left twice it is kept once.
    """
    typed = address.strip()
    if not can_be_written_to(typed):
        return problem("address_unreadable", "address")
    key = db.execute(
        select(Attestation.attestation_id)
        .where(Attestation.number == number, Attestation.issued_at.is_not(None))
        .with_for_update()
    ).scalar_one_or_none()
    if key is None:
        return problem("attestation_unknown", "number")
    address_hash = vault.hash(f"address:{typed.lower()}")
    rows = db.execute(
        select(AttestationWatcher.address_hash, AttestationWatcher.watcher_id).where(
            AttestationWatcher.attestation_id == key
        )
    )
    known = {row.address_hash: row.watcher_id for row in rows}
    if address_hash in known:
        return Watching(token_of(known[address_hash], vault))
    if len(known) >= _MOST_WATCHERS:
        return problem("too_many_addresses", "address")
    watcher = db.execute(
        insert(AttestationWatcher)
        .values(
            attestation_id=key,
            address_encrypted=vault.seal(typed, address_hash),
            address_hash=address_hash,
            language=language,
            since=at,
        )
        .returning(AttestationWatcher.watcher_id)
    ).scalar_one()
    return Watching(token_of(watcher, vault))


def can_be_written_to(address: str) -> bool:
    """Whether a mail can be addressed to it, to it alone, and by any mail server."""
    return _ADDRESS.fullmatch(address) is not None


def unwatch(db: Session, token: str, *, vault: Vault) -> bool:
    """Forget the address that a token was given for; False when the token is none of ours.

    True too when the address was forgotten before.
    """
    try:
        content = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        watcher = UUID(bytes=content[:_PROOF])
    except (ValueError, binascii.Error):
        return False
    if not hmac.compare_digest(token_of(watcher, vault), token):
        return False
    db.execute(delete(AttestationWatcher).where(AttestationWatcher.watcher_id == watcher))
    return True


def token_of(watcher: UUID, vault: Vault) -> str:
    """The key of the row with a proof that we gave it out: nothing else is kept of it."""
    proof = vault.hash(f"watcher:{watcher}")[:_PROOF]
    return base64.urlsafe_b64encode(watcher.bytes + proof).rstrip(b"=").decode()
