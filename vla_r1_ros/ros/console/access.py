# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Who may do what on the console: a token where it is reachable from other machines, same-site pages only."""

import hmac
import ipaddress
from dataclasses import dataclass

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.secret import read_secret

TOKEN_VARIABLE = "VLA_R1_CONSOLE_TOKEN"
TOKEN_FILE_VARIABLE = "VLA_R1_CONSOLE_TOKEN_FILE"
LEAST_TOKEN_CHARACTERS = 16


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is bound to `host` (a name or an address)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def console_token(file: str = "") -> str | None:
    """Return the token that is in `file`, else in the environment; None where there is none.

    Raises:
        InputError: INPUT_FILE for a file that cannot be read or is empty.
    """
    return read_secret("console token", file, TOKEN_VARIABLE, TOKEN_FILE_VARIABLE)


@dataclass(frozen=True)
class Access:
    """The rule of one console: `host` that it is bound to, and the token that pages must show (None: none).

    Raises:
        InputError: INPUT_PARAMETER where other machines can reach it without a token, or the token is short.
    """

    host: str
    token: str | None

    def __post_init__(self) -> None:
        if self.token is None and not is_loopback(self.host):
            raise InputError(
                ErrorCode.INPUT_PARAMETER, f"host is '{self.host}', which other machines can reach, without a token",
                f"start it with `vla_r1 console --host {self.host}`, which makes one, or set ${TOKEN_VARIABLE}",
            )  # fmt: skip
        if self.token is not None and len(self.token) < LEAST_TOKEN_CHARACTERS:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"the console's token has {len(self.token)} characters, "
                             f"must have {LEAST_TOKEN_CHARACTERS} or more", "openssl rand -hex 16 makes one")

    def admits(self, token: object) -> bool:
        """Whether a page that shows `token` may see and command; the time that it takes tells nothing."""
        if self.token is None:
            return True
        return isinstance(token, str) and hmac.compare_digest(token.encode(), self.token.encode())

    def same_site(self, host: str | None, origin: str | None) -> bool:
        """Whether a connection comes from our own page, by its Host and Origin headers.

        A page of another site could else command a console on loopback through the user's browser, also under a name
        that resolves to loopback. Programs without an Origin are let through.
        """
        if not host:
            return False
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if is_loopback(self.host) and not is_loopback(name):
            return False
        return origin is None or origin.partition("://")[2] == host
