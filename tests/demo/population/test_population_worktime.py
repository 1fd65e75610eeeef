"""Days, hours and pay of a quarter add up."""

from __future__ import annotations

from datetime import date

import pytest
from written_population import Written

from app.demo.population.worktime import weekdays


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), 66),
        (date(2026, 11, 21), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 2),
        (date(2026, 11, 18), date(2026, 11, 18), 1),
    ],
)
def test_weekdays_are_counted_with_both_ends(first: date, last: date, days: int) -> None:
    assert weekdays(first, last) == days


def test_nobody_is_declared_more_days_than_the_quarter_has(written: Written) -> None:
    for root in written.of("DmfAOriginal"):
        for line in root.iter("Occupation"):
            days = sum(int(element.text or "") for element in line.iter("ServiceNbrDays"))
            assert days <= 66_00


def test_hours_follow_from_days_and_the_weekly_regime(written: Written) -> None:
    for root in written.of("DmfAOriginal"):
        for line in root.iterfind(".//Occupation[MeanWorkingHours]"):
            weekly = int(line.findtext("MeanWorkingHours") or "")
            days_a_week = int(line.findtext("WorkingDaysSystem") or "")
            for service in line.iterfind("Service[ServiceNbrHours]"):
                days = int(service.findtext("ServiceNbrDays") or "")
                hours = int(service.findtext("ServiceNbrHours") or "")
                assert hours == pytest.approx(days * weekly / days_a_week, abs=1)


def test_amina_earns_more_at_the_hospital_than_ten_years_earlier_at_the_brewery(
    written: Written,
) -> None:
    paid = {
        record.findtext("NOSSQuarterStartingDate"): int(
            record.findtext("Occupation/Remun[RemunCode='1']/RemunAmount") or ""
        )
        for record in written.records_of(written.population.personas["amina"])
    }

    assert paid["2005-01-01"] < paid["2015-01-01"]
