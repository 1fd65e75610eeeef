"""What one demo provider needs to know before it starts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from authlib.common.security import is_secure_transport
from joserfc.jwk import RSAKey


def origin_of(uri: str) -> str:
    """``scheme://host:port`` of an absolute http or https URI, the port always written out;
    ValueError when it is not one.
    """
    parts = urlsplit(uri)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise ValueError(f"not an absolute http or https address: {uri!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{host}:{port}"


@dataclass(frozen=True, kw_only=True)
class ProviderSettings:
    """One provider with its one registered client.

    Lifetimes are in seconds.  ValueError when the issuer is neither https nor on the loopback
    interface, or when a redirect URI could not be registered anywhere.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: tuple[str, ...]
    key: RSAKey = field(repr=False)
    people: Path
    clock: Callable[[], float] = time.time
    code_lifetime: int = 60
    token_lifetime: int = 300

    def __post_init__(self) -> None:
        origin_of(self.issuer)
        if not is_secure_transport(self.issuer) or self.issuer.endswith("/"):
            raise ValueError(f"an issuer is https or local, without final slash: {self.issuer!r}")
        if not self.client_id or not self.client_secret:
            raise ValueError("a client has a name and a secret")
        if not self.redirect_uris:
            raise ValueError("a client has at least one redirect URI")
        for uri in self.redirect_uris:
            origin_of(uri)
            if "#" in uri:
                raise ValueError(f"a redirect URI has no fragment: {uri!r}")

    @property
    def path(self) -> str:
        """The path below which everything is served: ``/fas/oauth2``, or nothing."""
        return urlsplit(self.issuer).path

    @property
    def client_origins(self) -> tuple[str, ...]:
        """Where the client lives, for the policy of the page and the way back after signing out."""
        return tuple(sorted({origin_of(uri) for uri in self.redirect_uris}))

    @property
    def now(self) -> int:
        """Whole seconds since 1970, as JOSE writes time."""
        return int(self.clock())
