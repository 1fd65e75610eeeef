"""Files of records as a payroll office would write them, and what the job worker does with them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from app.audit.trail import Actor
from app.channels.batch.queries import all_results, file_of
from app.channels.batch.receiving import Coming, Received, receive_file
from app.channels.batch.running import run_chunk
from app.channels.batch.values import File, Result, Sender, Way
from app.foundation.database import transaction
from tests.house_of import AMINA, BRAM, MERIDIAN, House

BEGINNING = '<Registrations xmlns="urn:parcours:registrations:1">'
END = "</Registrations>"
FIRST_AID = {
    "Title": "First aid",
    "StartDate": "2026-03-02",
    "EndDate": "2026-03-03",
    "Minutes": "912",
    "TrainingNature": "formal",
    "Followed": "true",
    "CountsForCredit": "true",
}


def head(reference: str = "NIGHT-1", sender: str = MERIDIAN, **more: str) -> str:
    said = {"Sender": sender, "FileReference": reference, "CreationDate": "2026-11-21"} | more
    return element("Head", **said)


def element(name: str, **values: str | None) -> str:
    inner = "".join(
        f"<{each}>{escape(value)}</{each}>\n" for each, value in values.items() if value is not None
    )
    return f"<{name}>\n{inner}</{name}>\n"


def training(
    reference: str, worker: str | None = AMINA, employer: str = MERIDIAN, **more: str | None
) -> str:
    said = {"RecordReference": reference, "EnterpriseNumber": employer, "SSIN": worker}
    return element("RegisterTraining", **(said | FIRST_AID | more))


def correction(reference: str, original: str, worker: str = AMINA, **more: str | None) -> str:
    said = {"RecordReference": reference, "EnterpriseNumber": MERIDIAN, "SSIN": worker}
    named = {"OriginalReference": original}
    return element("CorrectTraining", **(said | named | FIRST_AID | more))


def about(kind: str, reference: str, worker: str | None = AMINA, **more: str | None) -> str:
    said = {"RecordReference": reference, "EnterpriseNumber": MERIDIAN, "SSIN": worker}
    return element(kind, **(said | more))


def message(*records: str, **of_head: str) -> str:
    return f"{BEGINNING}\n{head(**of_head)}{''.join(records)}{END}"


def person(house: House, who: str = BRAM, number: str = MERIDIAN) -> Sender:
    """Somebody who sends a file from the pages of an enterprise."""
    actor: Actor = house.actor(who, number)
    return Sender(number, actor.person_id, actor.mandate_id)


def send(house: House, content: str | bytes, sender: Sender | None = None, **more: Any) -> Received:
    data = content.encode() if isinstance(content, str) else content
    coming = Coming("night.xml", more.pop("way", Way.UPLOAD), "en", **more)
    with transaction(house.engine) as db:
        return receive_file(
            db, io.BytesIO(data), coming, sender=sender or person(house), at=house.clock.now()
        )


def run(house: House, file_id: UUID, *, most: int = 1_000) -> None:
    """What the job worker does, chunk by chunk; time goes on in between."""
    more = True
    while more:
        house.clock.at += timedelta(seconds=1)
        with transaction(house.engine) as db:
            more = run_chunk(db, file_id, vault=house.vault, at=house.clock.now(), most=most)


def answers(house: House, file_id: UUID) -> list[Result]:
    with transaction(house.engine) as db:
        return list(all_results(db, file_id))


def file(house: House, file_id: UUID, sender: str = MERIDIAN) -> File:
    with transaction(house.engine) as db:
        found = file_of(db, sender, file_id)
    assert found is not None
    return found


def answered(house: House, content: str | bytes, sender: Sender | None = None) -> list[Result]:
    """Send, carry out, and the answers."""
    received = send(house, content, sender)
    run(house, received.file_id)
    return answers(house, received.file_id)


def said(results: list[Result]) -> list[str]:
    """Each answer in a word: the status, or why it was refused."""
    return [
        f"refused {' '.join(fault.code for fault in each.faults)}"
        if each.faults
        else each.status.value
        for each in results
    ]
