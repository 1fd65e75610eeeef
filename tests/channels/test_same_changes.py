"""Corrections and cancellations, as a table, through every door: the page, REST and the file.

A sheet registers, and changes nothing that stands: it is no door for these.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.channels.api.programs import FIRST_AID, Program, program
from tests.channels.batch import files
from tests.channels.contents import WITH_EVERYTHING, WRONG
from tests.channels.saying import (
    Plain,
    Refusal,
    elements,
    reference_at,
    refused,
    refused_by_rest,
    refused_in_file,
    refused_on_page,
    result_of,
    typed,
)
from tests.house.posting import token_of
from tests.house_of import AMINA, BRAM, MERIDIAN, House

CORRECTED, CANCELLED, UNCHANGED = "corrected", "cancelled", "unchanged"
GONE, NEVER = refused(("training_cancelled", "")), refused(("no_such_training", ""))
NOBODY = "01939fc5-0000-7000-8000-000000000000"

#: What is said otherwise than in ``FIRST_AID``, and how it is refused.
REFUSED: dict[str, tuple[Plain, Refusal]] = {
    "another training that stands": (
        {"title": "Second aid"},
        refused(("registered_already", "title")),
    ),
    "a reason that is too long": ({"reason": "x" * 501}, refused(("reason_too_long", "reason"))),
    "several things at once": (
        {"title": "x" * 201, "endDate": "2026-10-04", "minutes": 0, "reason": "x" * 501},
        refused(
            ("title_too_long", "title"),
            ("ends_before_it_starts", "ends_on"),
            ("no_time", "minutes"),
            ("reason_too_long", "reason"),
        ),
    ),
    **WRONG,
}
ACCEPTED: dict[str, tuple[Plain, str]] = {
    "an hour less": ({"minutes": 396, "reason": "It ended early"}, CORRECTED),
    "with everything that can be said": (
        WITH_EVERYTHING | {"title": "  Third   aid "},
        CORRECTED,
    ),
    "as it stands": ({}, UNCHANGED),
}

Door = Callable[[House, str, Plain], str | Refusal]


def correct_on_page(house: House, training: str, said: Plain) -> str | Refusal:
    place = f"/employer/{MERIDIAN}/workforce/{house.person(AMINA)}/trainings/{training}"
    data = typed(said) | {"reason": said.get("reason", "")}
    return _on_page(house, f"{place}/correction", place, data)


def cancel_on_page(house: House, training: str, said: Plain) -> str | Refusal:
    place = f"/employer/{MERIDIAN}/workforce/{house.person(AMINA)}/trainings/{training}"
    return _on_page(house, f"{place}/cancellation", place, {"reason": said["reason"]})


def _on_page(house: House, page: str, place: str, data: dict[str, str]) -> str | Refusal:
    bram = house.signed_in(BRAM)
    form = bram.get(page)
    if form.status_code == 404:
        return NEVER
    if form.status_code == 302:
        assert "cancelled" in bram.get(place).text
        return GONE
    seen = form.text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    answer = bram.post(page, data=data | {"seen": seen, "csrf_token": token_of(form)})
    assert answer.status_code in {200, 302}, answer.text
    if answer.status_code == 200:
        return refused_on_page(house, answer, "worker:training:change_refused")
    told = bram.get(answer.location).text
    words = {"is corrected": CORRECTED, "is cancelled": CANCELLED, "stood so already": UNCHANGED}
    return next(outcome for word, outcome in words.items() if word in told)


def correct_by_rest(house: House, training: str, said: Plain) -> str | Refusal:
    body = {"training": {name: each for name, each in said.items() if name != "reason"}}
    reason = {"reason": said["reason"]} if "reason" in said else {}
    return _by_rest(house, training, "PUT", "", body | reason)


def cancel_by_rest(house: House, training: str, said: Plain) -> str | Refusal:
    return _by_rest(house, training, "POST", "/cancel", {"reason": said["reason"]})


def _by_rest(house: House, training: str, method: str, to: str, body: Plain) -> str | Refusal:
    hr: Program = program(house)
    href = hr.here(f"workers/{house.person(AMINA)}/trainings/{training}")
    etag = hr.get(href).headers.get("ETag", '"2026-01-01T00:00:00.000000+00:00"')
    answer = hr.call(method, href + to, json=body, headers={"If-Match": etag})
    if answer.status_code == 400:
        return refused_by_rest(answer.json["issues"])
    other = {404: NEVER, 409: GONE}
    return other.get(answer.status_code) or str(answer.json["outcome"])


def correct_by_file(house: House, training: str, said: Plain) -> str | Refusal:
    content = elements(said) | {"Reason": said.get("reason")}
    return _by_file(house, training, "CorrectTraining", content, CORRECTED)


def cancel_by_file(house: House, training: str, said: Plain) -> str | Refusal:
    return _by_file(house, training, "CancelTraining", {"Reason": said["reason"]}, CANCELLED)


def _by_file(
    house: House, training: str, kind: str, content: dict[str, str | None], done: str
) -> str | Refusal:
    reference = reference_at(house)
    named = {"TrainingId": training}
    result = result_of(house, files.about(kind, reference, **named, **content), reference)
    if result.faults:
        found = refused_in_file(result)
        # A file names the training in an element; elsewhere its address does.
        return Refusal(found.codes, ("",)) if found.codes in {GONE.codes, NEVER.codes} else found
    return {"accepted": done, "known": UNCHANGED}[result.status.value]


CORRECTING: dict[str, Door] = {
    "page": correct_on_page,
    "REST": correct_by_rest,
    "file": correct_by_file,
}
CANCELLING: dict[str, Door] = {
    "page": cancel_on_page,
    "REST": cancel_by_rest,
    "file": cancel_by_file,
}


def registered(house: House, **other: str) -> str:
    house.furnish()
    return _register(house, **other)


def _register(house: House, **other: str) -> str:
    found = str(program(house).register(**other).json["trainingId"])
    house.clock.at += timedelta(seconds=1)
    return found


@pytest.mark.parametrize("door", CORRECTING)
def test_what_is_no_training_is_not_what_one_is_corrected_into(house: House, door: str) -> None:
    training = registered(house)
    _register(house, title="Second aid")
    found = {
        case: CORRECTING[door](house, training, FIRST_AID | said)
        for case, (said, _expected) in REFUSED.items()
    }
    assert found == {case: expected for case, (_said, expected) in REFUSED.items()}
    assert len(versions(house)) == 2


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_correction_leaves_the_same_version_at_every_door(house: House, case: str) -> None:
    said, expected = ACCEPTED[case]
    house.furnish()
    left = []
    for door, correct in CORRECTING.items():
        training = _register(house, startDate=f"2026-10-0{len(left) + 1}")
        say = FIRST_AID | {"startDate": f"2026-10-0{len(left) + 1}"} | said
        assert correct(house, training, say) == expected, door
        left.append([row for row in versions(house) if row["training_id"] == training])
    assert left[0][-1]["reason"] == said.get("reason")
    for theirs in left:
        assert [_content(row) for row in theirs] == [_content(row) for row in left[0]]


@pytest.mark.parametrize("door", CANCELLING)
def test_a_cancellation_comes_out_the_same_at_every_door(house: House, door: str) -> None:
    training = registered(house)
    cancel, correct, why = CANCELLING[door], CORRECTING[door], {"reason": "It did not take place"}
    assert cancel(house, training, {"reason": "x" * 501}) == refused(("reason_too_long", "reason"))
    assert cancel(house, NOBODY, why) == NEVER
    assert correct(house, NOBODY, FIRST_AID) == NEVER
    assert cancel(house, training, why) == CANCELLED
    [last] = [row for row in versions(house) if row["cancelled"]]
    assert last["reason"] == "It did not take place"
    house.clock.at += timedelta(seconds=1)
    assert correct(house, training, FIRST_AID) == GONE
    # A page says that it is cancelled; whoever sends it again is told that nothing was changed.
    assert cancel(house, training, why) == (GONE if door == "page" else UNCHANGED)


def versions(house: House) -> list[Plain]:
    with house.engine.connect() as connection:
        found = connection.execute(text("select * from trainings order by recorded_from"))
        return [dict(row) | {"training_id": str(row["training_id"])} for row in found.mappings()]


def _content(row: Plain) -> Plain:
    """What a version says, but for when, by whom and which training it is."""
    own = {"training_id", "recorded_from", "recorded_until", "starts_on", "fingerprint"}
    by = {"registered_by", "mandate_id", "sender_id", "client_id", "channel"}
    return {name: value for name, value in row.items() if name not in own | by}
