"""An authorization server of somebody else, as a process of its own: it alone has its key.

It gives a token to whoever asks for one, saying what is asked for, and publishes its public key.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import ECKey

HOUSE = Path(__file__).parents[3]


@contextmanager
def server_elsewhere(port: int = 0) -> Iterator[str]:
    """Its address; on a port that is free, or on this one."""
    module = "tests.channels.clients.outside_process"
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(port)], cwd=HOUSE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _serve(port: int) -> None:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({"keys": [key.as_dict(private=False)]})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(sent).items()}
            issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
            claims = {"iss": issuer, **asked, "exp": int(asked["exp"])}
            header = {"alg": "ES256", "kid": key.kid, "typ": "at+jwt"}
            self._answer({"access_token": jwt.encode(header, claims, key, ["ES256"])})

        def _answer(self, said: object) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            """Quietly."""

    HTTPServer.allow_reuse_address = True
    server = HTTPServer(("127.0.0.1", port), Door)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
