# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Secrets: a named file, then the variable, then the file that a variable names; the words fit what is asked for."""

from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.secret import read_secret


def test_the_message_names_what_the_file_was_to_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_TOKEN", raising=False)
    monkeypatch.setenv("SOME_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(InputError, match=r"console token's file .*none") as caught:
        read_secret("console token", "", "SOME_TOKEN", "SOME_TOKEN_FILE")
    assert caught.value.code is ErrorCode.INPUT_FILE and "holds the token" in caught.value.advice
    monkeypatch.setenv("SOME_TOKEN", " abc ")
    assert read_secret("console token", "", "SOME_TOKEN", "SOME_TOKEN_FILE") == "abc"
