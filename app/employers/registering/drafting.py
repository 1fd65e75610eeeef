"""A training that was typed, on its way to the page that shows what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under
from app.employers.forms import TrainingForm
from app.employers.looking import now
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.languages import language
from app.learning.batches.asking import About, Refused, draft_batch
from app.learning.batches.values import Kind, NewRow, plain_training
from app.learning.rules.contents import Origin

#: Nobody: the training of a batch is of no one worker yet.
_NOBODY = UUID(int=0)


def rows_for(people: Sequence[UUID]) -> list[NewRow]:
    return [NewRow(line, person_id=key) for line, key in enumerate(people, start=1)]


def draft(
    mandate: HeldMandate, form: TrainingForm, rows: Sequence[NewRow], source: str | None = None
) -> Response | None:
    """Have it checked and lead on to what it would do; None where the form says what is wrong.

    ``source``: the name of the file that the lines came in.
    """
    training = form.registration(_NOBODY)
    if source:
        training = replace(training, origin=Origin.SHEET)
    drafted = draft_batch(
        session(),
        rows,
        About(
            Kind.ONE_TRAINING,
            language(),
            training=plain_training(training),
            source=source,
        ),
        vault=current_app.extensions["vault"],
        by=acting_under(mandate),
        via=Channel.PAGE,
        at=now(),
    )
    if isinstance(drafted, Refused):
        form.show(drafted.problems)
        return None
    return redirect(batch_address(mandate, drafted.batch_id))


def batch_address(mandate: HeldMandate, batch_id: UUID) -> str:
    return url_for(
        "registering.batch",
        enterprise_number=mandate.enterprise_number,
        batch_id=batch_id,
    )
