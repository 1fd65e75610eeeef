"""What the tests of certificates share: documents printed once, and a demonstration's keys."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from certificates.attestation import Kind
from certificates.document import render
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
from tests.certificates.documents import ISSUED_AT, document, forty_years
from tests.lots import draw_lots

SEALED_AT = ISSUED_AT


@pytest.fixture
def draw() -> random.Random:
    return draw_lots()


@pytest.fixture(scope="session")
def printed() -> Callable[..., bytes]:
    """A document of Amina's in one language, her career unless said otherwise; printed once for
    all who ask."""
    done: dict[tuple[str, Kind], bytes] = {}

    def in_language(language: str, kind: Kind = Kind.CAREER) -> bytes:
        if (language, kind) not in done:
            done[language, kind] = render(document(kind, language))
        return done[language, kind]

    return in_language


@pytest.fixture(scope="session")
def printed_forty_years() -> bytes:
    """More pages than have one digit."""
    return render(forty_years(followed=100))


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
def sealed(printed: Callable[..., bytes], sealer: Sealer) -> bytes:
    """Amina's attestation, sealed when it was issued."""
    return seal(printed("en"), sealer, at=SEALED_AT, field_label="Seal of Parcours")
