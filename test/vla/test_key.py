# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where the key of the model server comes from, and that it goes nowhere else."""

from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.vla.key import KEY_FILE_VARIABLE, KEY_VARIABLE, api_key
from vla_r1_ros.vla.settings import ModelSettings


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.delenv(KEY_FILE_VARIABLE, raising=False)


def test_a_named_file_comes_before_the_variable_and_that_before_the_file_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert api_key() is None
    (tmp_path / "named").write_text("of the parameter\n")
    (tmp_path / "secret").write_text("  of-the-secret\n")
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(tmp_path / "secret"))
    assert api_key() == "of-the-secret"
    monkeypatch.setenv(KEY_VARIABLE, "of-the-variable\n")
    assert api_key() == "of-the-variable"
    assert api_key(str(tmp_path / "named")) == "of the parameter"
    monkeypatch.setenv(KEY_VARIABLE, "")
    assert api_key() == "of-the-secret"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_file_without_a_key_is_no_open_door(content: bytes | None, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv(KEY_FILE_VARIABLE, str(file))
    with pytest.raises(InputError) as caught:
        api_key()
    assert caught.value.code is ErrorCode.INPUT_FILE and str(file) in caught.value.message


@pytest.mark.parametrize("key", ["a\nb", "schlüssel", "a\x00"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(InputError, match="API key") as caught:
        ModelSettings(api_key=key)
    assert key not in str(caught.value)
    assert "sound-key" not in repr(ModelSettings(api_key="sound-key"))
