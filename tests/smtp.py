"""A small mail server for tests: takes mail in, or refuses it, over a real socket."""

import socketserver
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine; `answer_to` says what to reply to a command, by its name."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[EmailMessage] = []
        self.tries = 0
        self.answer_to: dict[str, str] = {}
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    """One connection, as far as smtplib needs."""

    server: Any

    def handle(self) -> None:
        self.server.tries += 1
        self.say("220 mail.test")
        for line in self.rfile:
            command = line[:4].decode("ascii", "replace").upper().strip()
            answer = self.server.answer_to.get(command) or _ANSWERS.get(command, "250 ok")
            self.say(answer)
            if answer.startswith("221"):
                return
            if answer.startswith("354"):
                self.take()

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())

    def take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.mails.append(mail)
        self.say("250 taken")


_ANSWERS = {"DATA": "354 go on", "QUIT": "221 bye"}
