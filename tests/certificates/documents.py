"""One document of each kind, as the certificates receive them: Amina Benali's, and her
employer's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from certificates.attestation import Attestation, Enterprise, Holder, Kind, Span
from certificates.sections import (
    Account,
    AccountLine,
    AccountYear,
    Answer,
    CertificateValid,
    Coverage,
    CreditLeft,
    Diploma,
    Diplomas,
    Employment,
    Employments,
    Notice,
    OneEmployment,
    OneTraining,
    Period,
    Periods,
    Quarter,
    Receipt,
    ReceiptRow,
    RegimePeriod,
    Reported,
    Section,
    Seniority,
    Step,
    Training,
    Trainings,
    WorkYear,
)

TODAY = date(2026, 11, 21)
ISSUED_AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
ADDRESS = "https://parcours.example"
MERIDIAN = Enterprise("Meridian Care nv", "0400000003")
AMINA = Holder("Amina Benali", "1982-05-14", "82.05.14-001.23")

#: As long as a code is, and of its letters; nothing is signed here.
CODE = ("eyJhbGciOiJFUzI1NiIsImtpZCI6IlZ0" * 14)[:420]

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 190" width="900" height="190">
<g fill="#f6f4ef"><rect x="90" y="8" width="800" height="56"/><rect x="90" y="72" width="800"
 height="26"/><rect x="90" y="106" width="800" height="26"/><rect x="90" y="140" width="800"
 height="26"/></g>
<g fill="#1f6f78"><rect x="112" y="11" width="194" height="22" rx="2"/><rect x="326" y="11"
 width="138" height="22" rx="2"/><rect x="466" y="11" width="254" height="22" rx="2"/>
<rect x="722" y="11" width="160" height="22" rx="2"/></g>
<rect x="626" y="38" width="256" height="22" rx="2" fill="#3f9aa2"/>
<rect x="306" y="74" width="20" height="22" rx="2" fill="#8a6d3b"/>
<rect x="532" y="108" width="14" height="22" rx="2" fill="#7a6aa8"/>
<g fill="#c2571a"><circle cx="128" cy="153" r="5"/><circle cx="280" cy="153" r="5"/>
<circle cx="590" cy="153" r="5"/><circle cx="800" cy="153" r="5"/><circle cx="866" cy="153"
 r="5"/></g>
<path d="M105 146l7 7-7 7-7-7z" fill="#7b2d5b"/>
<path d="M882 4V170" stroke="#c2571a" stroke-width="2"/>
<g font-family="Atkinson Hyperlegible Next" font-size="11" fill="#43535b">
<text x="106" y="184">2003</text>
<text x="466" y="184">2014</text><text x="850" y="184">2026</text></g>
</svg>"""


def job(
    employer: str, number: str, starts_on: date, ends_on: date | None, committee: str, hours: int
) -> Employment:
    last_quarter = Quarter(2026, 3) if ends_on is None else Quarter(ends_on.year, 4)
    return Employment(
        employer=employer,
        enterprise_number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        joint_committee=committee,
        hours_worked=hours,
        hours_full_time=3800,
        declared_until=last_quarter,
        sources=("dimona", "dmfa"),
    )


JOBS = (
    job("Meridian Care nv", "0400000003", date(2022, 1, 3), None, "330", 2800),
    job("Atelier Nord scrl", "0400000102", date(2019, 3, 1), None, "329.02", 800),
    job("Hospital Sint-Rita vzw", "0400000201", date(2014, 4, 1), date(2021, 12, 31), "330", 3800),
    job("Imprimerie Lenaers sa", "0400000300", date(2010, 2, 1), date(2014, 3, 31), "130", 3750),
    job("Brouwerij De Kroon nv", "0400000409", date(2003, 9, 1), date(2009, 6, 30), "118", 3800),
)
YEARS = (
    WorkYear(2026, "Meridian Care nv", 14250, 2_184_610),
    WorkYear(2025, "Meridian Care nv", 19100, 2_861_342),
    WorkYear(2021, "Hospital Sint-Rita vzw", 22000, 3_710_055, severance=412_000),
)
PERIODS = (
    Period("parental_leave", date(2016, 5, 1), date(2016, 9, 30), "ONEM-RVA-LfA", 50),
    Period("unemployment", date(2009, 7, 1), date(2010, 1, 31), "ONEM-RVA-LfA"),
)
MOVING = Training(
    title="Moving and handling, level 2",
    starts_on=date(2026, 9, 23),
    ends_on=date(2026, 9, 24),
    minutes=912,
    formal=True,
    employer="Meridian Care nv",
    certificate_until=date(2029, 9, 24),
    certified=True,
    provider="Centre de formation des Hauts-Prés asbl",
    field="0913 Nursing and midwifery",
)
TRAININGS = (
    MOVING,
    Training(
        "Soins palliatifs à domicile",
        date(2026, 2, 25),
        date(2026, 2, 25),
        240,
        True,
        "Meridian Care nv",
        None,
        certified=True,
    ),
    Training(
        "Omgaan met agressie",
        date(2025, 7, 29),
        date(2025, 7, 29),
        90,
        False,
        "Atelier Nord scrl",
        None,
    ),
)
DIPLOMAS = (
    Diploma("Bachelor in nursing", date(2018, 6, 29), "Haute école Lumière", 6),
    Diploma("Certificate of upper secondary education", date(2003, 6, 30), "Athénée du Parc", 4),
)
COVERAGE = (
    Reported("dimona", None, date(2026, 11, 20), None),
    Reported("dmfa", None, None, Quarter(2026, 3)),
    Reported("periods", "ONEM-RVA-LfA", date(2026, 9, 30), None),
    Reported("parcours", None, TODAY, None),
)
#: The words in it come from whoever asks, in the language of the document: here always English.
YEAR = AccountYear(
    year=2026,
    day_minutes=456,
    opening=1_140,
    granted=1_680,
    used=1_152,
    planned=240,
    left=1_668,
    usable_until=date(2028, 12, 31),
    lines=(
        AccountLine(date(2026, 1, 1), "Carried over from earlier years", 1_140, 1_140),
        AccountLine(
            date(2026, 1, 1),
            "Granted for the year",
            1_680,
            2_820,
            steps=(
                Step(
                    "Days of a full-timer", "", "5 days", "Law of 3 October 2022, articles 50 to 54"
                ),
                Step("Work regime", "28 h of 38 h", "73.68%", None),
            ),
        ),
        AccountLine(
            date(2026, 2, 25), "Training followed", -240, 2_580, "Soins palliatifs à domicile"
        ),
        AccountLine(
            date(2026, 9, 24), "Training followed", -912, 1_668, "Moving and handling, level 2"
        ),
    ),
    doubts=("The size of the enterprise rests on quarters that are still to be declared.",),
)
ACCOUNT = Account("Meridian Care nv", "0400000003", 2026, (YEAR,))
NOTICE = Notice(
    replace(ACCOUNT, years=(replace(YEAR, lines=(), doubts=()),)),
    contact="Bram Claes, bram.claes@meridian.example",
    ground="Law of 3 October 2022, articles 50 to 54",
)
RECEIPT = Receipt(
    reference="PT-2026-4M7X-2KQW",
    received_at=ISSUED_AT,
    received_from="Bram Claes",
    channel="sheet",
    title=None,
    registered=2,
    already=1,
    refused=1,
    rows=(
        ReceiptRow("Amina Benali", MOVING.title, *[date(2026, 9, 24)] * 2, 456, "registered"),
        ReceiptRow("Jonas Peeters", MOVING.title, *[date(2026, 9, 24)] * 2, 456, "registered"),
        ReceiptRow("Lea Schmitz", "HACCP", *[date(2026, 3, 2)] * 2, 90, "already"),
        ReceiptRow(
            "Tom Maes",
            "HACCP",
            *[date(2026, 3, 2)] * 2,
            90,
            "refused",
            "Nobody of that name works here on that day.",
        ),
    ),
)
SENIORITY = Answer(Seniority(5, "330"), True, TODAY)
ANSWERS = {
    "seniority": SENIORITY,
    "certificate": Answer(CertificateValid("VCA", date(2024, 5, 6)), False, TODAY),
    "credit": Answer(
        CreditLeft(250, "Meridian Care nv", "0400000003"), None, TODAY, "right_not_known"
    ),
}

SECTIONS: Mapping[Kind, tuple[Section, ...]] = {
    Kind.CAREER: (
        Employments(JOBS),
        Periods(PERIODS),
        Trainings(TRAININGS),
        Diplomas(DIPLOMAS),
        Coverage(COVERAGE),
    ),
    Kind.EMPLOYMENTS: (Employments(JOBS, YEARS), Coverage(COVERAGE[:2])),
    Kind.EMPLOYMENT: (
        OneEmployment(
            JOBS[0],
            (
                RegimePeriod(date(2024, 1, 1), None, "330", 2800, 3800),
                RegimePeriod(date(2022, 1, 3), date(2023, 12, 31), "330", 3800, 3800),
            ),
            YEARS[:2],
        ),
        Coverage(COVERAGE[:2]),
    ),
    Kind.UNEMPLOYMENT_AND_BREAKS: (Periods(PERIODS), Coverage(COVERAGE[2:3])),
    Kind.TRAININGS: (Trainings(TRAININGS), Diplomas(DIPLOMAS), Coverage(COVERAGE[3:])),
    Kind.TRAINING: (OneTraining(MOVING, "0400000003", date(2026, 9, 25), True),),
    Kind.ACCOUNT: (ACCOUNT,),
    Kind.ANSWER: (SENIORITY,),
    Kind.ACCOUNT_STATEMENT: (ACCOUNT,),
    Kind.RECEIPT: (RECEIPT,),
    Kind.BALANCE_NOTICE: (NOTICE,),
}
_OF_EMPLOYERS = frozenset({Kind.ACCOUNT_STATEMENT, Kind.RECEIPT, Kind.BALANCE_NOTICE})


def document(kind: Kind, language: str) -> Attestation:
    """Amina's document of that kind, or for a receipt her employer's."""
    return Attestation(
        kind=kind,
        number="PC-2026-7K3M-Q9XD",
        language=language,
        issued_at=ISSUED_AT,
        as_known_on=TODAY,
        holder=None if kind is Kind.RECEIPT else AMINA,
        sections=SECTIONS[kind],
        check_address=f"{ADDRESS}/check",
        about=MERIDIAN if kind in _OF_EMPLOYERS else None,
        address=("Rue des Prés 12", "4700 Eupen") if kind is Kind.BALANCE_NOTICE else (),
        period=Span(date(2020, 1, 1), TODAY) if kind is Kind.EMPLOYMENTS else None,
        drawing_svg=DRAWING if kind is Kind.CAREER else "",
        code_address=f"{ADDRESS}/check#{CODE}",
    )


def forty_years(followed: int = 200) -> Attestation:
    """A career of sixty employments, so many trainings, pay by year and long names."""
    name = "Société coopérative des ateliers protégés de la vallée inférieure de la Haine"
    jobs = tuple(
        replace(
            JOBS[place % 5],
            employer=f"{name} {place}" if place % 7 == 3 else f"Atelier {place} srl",
            enterprise_number=f"04000{place:05}",
            starts_on=date(2026, 1, 5) - timedelta(days=244 * place),
            ends_on=None if place < 2 else date(2026, 8, 31) - timedelta(days=244 * place),
        )
        for place in range(60)
    )
    trainings = tuple(
        replace(
            TRAININGS[place % 3],
            title=f"Veiligheid op de werkvloer {place}",
            starts_on=TODAY - timedelta(days=70 * place),
            ends_on=TODAY - timedelta(days=70 * place - place % 3),
        )
        for place in range(followed)
    )
    years = tuple(
        WorkYear(2026 - place // 2, jobs[place % 60].employer, 11525 + place, 319926 * 6 + place)
        for place in range(80)
    )
    holder = Holder(
        "Maximiliaan-Alexander Vandenbroucke-van der Straeten de la Rochelambert",
        "1962-00-00",
        "62.00.00-001.23",
    )
    sections = (Employments(jobs, years), Periods(PERIODS), Trainings(trainings))
    return replace(document(Kind.CAREER, "nl"), holder=holder, sections=sections)


def nothing_to_tell(language: str, name: str = "Chloé") -> Attestation:
    """The career of somebody nobody has declared yet."""
    sections = (Employments(()), Periods(()), Trainings(()), Diplomas(()), Coverage(()))
    holder = Holder(name, None, "82.05.14-001.23")
    career = document(Kind.CAREER, language)
    return replace(career, holder=holder, sections=sections, drawing_svg="", code_address=None)
