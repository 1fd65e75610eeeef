"""Small messages for tests, in the real formats."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def service(code: int = 1, days: int = 6500, hours: int | None = None) -> str:
    spent = f"<ServiceNbrHours>{hours}</ServiceNbrHours>" if hours else ""
    return (
        f"<Service><ServiceSequenceNbr>1</ServiceSequenceNbr><ServiceCode>{code}</ServiceCode>"
        f"<ServiceNbrDays>{days}</ServiceNbrDays>{spent}</Service>"
    )


def pay(code: int = 1, cents: int = 900_000) -> str:
    return (
        f"<Remun><RemunSequenceNbr>1</RemunSequenceNbr><RemunCode>{code}</RemunCode>"
        f"<RemunAmount>{cents}</RemunAmount></Remun>"
    )


def occupation(
    starts_on: str | None = None,
    ends_on: str | None = None,
    *,
    number: int = 1,
    joint_committee: str = "330",
    days_system: int = 500,
    part_time: bool = False,
    full_time_hours: int | None = 3800,
    hours: int | None = None,
    inside: str | None = None,
) -> str:
    """One Occupation; hours in hundredths, as DmfA has them."""
    parts = [
        f"<OccupationSequenceNbr>{number}</OccupationSequenceNbr>",
        f"<OccupationStartingDate>{starts_on}</OccupationStartingDate>" if starts_on else "",
        f"<OccupationEndingDate>{ends_on}</OccupationEndingDate>" if ends_on else "",
        f"<JointCommissionNbr>{joint_committee}</JointCommissionNbr>",
        f"<WorkingDaysSystem>{days_system}</WorkingDaysSystem>",
        f"<ContractType>{int(part_time)}</ContractType>",
        f"<RefMeanWorkingHours>{full_time_hours}</RefMeanWorkingHours>" if full_time_hours else "",
        f"<MeanWorkingHours>{hours}</MeanWorkingHours>" if hours is not None else "",
        "<Retired>0</Retired>",
        service() + pay() if inside is None else inside,
    ]
    return f"<Occupation>{''.join(parts)}</Occupation>"


def worker(ssin: str, *occupations: str, quarter_start: str, worker_code: str = "495") -> str:
    """One NaturalPerson."""
    return (
        "<NaturalPerson><NaturalPersonSequenceNbr>1</NaturalPersonSequenceNbr>"
        f"<INSS>{ssin}</INSS>\n<WorkerRecord><EmployerClass>010</EmployerClass>"
        f"<WorkerCode>{worker_code}</WorkerCode>"
        f"<NOSSQuarterStartingDate>{quarter_start}</NOSSQuarterStartingDate>"
        f"<NOSSQuarterEndingDate>{quarter_start}</NOSSQuarterEndingDate><Border>0</Border>\n"
        f"{''.join(occupations)}</WorkerRecord></NaturalPerson>\n"
    )


def dmfa(quarter: str, *workers: str, **of: Any) -> str:
    """A DmfA file with the declaration of one employer for one quarter (``20263``)."""
    return f"{HEAD}<DmfAOriginal>{dmfa_form(quarter, *workers, **of)}</DmfAOriginal>\n"


def dmfa_form(
    quarter: str,
    *workers: str,
    enterprise: str = "0",
    nsso: int = 0,
    made_on: str = "2026-10-20",
    made_at: str = "10:00:00.000",
) -> str:
    return (
        "<Form><Identification>DMFA</Identification>"
        f"<FormCreationDate>{made_on}</FormCreationDate>"
        f"<FormCreationHour>{made_at}</FormCreationHour>"
        "<AttestationStatus>0</AttestationStatus><TypeForm>SU</TypeForm>\n"
        f"<EmployerDeclaration><Quarter>{quarter}</Quarter>"
        f"<NOSSRegistrationNbr>{nsso}</NOSSRegistrationNbr><Trusteeship>0</Trusteeship>"
        f"<CompanyID>{enterprise}</CompanyID><NetOwedAmount>0</NetOwedAmount>\n"
        f"{''.join(workers)}</EmployerDeclaration></Form>\n"
    )


def dimona(*forms: str) -> str:
    return f"{HEAD}<Dimona>{''.join(forms)}</Dimona>\n"


def _dimona_form(inside: str, made_on: str) -> str:
    return (
        f"<Form><Identification>DIMONA</Identification><FormCreationDate>{made_on}"
        "</FormCreationDate><FormCreationHour>09:00:00.000</FormCreationHour>"
        f"<AttestationStatus>0</AttestationStatus><TypeForm>SU</TypeForm>\n{inside}</Form>\n"
    )


def _employer(enterprise: str) -> str:
    return f"<EmployerId><CompanyID>{enterprise}</CompanyID></EmployerId>"


def dimona_in(
    ssin: str,
    enterprise: str,
    starts_on: str,
    ends_on: str | None = None,
    *,
    worker_type: str = "OTH",
    joint_committee: str = "XXX",
    made_on: str | None = None,
) -> str:
    end = f"<EndingDate>{ends_on}</EndingDate>" if ends_on else ""
    return _dimona_form(
        f"<DimonaIn><StartingDate>{starts_on}</StartingDate>{end}{_employer(enterprise)}"
        f"<NaturalPerson><INSS>{ssin}</INSS></NaturalPerson>"
        f"<DimonaFeatures><JointCommissionNbr>{joint_committee}</JointCommissionNbr>"
        f"<WorkerType>{worker_type}</WorkerType></DimonaFeatures></DimonaIn>",
        made_on or starts_on,
    )


def dimona_out(
    ssin: str, enterprise: str, ends_on: str, *, period: int = 100, made_on: str | None = None
) -> str:
    return _dimona_form(
        f"<DimonaOut><DimonaPeriodId>{period}</DimonaPeriodId><EndingDate>{ends_on}</EndingDate>"
        f"<INSS>{ssin}</INSS>{_employer(enterprise)}</DimonaOut>",
        made_on or ends_on,
    )


def dimona_update(
    ssin: str,
    enterprise: str,
    *,
    starts_on: str = "",
    ends_on: str = "",
    made_on: str,
    period: int = 100,
) -> str:
    start = f"<StartingDate>{starts_on}</StartingDate>" if starts_on else ""
    end = f"<EndingDate>{ends_on}</EndingDate>" if ends_on else ""
    return _dimona_form(
        f"<DimonaUpdate><DimonaPeriodId>{period}</DimonaPeriodId>{start}{end}"
        f"<INSS>{ssin}</INSS>{_employer(enterprise)}</DimonaUpdate>",
        made_on,
    )


def dimona_cancel(ssin: str, enterprise: str, *, made_on: str, period: int = 100) -> str:
    return _dimona_form(
        f"<DimonaCancel><DimonaPeriodId>{period}</DimonaPeriodId><INSS>{ssin}</INSS>"
        f"{_employer(enterprise)}</DimonaCancel>",
        made_on,
    )


def person(
    ssin: str,
    surname: str,
    given_names: str | None = None,
    *,
    replaces: str = "",
    born_on: str = "",
    language: str = "",
) -> str:
    parts = [f"<INSS>{ssin}</INSS>"]
    parts += [f"<ReplacedINSS>{replaces}</ReplacedINSS>"] if replaces else []
    parts.append(f"<Surname>{escape(surname)}</Surname>")
    parts += [f"<GivenNames>{escape(given_names)}</GivenNames>"] if given_names else []
    parts += [f"<BirthDate>{born_on}</BirthDate>"] if born_on else []
    parts += [f"<Language>{language}</Language>"] if language else []
    return f"<Person>{''.join(parts)}</Person>\n"


def persons(*entries: str) -> str:
    return (
        f'{HEAD}<PersonRegister institution="RN-BIS" reportedOn="2026-11-01">'
        f"{''.join(entries)}</PersonRegister>\n"
    )


def enterprise(number: str | None, name: str, nsso: int | None = None) -> str:
    parts = [f"<EnterpriseNumber>{number}</EnterpriseNumber>"] if number else []
    parts += [f"<NOSSRegistrationNbr>{nsso}</NOSSRegistrationNbr>"] if nsso else []
    return f"<Enterprise>{''.join(parts)}<Name>{escape(name)}</Name></Enterprise>\n"


def enterprises(*entries: str) -> str:
    return (
        f'{HEAD}<EnterpriseRegister institution="CBE" reportedOn="2026-11-01">'
        f"{''.join(entries)}</EnterpriseRegister>\n"
    )


def period(reference: str, ssin: str, kind: str, starts_on: str, ends_on: str | None = None) -> str:
    end = f"<EndingDate>{ends_on}</EndingDate>" if ends_on else ""
    return (
        f'<Period reference="{reference}"><INSS>{ssin}</INSS><Kind>{kind}</Kind>'
        f"<StartingDate>{starts_on}</StartingDate>{end}</Period>\n"
    )


def periods(*records: str, reported_on: str = "2026-10-31", institution: str = "ONEM-RVA") -> str:
    return (
        f'{HEAD}<PeriodReport institution="{institution}" reportedOn="{reported_on}">'
        f"{''.join(records)}</PeriodReport>\n"
    )
