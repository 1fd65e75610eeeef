"""Files dropped into a folder: taken with their trigger, answered in OUT."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, text

from app.channels.batch.folder import look_through
from app.channels.batch.models import BatchFile
from app.foundation.database import transaction
from tests.channels.batch.files import message, run, training
from tests.house_of import CHLOE, ELSEWHERE, MERIDIAN, NORD, House


def drop(folder: Path, name: str, content: str, *, into: str = "IN", go: str | None = "") -> Path:
    place = folder / MERIDIAN / into
    place.mkdir(parents=True, exist_ok=True)
    (place / f"FI.{name}").write_text(content)
    if go is not None:
        (place / f"GO.{go or name}").touch()
    return place


def look(house: House, folder: Path) -> int:
    with house.app.test_request_context():
        return look_through(house.engine, folder, clock=house.clock)


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
