"""The pages that register one training for several: from the form to the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.database import transaction
from app.learning.batches.checking import check_chunk
from app.learning.batches.writing import write_chunk
from tests.house.posting import post
from tests.house_of import AMINA, CHLOE, House

TRAINING = {
    "step": "check",
    "title": "\"'><script>alert(1)</script> {{ 7*7 }}",
    "status": "followed",
    "starts_on": "24.9.2026",
    "hours": "7",
    "minutes": "0",
    "kind": "formal",
    "counts": "yes",
    "field_of_learning": "1022",
    "provider": "Wolfeschlegelstein" * 11,
    "financing": "sector_fund",
}
#: Said in days, it takes more than anybody has left.
_IN_DAYS = {"unit": "days", "days": "13,5", "hours": "", "minutes": ""}
_LONG = TRAINING | _IN_DAYS | {"starts_on": "1.9.2026", "ends_on": "24.9.2026"}
_NUMBERS = f"{AMINA}\n{AMINA}\n{CHLOE}\n{AMINA[:-2]}00"

Named = tuple[str, TestResponse]


def of_enterprise(house: House, browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """The form with mistakes, and every state that a batch can have."""
    place = f"/employer/{enterprise}/trainings"
    yield "registered for several, nothing yet", browser.get(place)
    yield "form for several", browser.get(f"{place}/new")
    yield "empty form for several", post(browser, f"{place}/new", {"step": "check"})
    wrong = TRAINING | {"numbers": AMINA, "provider_number": "12", "given": "internal", "days": "1"}
    yield "impossible form for several", post(browser, f"{place}/new", wrong)
    choice, everyone = f"/employer/{enterprise}/workforce/choice", {"choice": "found"}
    yield (
        "workforce, all chosen",
        browser.get(post(browser, choice, everyone, form_at=f"{place}/new").location),
    )
    yield "workforce, those chosen", browser.get(f"/employer/{enterprise}/workforce?who=chosen")
    nobody = post(browser, choice, {"choice": "none"}, form_at=f"{place}/new")
    yield "workforce, nobody chosen", browser.get(f"{nobody.location}?who=chosen")
    yield "form for those chosen", browser.get(f"{place}/new?everyone=1&name=amina")
    yield "form for nobody", browser.get(f"{place}/new?everyone=1&who=chosen")
    batch = post(browser, f"{place}/new", _LONG | {"numbers": _NUMBERS}).location
    yield "batch being checked", browser.get(batch)
    _work(house, batch)
    yield "batch checked", browser.get(batch)
    for outcome in ("beyond", "registered"):
        yield f"batch, {outcome} only", browser.get(f"{batch}?outcome={outcome}")
    post(browser, f"{batch}/confirmation", {}, form_at=batch)
    yield "batch being written", browser.get(batch)
    _work(house, batch)
    yield "receipt", browser.get(batch)
    taken_back = post(browser, f"{place}/new", TRAINING | {"numbers": AMINA}).location
    post(browser, f"{taken_back}/withdrawal", {}, form_at=taken_back)
    yield "batch taken back", browser.get(taken_back)
    yield "registered for several", browser.get(place)


def _work(house: House, batch: str) -> None:
    """Do what the worker does, at once."""
    key = UUID(batch.rpartition("/")[2])
    for step in (check_chunk, write_chunk):
        more = True
        while more:
            house.clock.at += timedelta(seconds=1)
            with transaction(house.engine) as db:
                more = step(db, key, at=house.clock.now())
