"""How a document stands, by its number."""

from __future__ import annotations

from app.attestations.checks import How, count_check
from app.attestations.status import Status, status_of
from app.channels.api.calls import Answer, Call, answers, said
from app.foundation.clock import day_of


@answers("checkAttestation")
def check(call: Call) -> Answer:
    found = status_of(call.db, call.body["number"], at=call.at)
    if found is None:
        return Answer({"state": "unlisted"})
    count_check(call.db, found.attestation_id, How.NUMBER, at=call.at)
    since = found.withdrawn_at or found.overtaken_at
    return Answer(
        said(
            state=_state(found),
            number=found.number,
            kind=found.kind,
            issuedOn=day_of(found.issued_at).isoformat(),
            since=day_of(since).isoformat() if since else None,
            overtakenParts=list(found.overtaken_parts) or None,
        )
    )


def _state(found: Status) -> str:
    if found.withdrawn_at:
        return "withdrawn"
    return "overtaken" if found.overtaken_at else "current"
