"""A mail server of the tests' own: it takes what it is sent, and shows it."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


@dataclass
class Mailbox:
    """What came in, and who is refused: the reply of the server by the address."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A server on this machine, until it is left."""
    box = Mailbox()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            while line := self.rfile.readline().decode().strip():
                verb = line.split(":")[0].upper()
                if verb == "RCPT TO":
                    address = line.partition("<")[2].partition(">")[0]
                    self._say(box.refused.get(address, "250 known"))
                elif verb == "DATA":
                    self._say("354 go on")
                    self._take()
                    self._say("250 taken")
                else:
                    self._say("250 yes")

        def _take(self) -> None:
            lines = iter(self.rfile.readline, b".\r\n")
            box.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))

        def _say(self, reply: str) -> None:
            self.wfile.write(f"{reply}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        box.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join()
