# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What websockets the console takes."""

import sys

import pytest
import websockets

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros.console.library import LEAST, check_websockets
from vla_r1_ros.ros.console_node import ConsoleNode


@pytest.mark.parametrize("version", ["10.4", "13.1", "16.0"])
def test_one_that_is_too_old_is_refused_at_the_start(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_websockets()
    monkeypatch.setattr(websockets, "__version__", version)
    with pytest.raises(InputError, match=version) as caught:
        ConsoleNode()
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT and f"websockets>={LEAST}" in caught.value.advice


def test_none_at_all_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "websockets", None)
    with pytest.raises(InputError, match="none") as caught:
        check_websockets()
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT
