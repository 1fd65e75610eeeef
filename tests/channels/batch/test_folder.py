"""Files dropped into a folder: taken with their trigger, answered in OUT."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import select, text

from app.channels.batch import delivering
from app.channels.batch import folder as drop_folder
from app.channels.batch.folder import RESTING, look_through
from app.channels.batch.models import BatchFile
from app.foundation.database import transaction
from tests.channels.batch.files import message, run, training
from tests.channels.batch.test_answers import schema
from tests.house_of import CHLOE, ELSEWHERE, MERIDIAN, NORD, House

LARGEST = 1 << 20


def drop(folder: Path, name: str, content: str, *, into: str = "IN", go: str | None = "") -> Path:
    place = folder / MERIDIAN / into
    place.mkdir(parents=True, exist_ok=True)
    (place / f"FI.{name}").write_text(content)
    if go is not None:
        (place / f"GO.{go or name}").touch()
    return place


def look(house: House, folder: Path) -> int:
    with house.app.test_request_context():
        return look_through(house.engine, folder, clock=house.clock, largest=LARGEST)


def work(house: House) -> None:
    with transaction(house.engine) as db:
        waiting = list(
            db.execute(select(BatchFile.file_id).where(BatchFile.state == "received")).scalars()
        )
    for file_id in waiting:
        run(house, file_id)


def names(folder: Path, out: str = "OUT") -> list[str]:
    place = folder / MERIDIAN / out
    return sorted(each.name for each in place.iterdir()) if place.is_dir() else []


def test_a_file_is_taken_when_its_trigger_is_there_and_answered(
    house: House, tmp_path: Path
) -> None:
    house.furnish()
    place = drop(tmp_path, "PARC.1.R.1.1", message(training("R1")), go=None)
    assert look(house, tmp_path) == 0
    (place / "GO.PARC.1.R.1").touch()
    assert look(house, tmp_path) == 1
    assert names(tmp_path) == ["RECEIPT.PARC.1.R.1.1"]
    assert not list(place.iterdir())
    work(house)
    look(house, tmp_path)
    assert names(tmp_path) == ["NOTIFICATION.PARC.1.R.1.1", "RECEIPT.PARC.1.R.1.1"]
    told = (tmp_path / MERIDIAN / "OUT" / "NOTIFICATION.PARC.1.R.1.1").read_text()
    assert "<Accepted>1</Accepted>" in told
    (tmp_path / MERIDIAN / "OUT" / "NOTIFICATION.PARC.1.R.1.1").unlink()
    look(house, tmp_path)
    assert names(tmp_path) == ["RECEIPT.PARC.1.R.1.1"], "what was fetched is not put there again"


def test_the_same_file_dropped_again_is_answered_again(house: House, tmp_path: Path) -> None:
    house.furnish()
    drop(tmp_path, "A", message(training("R1")))
    look(house, tmp_path)
    drop(tmp_path, "B", message(training("R1")))
    assert look(house, tmp_path) == 0, "answered once it is done"
    work(house)
    assert look(house, tmp_path) == 1
    assert names(tmp_path) == ["NOTIFICATION.A", "NOTIFICATION.B", "RECEIPT.A", "RECEIPT.B"]


def test_what_lies_in_intest_registers_nothing(house: House, tmp_path: Path) -> None:
    house.furnish()
    drop(tmp_path, "T", message(training("R1")), into="INTEST")
    look(house, tmp_path)
    work(house)
    look(house, tmp_path)
    assert names(tmp_path, "OUTTEST") == ["NOTIFICATION.T", "RECEIPT.T"]
    with house.engine.connect() as connection:
        assert connection.execute(text("select count(*) from trainings")).scalar_one() == 0


def test_a_folder_acts_for_its_enterprise_and_for_its_clients_alone(
    house: House, tmp_path: Path
) -> None:
    house.furnish()
    with house.engine.begin() as connection:
        for client, confirmed in ((ELSEWHERE, True), (NORD, False)):
            connection.execute(
                text(
                    "insert into client_mandates (client_id, office_id, valid_from, proposed_by,"
                    " proposed_at, confirmed_by, confirmed_at) select :client, :office,"
                    " '2026-01-01', :who, '2026-01-02', case when :yes then cast(:who as uuid) end,"
                    " case when :yes then timestamptz '2026-01-02' end"
                ),
                {
                    "client": house.enterprise(client),
                    "office": house.enterprise(MERIDIAN),
                    "who": house.person(CHLOE),
                    "yes": confirmed,
                },
            )
    records = (
        training("R1"),
        training("R2", CHLOE, ELSEWHERE),
        training("R3", CHLOE, NORD),
    )
    drop(tmp_path, "C", message(*records))
    drop(tmp_path, "D", message(training("R1"), sender=NORD))
    look(house, tmp_path)
    work(house)
    look(house, tmp_path)
    told = (tmp_path / MERIDIAN / "OUT" / "NOTIFICATION.C").read_text()
    assert "<Accepted>2</Accepted>" in told
    assert "<ErrorID>no_mandate</ErrorID>" in told
    refused = (tmp_path / MERIDIAN / "OUT" / "RECEIPT.D").read_text()
    assert "<ErrorID>not_the_sender</ErrorID>" in refused
    with house.engine.connect() as connection:
        senders = connection.execute(
            text("select distinct sender_id from audit_lines where act like 'worker:training:%'")
        ).scalars()
        assert list(senders) == [house.enterprise(MERIDIAN)]


def test_a_link_out_of_the_folder_is_not_followed(house: House, tmp_path: Path) -> None:
    house.furnish()
    outside = tmp_path / "outside.xml"
    outside.write_text(message(training("R1")))
    place = drop(tmp_path, "L", "")
    (place / "FI.L").unlink()
    (place / "FI.L").symlink_to(outside)
    assert look(house, tmp_path) == 0


def told_names(folder: Path) -> set[str]:
    return {each.partition(".")[2] for each in names(folder)}


@pytest.mark.parametrize("kept", [False, True])
def test_a_file_that_was_kept_before_we_were_killed_is_answered_once_and_the_same(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    house.furnish()
    place = drop(tmp_path, "A", message(training("R1"), training("R2", CHLOE)))
    dying = "write_whole" if kept else "receive_file"

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(drop_folder, dying, die)
    with pytest.raises(KeyboardInterrupt):
        look(house, tmp_path)
    monkeypatch.undo()
    assert names(tmp_path) == []
    assert look(house, tmp_path) == 1
    assert names(tmp_path) == ["RECEIPT.A"]
    assert not list(place.iterdir())
    work(house)
    for _ in range(2):
        look(house, tmp_path)
    assert names(tmp_path) == ["NOTIFICATION.A", "RECEIPT.A"]
    with house.engine.connect() as connection:
        assert connection.execute(text("select count(*) from batch_files")).scalar_one() == 1
        assert connection.execute(text("select count(*) from trainings")).scalar_one() == 1


def test_what_was_begun_in_out_before_we_were_killed_is_written_anew(
    house: House, tmp_path: Path
) -> None:
    house.furnish()
    drop(tmp_path, "A", message(training("R1")))
    out = tmp_path / MERIDIAN / "OUT"
    out.mkdir()
    (out / ".RECEIPT.A.part").write_text("<Rec")
    look(house, tmp_path)
    assert names(tmp_path) == ["RECEIPT.A"]
    assert (out / "RECEIPT.A").read_text().endswith("</Receipt>\n")


def test_a_file_that_is_still_written_to_after_its_trigger_waits_until_it_rests(
    house: House, tmp_path: Path
) -> None:
    house.furnish()
    place = drop(tmp_path, "A", message(training("R1")))
    data, trigger = place / "FI.A", place / "GO.A"
    written = data.stat().st_mtime
    os.utime(trigger, (written - 9, written - 9))
    assert look(house, tmp_path) == 0
    for each in (data, trigger):
        before = each.stat().st_mtime - RESTING - 1
        os.utime(each, (before, before))
    assert look(house, tmp_path) == 1


def test_a_date_far_ahead_holds_up_no_file(house: House, tmp_path: Path) -> None:
    house.furnish()
    place = drop(tmp_path, "A", message(training("R1")))
    ahead = (place / "FI.A").stat().st_mtime + RESTING + 3600
    os.utime(place / "FI.A", (ahead, ahead))
    assert look(house, tmp_path) == 1


def test_the_trigger_of_two_parts_stays_until_both_are_taken(house: House, tmp_path: Path) -> None:
    house.furnish()
    place = drop(tmp_path, "X.1", message(training("R1")), go="X")
    written = (place / "GO.X").stat().st_mtime
    drop(tmp_path, "X.2", message(training("R2"), reference="NIGHT-2"), go=None)
    os.utime(place / "FI.X.2", (written + 9, written + 9))
    assert look(house, tmp_path) == 1
    assert sorted(each.name for each in place.iterdir()) == ["FI.X.2", "GO.X"]
    os.utime(place / "FI.X.2", (written - 9, written - 9))
    assert look(house, tmp_path) == 1
    assert not list(place.iterdir())


def test_a_file_that_is_too_large_is_refused_unread_in_the_language_of_the_folder(
    house: House, tmp_path: Path
) -> None:
    house.furnish()
    place = drop(tmp_path, "A", message(training("R1")))
    os.truncate(place / "FI.A", LARGEST + 1)
    assert look(house, tmp_path) == 1
    assert not list(place.iterdir())
    told = (tmp_path / MERIDIAN / "OUT" / "RECEIPT.A").read_text()
    assert "<ErrorID>file_too_large</ErrorID>" in told
    with transaction(house.engine) as db:
        assert db.execute(select(BatchFile.size)).scalar_one() == LARGEST + 1


def test_a_sender_of_many_files_lets_the_others_have_their_turn(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.furnish()
    monkeypatch.setattr(drop_folder, "SLICE", -1)
    drop(tmp_path, "A", message(training("R1")))
    drop(tmp_path, "B", message(training("R2"), reference="NIGHT-2"))
    assert [look(house, tmp_path) for _ in range(3)] == [1, 1, 0]


def test_what_a_fault_stopped_is_told_once_and_answered_when_it_is_taken_up(
    house: House, tmp_path: Path
) -> None:
    house.furnish()
    drop(tmp_path, "A", message(training("R1"), Language="en"))
    look(house, tmp_path)
    give_up(house)
    look(house, tmp_path)
    assert names(tmp_path) == ["RECEIPT.A", "STOPPED.A"]
    told = tmp_path / MERIDIAN / "OUT" / "STOPPED.A"
    answer = etree.fromstring(told.read_bytes())
    assert schema("answers.xsd").validate(answer), schema("answers.xsd").error_log
    assert "A registrar can have it tried again" in told.read_text()
    told.unlink()
    look(house, tmp_path)
    assert names(tmp_path) == ["RECEIPT.A"], "what was fetched is not put there again"
    told.write_text("as if nobody had fetched it")
    give_up(house, "todo")
    look(house, tmp_path)
    assert names(tmp_path) == ["RECEIPT.A"], "it goes on"
    give_up(house)
    look(house, tmp_path)
    assert names(tmp_path) == ["RECEIPT.A", "STOPPED.A"], "and was stopped again"
    work(house)
    look(house, tmp_path)
    assert names(tmp_path) == ["NOTIFICATION.A", "RECEIPT.A"]


def test_what_ends_while_it_is_told_that_it_stopped_is_answered_by_the_next_look(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.furnish()
    drop(tmp_path, "A", message(training("R1")))
    look(house, tmp_path)
    give_up(house)
    tell = delivering._tell

    def tell_slowly(*asked: Any) -> datetime | None:
        told = tell(*asked)
        give_up(house, "todo")
        work(house)
        return told

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(delivering, "_tell", tell_slowly)
        look(house, tmp_path)
    look(house, tmp_path)
    assert names(tmp_path) == ["NOTIFICATION.A", "RECEIPT.A"]


def give_up(house: House, status: str = "failed") -> None:
    """What the queue says once the job of every file has failed as often as anything is tried."""
    with house.engine.begin() as connection:
        connection.execute(
            text(
                "update procrastinate_jobs set status = cast(:status as procrastinate_job_status)"
                " where task_name = 'files:run'"
            ),
            {"status": status},
        )


@pytest.mark.parametrize(
    "name",
    [b"bad\xff", b"a\nb", b"x" * 150, "é".encode() * 110],
    ids=["bytes", "line", "long", "é"],
)
def test_a_name_that_answers_cannot_have_is_refused_and_the_others_go_on(
    house: House, tmp_path: Path, name: bytes
) -> None:
    house.furnish()
    place = drop(tmp_path, "Z", message(training("R1")))
    within = os.fsencode(place) + b"/"
    for kind in (b"FI.", b"GO."):
        with open(within + kind + name, "w") as file:
            file.write(message(training("R2"), reference="NIGHT-2"))
    assert look(house, tmp_path) == 2
    work(house)
    look(house, tmp_path)
    [named] = told_names(tmp_path) - {"Z"}
    receipt = (tmp_path / MERIDIAN / "OUT" / f"RECEIPT.{named}").read_text()
    assert "<ErrorID>file_name_refused</ErrorID>" in receipt
    assert not list(place.iterdir())
    with house.engine.connect() as connection:
        assert connection.execute(text("select count(*) from trainings")).scalar_one() == 1


def test_a_sender_whose_folder_fails_holds_up_no_other(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.furnish()
    (tmp_path / "0000000097" / "IN").mkdir(parents=True)
    drop(tmp_path, "A", message(training("R1")))
    dropped = drop_folder._dropped

    def fail(sender: Path) -> object:
        if sender.name != MERIDIAN:
            raise RuntimeError("something that nobody thought of")
        return dropped(sender)

    monkeypatch.setattr(drop_folder, "_dropped", fail)
    assert look(house, tmp_path) == 1


@pytest.mark.parametrize("linked", ["IN", "OUT", "OUT/.RECEIPT.A.part"])
def test_no_link_leads_us_out_of_the_folder(house: House, tmp_path: Path, linked: str) -> None:
    house.furnish()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("as it was")
    place = drop(tmp_path, "A", message(training("R1")))
    link = tmp_path / MERIDIAN / linked
    if linked == "IN":
        place.rename(outside / "IN")
        link.symlink_to(outside / "IN")
    else:
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(outside if linked == "OUT" else outside / "precious")
    look(house, tmp_path)
    assert (outside / "precious").read_text() == "as it was"
    assert not list(outside.glob("RECEIPT*"))
    assert (outside / "IN" / "FI.A").exists() == (linked == "IN")


def test_two_files_at_once_are_each_answered_under_their_own_name(
    house: House, tmp_path: Path
) -> None:
    house.furnish()
    drop(tmp_path, "A", message(training("R1")))
    drop(tmp_path, "B", message(training("R2", Title="Second"), reference="NIGHT-2"))
    assert look(house, tmp_path) == 2
    work(house)
    look(house, tmp_path)
    assert names(tmp_path) == ["NOTIFICATION.A", "NOTIFICATION.B", "RECEIPT.A", "RECEIPT.B"]
    out = tmp_path / MERIDIAN / "OUT"
    assert ["R1" in (out / f"NOTIFICATION.{each}").read_text() for each in "AB"] == [True, False]


def test_a_refusal_speaks_the_language_of_the_head(house: House, tmp_path: Path) -> None:
    house.furnish()
    drop(tmp_path, "A", message(training("R1"), Language="nl"))
    drop(tmp_path, "B", message(training("R2"), Language="nl"))
    drop(tmp_path, "C", message(training("R3"), sender=NORD, Language="de"))
    look(house, tmp_path)
    out = tmp_path / MERIDIAN / "OUT"
    assert "Onder deze referentie" in (out / "RECEIPT.B").read_text()
    assert "Der Absender in der Datei" in (out / "RECEIPT.C").read_text()
