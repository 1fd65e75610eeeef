"""``python -m app.demo.provider``: run the demo identity provider until it is told to stop."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.demo.provider.application import create_provider
from app.demo.provider.process import serve
from app.demo.provider.safekeeping import client_secret, signing_key
from app.demo.provider.settings import ProviderSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 2 when the settings cannot be right."""
    given = _parser().parse_args(arguments)
    try:
        settings = ProviderSettings(
            issuer=given.issuer or f"http://localhost:{given.port}/fas/oauth2",
            client_id=given.client_id,
            client_secret=client_secret(given.client_secret_file),
            redirect_uris=tuple(given.redirect_uri),
            key=signing_key(given.key_file),
            people=given.people,
        )
    except (OSError, ValueError) as error:
        print(f"the demo identity provider cannot start: {error}", file=sys.stderr)
        return 2
    serve(create_provider(settings), issuer=settings.issuer, host=given.host, port=given.port)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app.demo.provider",
        description="The demo identity provider: a real OpenID provider in which one picks "
        "the person to play.  Never part of production.",
    )
    demo = Path("var/demo")
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="the address to listen on (default: this machine)")
    add("--port", type=int, default=8001)
    add("--issuer", help="default: http://localhost:PORT/fas/oauth2")
    add("--people", type=Path, default=demo / "people.json", help="the people who can be played")
    add("--client-id", default="parcours")
    add("--client-secret-file", type=Path, default=demo / "client-secret", help="made if absent")
    add("--redirect-uri", action="append", required=True, help="may be given several times")
    add("--key-file", type=Path, default=demo / "provider-key.pem", help="made if absent")
    return parser


if __name__ == "__main__":
    sys.exit(main())
