# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Who may open the console: loopback without a token, anything else with one, and no page of another site."""

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros.console.access import Access, is_loopback

TOKEN = "0123456789abcdef"


@pytest.mark.parametrize(("host", "only_here"), [
    ("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("[::1]", True), ("localhost", True),
    ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("robot.local", False), ("", False),
])  # fmt: skip
def test_what_other_machines_reach_needs_a_token(host: str, only_here: bool) -> None:
    assert is_loopback(host) is only_here
    if only_here:
        assert Access(host, None).admits("")
    else:
        with pytest.raises(InputError, match="without a token") as caught:
            Access(host, None)
        assert caught.value.code is ErrorCode.INPUT_PARAMETER and "vla_r1 console" in caught.value.advice
    assert Access(host, TOKEN).admits(TOKEN)


@pytest.mark.parametrize("given", ["", TOKEN[:-1], TOKEN + "0", TOKEN.upper(), "ü" * 16, None, 7])
def test_a_wrong_token_is_refused(given: object) -> None:
    assert not Access("0.0.0.0", TOKEN).admits(given)


def test_a_token_that_is_soon_guessed_is_refused() -> None:
    with pytest.raises(InputError, match="has 4 characters"):
        Access("0.0.0.0", "1234")


@pytest.mark.parametrize(("bound", "host", "origin", "same"), [
    ("127.0.0.1", "127.0.0.1:8090", "http://127.0.0.1:8090", True),
    ("127.0.0.1", "localhost:8090", "http://localhost:8090", True),
    ("::1", "[::1]:8090", "http://[::1]:8090", True),
    ("127.0.0.1", "127.0.0.1:8090", None, True),
    ("127.0.0.1", "127.0.0.1:8090", "http://evil.example", False),
    ("127.0.0.1", "127.0.0.1:8090", "http://127.0.0.1:9999", False),
    ("127.0.0.1", "127.0.0.1:8090", "null", False),
    ("127.0.0.1", "evil.example:8090", "http://evil.example:8090", False),  # a name that resolves to loopback
    ("127.0.0.1", None, None, False),
    ("0.0.0.0", "robot.local:8090", "http://robot.local:8090", True),
    ("0.0.0.0", "robot.local:8090", "https://evil.example", False),
])  # fmt: skip
def test_pages_of_other_sites_do_not_command(bound: str, host: str | None, origin: str | None, same: bool) -> None:
    assert Access(bound, TOKEN).same_site(host, origin) is same
