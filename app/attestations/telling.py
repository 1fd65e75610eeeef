"""Telling receivers who left an address that a document is no longer current."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.attestations.checks import can_be_written_to
from app.attestations.models import Attestation, AttestationWatcher
from app.foundation import jobs as queue
from app.foundation.jobs import enqueue_once
from app.foundation.languages import speaking
from app.identity.national_numbers import Vault
from config import Config

_SECONDS_TO_ANSWER = 20
_FOR_GOOD = 550
_NO_LONGER_CURRENT = Attestation.overtaken_at.is_not(None) | Attestation.withdrawn_at.is_not(None)


def mail_is_sent(config: Config) -> bool:
    """Whether addresses may be asked for at all."""
    return bool(config.mail_server and config.mail_from)


class NotTold(Exception):
    """Somebody could not be told yet: the job is tried again.  It names no address."""


@queue.jobs.task(name="attestations:tell", retry=queue.PATIENT)
def tell_watchers(attestation_id: str) -> None:
    """Mail everybody who watches a document, and forget each address once its mail has gone.

    One whose mail the server does not take keeps none of the others waiting.  Killed between
    sending and forgetting, it sends one mail twice rather than none.
    """
    told, postponed = UUID(int=0), 0
    while True:
        with queue.workplace() as db:
            row = _next_of(db, UUID(attestation_id), after=told)
            if row is None or not mail_is_sent(current_app.config["PARCOURS"]):
                break
            told = row.watcher_id
            if _sent(row):
                db.execute(delete(AttestationWatcher).where(AttestationWatcher.watcher_id == told))
            else:
                postponed += 1
    if postponed:
        raise NotTold(f"{postponed} of one document")


@queue.jobs.periodic(cron="25 * * * *")
@queue.jobs.task(name="attestations:tell-again", queueing_lock="attestations:tell-again")
def tell_again(timestamp: int) -> None:
    """Tell those who should have heard by now, such as while the mail server was away for long."""
    with queue.workplace() as db:
        if mail_is_sent(current_app.config["PARCOURS"]):
            for key in _documents_to_tell_of(db):
                enqueue_once(db, tell_watchers, attestation_id=str(key))


def _documents_to_tell_of(db: Session) -> list[UUID]:
    """Documents that are no longer current and that somebody still waits to hear of."""
    rows = db.execute(
        select(Attestation.attestation_id).where(
            _NO_LONGER_CURRENT,
            Attestation.attestation_id.in_(select(AttestationWatcher.attestation_id)),
        )
    )
    return list(rows.scalars())


def _next_of(db: Session, attestation_id: UUID, *, after: UUID) -> Any:
    """The next to tell; None when there is nobody left, or nothing to tell."""
    return db.execute(
        select(
            AttestationWatcher.watcher_id,
            AttestationWatcher.address_encrypted,
            AttestationWatcher.address_hash,
            AttestationWatcher.language,
            Attestation.number,
            Attestation.withdrawn_at,
        )
        .join(Attestation, Attestation.attestation_id == AttestationWatcher.attestation_id)
        .where(
            AttestationWatcher.attestation_id == attestation_id,
            AttestationWatcher.watcher_id > after,
            _NO_LONGER_CURRENT,
        )
        .order_by(AttestationWatcher.watcher_id)
        .limit(1)
        .with_for_update(of=AttestationWatcher, skip_locked=True)
    ).one_or_none()


def _sent(row: Any) -> bool:
    """Whether there is nothing left to do for this address; False when it may be tried again.

    NotTold when nobody can be told now.  What the server says could name the address: it goes
    into no error and no log.
    """
    config: Config = current_app.config["PARCOURS"]
    vault: Vault = current_app.extensions["vault"]
    address = vault.open(row.address_encrypted, row.address_hash)
    if not can_be_written_to(address):
        # Left when less was asked of an address: nobody will ever hear by it.
        return True
    with speaking(row.language):
        mail = message(row.number, taken_back=row.withdrawn_at is not None, config=config)
    mail["To"] = address
    try:
        send(mail, config)
    except smtplib.SMTPRecipientsRefused as refused:
        # From 550 on the server will never know the address, and nobody is there to hear.
        return all(code >= _FOR_GOOD for code, _said in refused.recipients.values())
    except smtplib.SMTPDataError:
        return False
    except OSError as error:
        raise NotTold(type(error).__name__) from None
    return True


def message(number: str, *, taken_back: bool, config: Config) -> EmailMessage:
    """The mail in the language spoken: the number and where to check it, nothing of the holder."""
    mail = EmailMessage()
    mail["From"] = config.mail_from
    mail["Subject"] = _("Attestation %(number)s is no longer current", number=number)
    if taken_back:
        said = _("Its holder has taken back attestation %(number)s.", number=number)
    else:
        said = _(
            "Something that attestation %(number)s says has been corrected or completed since.",
            number=number,
        )
    checked = _(
        "See which parts on %(address)s, and ask the holder for a new document.",
        address=f"{config.public_address}/check",
    )
    reason = _(
        "You receive this one mail because this address was left when the document was checked. "
        "It has been deleted now."
    )
    mail.set_content(f"{said}\n{checked}\n\n{reason}\n")
    return mail


def send(mail: EmailMessage, config: Config) -> None:
    """Hand a mail to the server that the settings name; OSError or SMTPException when it fails."""
    server = smtplib.SMTP(config.mail_server, config.mail_port, timeout=_SECONDS_TO_ANSWER)
    try:
        if config.mail_tls:
            server.starttls(context=ssl.create_default_context())
        if config.mail_user:
            server.login(config.mail_user, config.mail_password)
        server.send_message(mail)
        # What was taken is not sent again because of how the server says goodbye.
        with suppress(OSError):
            server.quit()
    finally:
        server.close()
