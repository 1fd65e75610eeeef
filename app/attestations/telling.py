"""Telling receivers who left an address that a document is no longer current."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.attestations.models import Attestation, AttestationWatcher
from app.foundation import jobs as queue
from app.foundation.languages import speaking
from app.identity.national_numbers import Vault
from config import Config

_SECONDS_TO_ANSWER = 20


def mail_is_sent(config: Config) -> bool:
    """Whether addresses may be asked for at all."""
    return bool(config.mail_server and config.mail_from)


@queue.jobs.task(name="attestations:tell", retry=queue.PATIENT)
def tell_watchers(attestation_id: str) -> None:
    """Mail everybody who watches a document, and forget each address once its mail has gone.

    Killed between the two, it sends one mail twice rather than none.
    """
    config: Config = current_app.config["PARCOURS"]
    if not mail_is_sent(config):
        return
    told = True
    while told:
        with queue.workplace() as db:
            told = _tell_one(db, UUID(attestation_id), config, current_app.extensions["vault"])


def _tell_one(db: Session, attestation_id: UUID, config: Config, vault: Vault) -> bool:
    """Tell the next; False when there is nobody left to tell."""
    row = db.execute(
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
            Attestation.overtaken_at.is_not(None) | Attestation.withdrawn_at.is_not(None),
        )
        .limit(1)
        .with_for_update(of=AttestationWatcher, skip_locked=True)
    ).one_or_none()
    if row is None:
        return False
    with speaking(row.language):
        mail = message(row.number, taken_back=row.withdrawn_at is not None, config=config)
    mail["To"] = vault.open(row.address_encrypted, row.address_hash)
    send(mail, config)
    db.execute(delete(AttestationWatcher).where(AttestationWatcher.watcher_id == row.watcher_id))
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
    with smtplib.SMTP(config.mail_server, config.mail_port, timeout=_SECONDS_TO_ANSWER) as server:
        if config.mail_tls:
            server.starttls(context=ssl.create_default_context())
        if config.mail_user:
            server.login(config.mail_user, config.mail_password)
        server.send_message(mail)
