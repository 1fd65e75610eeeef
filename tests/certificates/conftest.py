"""Amina Benali's career, and others, as the certificates receive them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from certificates.career import (
    CareerAttestation,
    Coverage,
    Diploma,
    Employment,
    Holder,
    Period,
    Quarter,
    Training,
    WorkYear,
    render,
)
from certificates.history import History
from certificates.keys import (
    DEMONSTRATION_PASSPHRASE,
    HISTORY,
    SEAL,
    make_demonstration,
    open_history,
)
from certificates.sealers import Sealer, sealer_from_pkcs12
from certificates.sealing import seal

SEALED_AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)

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

_TODAY = date(2026, 11, 21)


def _job(
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


_JOBS = (
    _job("Meridian Care nv", "0400000003", date(2022, 1, 3), None, "330", 2800),
    _job("Atelier Nord scrl", "0400000102", date(2019, 3, 1), None, "329.02", 800),
    _job("Hospital Sint-Rita vzw", "0400000201", date(2014, 4, 1), date(2021, 12, 31), "330", 3800),
    _job("Imprimerie Lenaers sa", "0400000300", date(2010, 2, 1), date(2014, 3, 31), "130", 3750),
    _job("Brouwerij De Kroon nv", "0400000409", date(2003, 9, 1), date(2009, 6, 30), "118", 3800),
)

_PERIODS = (
    Period("parental_leave", date(2016, 5, 1), date(2016, 9, 30), "ONEM-RVA-LfA"),
    Period("unemployment", date(2009, 7, 1), date(2010, 1, 31), "ONEM-RVA-LfA"),
)

_TITLES = (
    "Moving and handling, level 2",
    "Soins palliatifs à domicile",
    "Omgaan met agressie",
    "Hygiène hospitalière",
    "Werken met het elektronisch patiëntendossier",
    "Premiers secours",
    "Gesprekstechnieken",
    "Pédagogie de l’atelier",
    "Formateur en entreprise",
    "Tiltechnieken",
    "Offset, perfectionnement",
    "Veiligheid op de werkvloer",
    "HACCP",
)


def _training(place: int, title: str) -> Training:
    day = _TODAY - timedelta(days=58 + 211 * place)
    return Training(
        title=title,
        starts_on=day,
        ends_on=day + timedelta(days=place % 3 // 2),
        minutes=(456, 240, 90, 912)[place % 4],
        formal=place % 4 != 2,
        employer=_JOBS[place % 3].employer,
        certificate_until=date(2029, 9, 24) if place % 5 == 0 else None,
    )


_DIPLOMAS = (
    Diploma("Bachelor in nursing", date(2018, 6, 29), "Haute école Lumière", 6),
    Diploma("Certificate of upper secondary education", date(2003, 6, 30), "Athénée du Parc", 4),
)

_COVERAGE = (
    Coverage("dimona", None, date(2026, 11, 20), None),
    Coverage("dmfa", None, None, Quarter(2026, 3)),
    Coverage("periods", "ONEM-RVA-LfA", date(2026, 9, 30), None),
    Coverage("parcours", None, _TODAY, None),
)

_AMINA = CareerAttestation(
    number="PC-2026-7K3M-Q9XD",
    language="fr",
    issued_at=datetime(2026, 11, 21, 10, 30, tzinfo=UTC),
    as_known_on=_TODAY,
    holder=Holder("Amina Benali", "1982-05-14", "82.05.14-001.23"),
    employments=_JOBS,
    periods=_PERIODS,
    trainings=tuple(_training(place, title) for place, title in enumerate(_TITLES)),
    diplomas=_DIPLOMAS,
    years=(),
    coverage=_COVERAGE,
    drawing_svg=DRAWING,
    check_address="https://parcours.example/check",
)


def _forty_years() -> CareerAttestation:
    """Sixty employments, two hundred trainings, pay by year, long names."""
    name = "Société coopérative des ateliers protégés de la vallée inférieure de la Haine"
    jobs = tuple(
        replace(
            _JOBS[place % 5],
            employer=f"{name} {place}" if place % 7 == 3 else f"Atelier {place} srl",
            enterprise_number=f"04000{place:05}",
            starts_on=date(2026, 1, 5) - timedelta(days=244 * place),
            ends_on=None if place < 2 else date(2026, 8, 31) - timedelta(days=244 * place),
        )
        for place in range(60)
    )
    trainings = tuple(
        replace(
            _training(place, _TITLES[place % 13]),
            starts_on=_TODAY - timedelta(days=70 * place),
            ends_on=_TODAY - timedelta(days=70 * place - place % 3),
        )
        for place in range(200)
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
    return replace(
        _AMINA, holder=holder, employments=jobs, trainings=trainings, years=years, language="nl"
    )


@pytest.fixture(scope="session")
def amina() -> CareerAttestation:
    return _AMINA


@pytest.fixture(scope="session")
def forty_years() -> CareerAttestation:
    return _forty_years()


@pytest.fixture(scope="session")
def printed() -> Callable[[str], bytes]:
    """Amina's attestation in one language; printed once for all who ask."""
    done: dict[str, bytes] = {}

    def in_language(language: str) -> bytes:
        if language not in done:
            done[language] = render(replace(_AMINA, language=language))
        return done[language]

    return in_language


@pytest.fixture(scope="session")
def printed_forty_years() -> bytes:
    return render(_forty_years())


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration's folder of keys, made the day before the attestation; not to be changed."""
    folder = tmp_path_factory.mktemp("keys") / "demonstration"
    make_demonstration(folder, SEALED_AT - timedelta(days=1))
    return folder


@pytest.fixture(scope="session")
def sealer(keys: Path) -> Sealer:
    return sealer_from_pkcs12(keys / SEAL, DEMONSTRATION_PASSPHRASE)


@pytest.fixture(scope="session")
def history(keys: Path) -> History:
    return open_history(keys / HISTORY)


@pytest.fixture(scope="session")
def sealed(printed: Callable[[str], bytes], sealer: Sealer) -> bytes:
    """Amina's attestation, sealed when it was issued."""
    return seal(printed("en"), sealer, at=SEALED_AT, field_label="Seal of Parcours")
