"""From gathered facts to a sealed document: number, code, layout, seal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.attestations.keys import Keyring, Keys
from app.identity.national_numbers import Vault
from certificates.attestation import Attestation
from certificates.coded import coded_facts
from certificates.codes import address_for, code_for
from certificates.document import render

#: What a screen reader calls the seal, in the terms of the eIDAS regulation.
_SEAL = {
    "fr": "Cachet électronique de Parcours",
    "nl": "Elektronisch zegel van Parcours",
    "de": "Elektronisches Siegel von Parcours",
    "en": "Electronic seal of Parcours",
}


@dataclass(frozen=True, slots=True)
class Workshop:
    """What making documents needs beside the database."""

    keyring: Keyring
    vault: Vault
    public_address: str  # without a last slash

    @property
    def check_address(self) -> str:
        return f"{self.public_address}/check"

    def make(self, attestation: Attestation, keys: Keys, *, at: datetime) -> bytes:
        """The sealed PDF of a numbered document; SealProblem when it cannot be sealed."""
        # Where documents are made, and nowhere else: see certificates.signers.
        from certificates.sealing import seal

        code = code_for(coded_facts(attestation), keys.signer)
        complete = replace(attestation, code_address=address_for(self.public_address, code))
        return seal(
            render(complete),
            keys.sealer,
            at=at,
            field_label=_SEAL[attestation.language],
            evidence=keys.evidence,
        )
