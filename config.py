"""Every setting of Parcours in one place: its name, its meaning, its default.

A setting is read from the environment under its own name in capitals.  ``docs/operations.md``
lists the same settings for those who run the portal; a test holds the two together.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

#: Opens the demonstration's sealing key, which anybody can make.
DEMO_PASSPHRASE = "demonstration-only"
#: Values that a laptop may use and a public service may not: they stand in this file.
DEMO_SECRET = "demonstration-only-demonstration-only"
DEMO_KEY = base64.b64encode(b"demonstration-only-not-a-secret!").decode()
#: The name of the key with which the system of the demonstration signs in.
DEMO_KID = "demonstration-only"


class ConfigurationError(ValueError):
    """A setting is missing or cannot be used; the message names it and the way out."""


def setting(default: Any, meaning: str) -> Any:
    """One setting: its default and what it means to the person who runs the portal."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Config:
    production: bool = setting(
        False, "Refuse every demonstration value, demand https. Set it to true for a real service."
    )
    data_dir: Path = setting(
        Path("var"), "Folder for the embedded database and for what the demonstration writes."
    )
    database_url: str = setting(
        "",
        "PostgreSQL to use, as postgresql://user:password@host/name. "
        "Empty: the embedded PostgreSQL under DATA_DIR.",
    )
    port: int = setting(8000, "Port of the portal. The demo identity provider takes the next one.")
    workers: int = setting(2, "Processes that answer requests.")
    threads: int = setting(
        4,
        "Threads in each of those processes. Pages are computed, one at a time; but while a large "
        "file comes in, or somebody reads slowly, the other threads answer everybody else.",
    )
    public_address: str = setting(
        "http://localhost:8000",
        "Address under which people reach the portal, without a last slash.",
    )
    trusted_proxies: int = setting(
        0, "How many reverse proxies in front of the portal set X-Forwarded-For and -Proto."
    )
    secret_key: str = setting(
        DEMO_SECRET, "Signs the session cookie and forms. 32 characters or more."
    )
    ssin_hash_key: str = setting(
        DEMO_KEY, "Key of the hash under which national numbers are found: 32 bytes in base64."
    )
    ssin_encryption_keys: str = setting(
        DEMO_KEY,
        "Keys that encrypt national numbers: 32 bytes in base64 each, separated by commas, "
        "the one in use first.",
    )
    oidc_issuer: str = setting(
        "http://localhost:8001/fas/oauth2",
        "Issuer of the OpenID provider (FAS, or the demo provider).",
    )
    oidc_client_id: str = setting("parcours", "How the OpenID provider knows the portal.")
    oidc_client_secret: str = setting(
        DEMO_SECRET, "Secret that the portal shares with the OpenID provider."
    )
    oidc_scope: str = setting("openid profile egovnrn roles", "Scopes asked for at sign-in.")
    oidc_roles_claim: str = setting(
        "roles",
        "Claim of userinfo with a person's roles: a list of objects with a name and an "
        "enterpriseNumber.",
    )
    oidc_representative_role: str = setting(
        "LegalRepresentative", "The name of the role that a legal representative has in that claim."
    )
    oidc_levels: str = setting(
        "urn:be:fedict:iam:fas:Level450 urn:be:fedict:iam:fas:Level500",
        "Levels of assurance (acr) that are good enough, lowest first: 450 is itsme, 500 eID.",
    )
    upload_megabytes: int = setting(
        256, "The largest file of registrations that a browser may send, in megabytes."
    )
    drop_folder: str = setting(
        "",
        "Folder with one folder for each sender, named by its enterprise number, in which files of "
        "registrations are dropped. Empty: none.",
    )
    drop_megabytes: int = setting(
        1024, "The largest file that is taken from the drop folder, in megabytes."
    )
    session_minutes: int = setting(30, "A session that is not used for so long is over.")
    session_hours: int = setting(10, "A session is over after so long, used or not.")
    log_level: str = setting("info", "debug, info, warning or error.")
    log_format: str = setting("json", "json for machines, console for people.")
    database_pool: int = setting(5, "Database connections that one process keeps.")
    seal_pkcs12: str = setting(
        "",
        "PKCS#12 file with the key that seals documents, its certificate and chain. Empty, and no "
        "SEAL_PKCS11_MODULE: demonstration keys under DATA_DIR, in production none at all.",
    )
    seal_passphrase: str = setting("", "Opens SEAL_PKCS12.")
    seal_pkcs11_module: str = setting(
        "", "Library of a PKCS#11 token (HSM) that keeps the sealing key instead of a file."
    )
    seal_pkcs11_label: str = setting("", "Label of the token.")
    seal_pkcs11_key: str = setting("", "Label of the sealing key on the token.")
    seal_pkcs11_pin: str = setting("", "Opens the token.")
    seal_certificates: str = setting(
        "",
        "PEM file for a key on a token: its certificate first, then the chain up to the root.",
    )
    seal_timestamp_url: str = setting(
        "", "Timestamp service (RFC 3161) for seals of the level B-T. Empty: B-B."
    )
    seal_revocation: bool = setting(
        False, "Ask the issuers for proof that nothing was revoked and seal it too: B-LT."
    )
    code_key: str = setting(
        "", "PEM file with the P-256 key that signs the codes on paper. Empty: as for SEAL_PKCS12."
    )
    key_history: str = setting(
        "",
        "The published history of all keys, written by flask keys adopt. Web processes read only "
        "this one. Empty: as for SEAL_PKCS12.",
    )
    mail_server: str = setting(
        "",
        "SMTP server for telling receivers that a document was overtaken. "
        "Empty: no page offers it.",
    )
    mail_port: int = setting(587, "Port of MAIL_SERVER.")
    mail_tls: bool = setting(True, "Demand STARTTLS of MAIL_SERVER.")
    mail_user: str = setting("", "User at MAIL_SERVER. Empty: without signing in.")
    mail_password: str = setting("", "Password of MAIL_USER.")
    mail_from: str = setting("", "Address that mails come from.")
    token_keys: str = setting(
        "",
        "PEM file with P-256 keys that sign access tokens of machines, the one in use first. "
        "Empty: one is made under DATA_DIR, in production machines cannot sign in.",
    )
    token_minutes: int = setting(10, "An access token of a machine is good for so long.")
    oauth_issuer: str = setting(
        "",
        "Issuer of an outside authorization server that signs machines in. Empty: Parcours "
        "does so itself.",
    )
    oauth_audience: str = setting(
        "", "Audience that access tokens must name. Empty: PUBLIC_ADDRESS with /api."
    )
    oauth_jwks_url: str = setting("", "Where OAUTH_ISSUER publishes its keys.")
    oauth_client_claim: str = setting(
        "client_id", "Claim of a token of OAUTH_ISSUER with the name of the machine there."
    )
    oauth_enterprise_claim: str = setting(
        "enterprise_number",
        "Claim of a token of OAUTH_ISSUER with the number of the enterprise that the machine "
        "belongs to. A token without it opens nothing.",
    )
    api_calls_a_minute: int = setting(600, "How often one machine may call within a minute.")
    token_calls_a_minute: int = setting(
        600,
        "How often access tokens may be asked for from one address within a minute. One machine "
        "may a tenth as often.",
    )
    demo: bool = setting(
        False, "Say on every page that people and enterprises are invented. make run sets it."
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read the settings; ConfigurationError names every one that cannot be used."""
        source = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for each in fields(cls):
            name = each.name.upper()
            if name in source:
                values[each.name] = _coerced(name, source[name], each.default)
        config = cls(**values)
        config.check()
        return config

    def check(self) -> None:
        """Refuse what cannot work, and in production whatever was meant for a demonstration."""
        problems = [*_weak_keys(self), *_half_outside(self), *_other_database(self)]
        if self.production:
            problems += _demo_values(self)
        if problems:
            raise ConfigurationError("; ".join(problems))

    @property
    def encryption_keys(self) -> tuple[bytes, ...]:
        return tuple(base64.b64decode(key) for key in self.ssin_encryption_keys.split(","))

    @property
    def hash_key(self) -> bytes:
        return base64.b64decode(self.ssin_hash_key)

    @property
    def seals(self) -> bool:
        """Whether a sealing key of one's own is named; else only the demonstration's can be."""
        return bool(self.seal_pkcs12 or self.seal_pkcs11_module)

    @property
    def accepted_levels(self) -> tuple[str, ...]:
        return tuple(self.oidc_levels.split())


def _coerced(name: str, text: str, default: Any) -> Any:
    """The text as the type of the setting's default; anything but true or false is no boolean."""
    if isinstance(default, bool):
        if text.lower() not in {"true", "false"}:
            raise ConfigurationError(f"{name} must be true or false, not {text!r}")
        return text.lower() == "true"
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            raise ConfigurationError(f"{name} must be a whole number, not {text!r}") from None
    if isinstance(default, Path):
        return Path(text)
    return text


def _weak_keys(config: Config) -> list[str]:
    problems = []
    for name in ("ssin_hash_key", "ssin_encryption_keys"):
        for key in getattr(config, name).split(","):
            try:
                good = len(base64.b64decode(key, validate=True)) == 32
            except binascii.Error:
                good = False
            if not good:
                problems.append(f"{name.upper()} must hold keys of 32 bytes in base64")
    if len(config.secret_key) < 32:
        problems.append("SECRET_KEY must have 32 characters or more")
    return problems


_POSTGRESQL = re.compile(r"postgres(ql(\+psycopg)?)?://")


def _other_database(config: Config) -> list[str]:
    if not config.database_url or _POSTGRESQL.match(config.database_url):
        return []
    # Not what it says: there may be a password in it.
    return ["DATABASE_URL must begin with postgresql://"]


def _half_outside(config: Config) -> list[str]:
    if not config.oauth_issuer and not config.oauth_jwks_url:
        return []
    needed = ("oauth_issuer", "oauth_audience", "oauth_jwks_url")
    problems = [
        f"{name.upper()} is empty: an outside authorization server needs it"
        for name in needed
        if not getattr(config, name)
    ]
    if config.production and not config.oauth_jwks_url.startswith("https://"):
        problems.append("OAUTH_JWKS_URL must begin with https:// in production")
    return problems


def _demo_values(config: Config) -> list[str]:
    problems = [
        f"{name.upper()} still has its demonstration value: set your own"
        for name in ("secret_key", "ssin_hash_key", "ssin_encryption_keys", "oidc_client_secret")
        # Among several keys one is enough to open everything.
        if {DEMO_SECRET, DEMO_KEY} & set(getattr(config, name).split(","))
    ]
    problems += [
        f"{name.upper()} must begin with https:// in production"
        for name in ("public_address", "oidc_issuer")
        if not getattr(config, name).startswith("https://")
    ]
    if config.seal_passphrase == DEMO_PASSPHRASE:
        problems.append("SEAL_PASSPHRASE still has its demonstration value: use a key of your own")
    if config.mail_server and not config.mail_tls:
        problems.append("MAIL_TLS must be true in production")
    if config.demo:
        problems.append("DEMO must be false in production")
    if not config.database_url:
        problems.append("DATABASE_URL is empty: production needs a PostgreSQL of its own")
    return problems
