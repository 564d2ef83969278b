# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import pytest

from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.core.findings import Level
from vla_r1_ros.vla import doctor
from vla_r1_ros.vla.doctor import check_endpoint
from vla_r1_ros.vla.settings import ModelSettings


def settings(port: int, fault: str) -> ModelSettings:
    return ModelSettings(endpoint=f"http://127.0.0.1:{port}/{fault}/v1", model="m")


def test_a_server_that_generates_is_timed(fault_port: int) -> None:
    finding = check_endpoint(settings(fault_port, "good"), 10.0)
    assert finding.level is Level.OK and 0.0 < finding.values["later_s"] < 5.0


def test_a_slow_one_is_a_warning(fault_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SLOW_S", 1e-6)
    assert check_endpoint(settings(fault_port, "good"), 10.0).level is Level.WARN


@pytest.mark.parametrize(("fault", "code"), [
    ("error_404", ErrorCode.MODEL_HTTP), ("hang", ErrorCode.MODEL_DEADLINE),
    ("wrong_type", ErrorCode.MODEL_BAD_RESPONSE),
])  # fmt: skip
def test_what_is_wrong_with_a_server_is_named(fault: str, code: ErrorCode, fault_port: int) -> None:
    with pytest.raises(ModelError) as caught:
        check_endpoint(settings(fault_port, fault), 0.5)
    assert caught.value.code is code and caught.value.advice


def test_an_endpoint_that_is_gone() -> None:
    with pytest.raises(ModelError) as caught:
        check_endpoint(settings(9, "good"), 2.0)
    assert caught.value.code is ErrorCode.MODEL_UNREACHABLE
