"""Making documents, away from the requests that ask for them."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from app.attestations.issuing import issue
from app.attestations.queries import language_of
from app.career.wording import drawing_words
from app.foundation import jobs as queue
from app.foundation.languages import speaking


@queue.jobs.task(retry=queue.PATIENT)
def make_attestation(attestation_id: str) -> None:
    """Make one document.  Runs in the worker."""
    key = UUID(attestation_id)
    with queue.workplace() as db, speaking(language_of(db, key)):
        issue(
            db,
            key,
            words=drawing_words(),
            vault=current_app.extensions["vault"],
            public_address=current_app.config["PARCOURS"].public_address,
            at=current_app.extensions["clock"].now(),
        )
