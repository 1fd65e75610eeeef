"""A DmfA of one very large employer: one quarter, as many workers as wanted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.demo.population.numbers import enterprise_number, nsso_number, ssin
from app.foundation.calendar import Quarter

_WORKER = """\
<NaturalPerson><NaturalPersonSequenceNbr>{n}</NaturalPersonSequenceNbr><INSS>{ssin}</INSS>
<WorkerRecord><EmployerClass>010</EmployerClass><WorkerCode>495</WorkerCode>\
<NOSSQuarterStartingDate>{first}</NOSSQuarterStartingDate>\
<NOSSQuarterEndingDate>{last}</NOSSQuarterEndingDate><Border>0</Border>
<Occupation><OccupationSequenceNbr>1</OccupationSequenceNbr>\
<OccupationStartingDate>2020-{month:02d}-01</OccupationStartingDate>\
<JointCommissionNbr>330</JointCommissionNbr><WorkingDaysSystem>500</WorkingDaysSystem>\
<ContractType>1</ContractType><RefMeanWorkingHours>3800</RefMeanWorkingHours>\
<MeanWorkingHours>2850</MeanWorkingHours><Retired>0</Retired>
<Service><ServiceSequenceNbr>1</ServiceSequenceNbr><ServiceCode>1</ServiceCode>\
<ServiceNbrDays>6100</ServiceNbrDays><ServiceNbrHours>34770</ServiceNbrHours></Service>\
<Service><ServiceSequenceNbr>2</ServiceSequenceNbr><ServiceCode>50</ServiceCode>\
<ServiceNbrDays>400</ServiceNbrDays><ServiceNbrHours>2280</ServiceNbrHours></Service>\
<Remun><RemunSequenceNbr>1</RemunSequenceNbr><RemunCode>1</RemunCode>\
<RemunAmount>{pay}</RemunAmount></Remun>\
<Remun><RemunSequenceNbr>2</RemunSequenceNbr><RemunCode>2</RemunCode>\
<BonusPaymentFrequency>12</BonusPaymentFrequency><RemunAmount>120000</RemunAmount></Remun>\
</Occupation></WorkerRecord></NaturalPerson>
"""


def write_quarter(path: Path, workers: int, quarter: Quarter) -> Path:
    """Write the declaration; streams, so that any number of workers will do."""
    first, last = quarter.first_day.isoformat(), quarter.last_day.isoformat()
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<DmfAOriginal><Form>')
        file.write(
            "<Identification>DMFA</Identification><FormCreationDate>2026-10-20</FormCreationDate>"
            "<FormCreationHour>10:00:00.000</FormCreationHour>"
            "<AttestationStatus>0</AttestationStatus><TypeForm>SU</TypeForm>\n"
            f"<EmployerDeclaration><Quarter>{quarter}</Quarter>"
            f"<NOSSRegistrationNbr>{nsso_number(1)}</NOSSRegistrationNbr>"
            f"<Trusteeship>0</Trusteeship><CompanyID>{enterprise_number(1)}</CompanyID>"
            "<NetOwedAmount>0</NetOwedAmount>\n"
        )
        for n in range(workers):
            born = date.fromordinal(date(1960, 1, 1).toordinal() + n // 400)
            file.write(
                _WORKER.format(
                    n=n + 1,
                    ssin=ssin(born.year, born.month, born.day, n % 400 + 1),
                    first=first,
                    last=last,
                    month=n % 12 + 1,
                    pay=700_000 + n % 997 * 100,
                )
            )
        file.write("</EmployerDeclaration></Form></DmfAOriginal>\n")
    return path
