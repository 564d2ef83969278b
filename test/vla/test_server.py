# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Starting, watching and ending a server process. Commands that fail on purpose stand where vLLM would:
the real one is started in test_vllm.py."""

import itertools
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vla_r1_ros.core import guard
from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, VlaError
from vla_r1_ros.vla.machine import free_port
from vla_r1_ros.vla.manifest import Device, Manifest, find_manifest
from vla_r1_ros.vla.server import ModelServer, serve_command, serve_environment
from vla_r1_ros.vla.server_log import cause_of_death, log_tail

FAMILY = "sleep 61 & sleep 61 & (trap '' TERM; sleep 61; sleep 61) & echo up; wait"  # one does not want to end


def _venv(folder: Path, script: str) -> Path:
    command = folder / "bin" / "vllm"
    command.parent.mkdir(parents=True, exist_ok=True)
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    (folder / "lib" / "python3.11" / "site-packages" / "torch-2+cpu.dist-info").mkdir(parents=True, exist_ok=True)
    return folder


def _server(folder: Path, script: str, **options: object) -> ModelServer:
    manifest = Manifest(name="m", checkpoint="owner/m", served_name="m")
    return ModelServer(manifest, venv=_venv(folder, script), log_path=folder / "logs" / "vllm.log", **options)  # type: ignore[arg-type]


def _wait_for(path: Path, text: str, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while text not in (path.read_text() if path.exists() else ""):
        assert time.monotonic() < until, f"no '{text}' in {path}"
        time.sleep(0.02)


@pytest.fixture
def family(tmp_path: Path) -> Iterator[ModelServer]:
    """A server whose process has children of its own."""
    server = _server(tmp_path, FAMILY)
    server.start()
    assert server.log_path is not None
    _wait_for(server.log_path, "up")
    yield server
    server.stop()


def test_stop_ends_the_whole_family(family: ModelServer) -> None:
    session = family.session
    assert session is not None and len(guard.session_members(session)) >= 5
    family.check()
    family.stop()
    assert guard.session_members(session) == []
    assert family.session is None
    family.stop()  # twice is fine


def test_a_killed_starter_takes_the_server_with_it(tmp_path: Path) -> None:
    venv, log = _venv(tmp_path, FAMILY), tmp_path / "log"
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from vla_r1_ros.vla.manifest import Manifest\nfrom vla_r1_ros.vla.server import ModelServer\n"
        f"server = ModelServer(Manifest('m', 'o/m', 'm'), venv=Path({str(venv)!r}), log_path=Path({str(log)!r}))\n"
        "server.start()\nprint(server.session, flush=True)\ntime.sleep(60)\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    session = int(starter.stdout.readline())
    _wait_for(log, "up")
    assert guard.session_members(session)
    starter.kill()
    starter.wait()
    starter.stdout.close()
    until = time.monotonic() + guard.GRACE_S + 30.0
    while guard.session_members(session) and time.monotonic() < until:
        time.sleep(0.05)
    assert guard.session_members(session) == []


def test_a_server_that_dies_leaves_no_children(tmp_path: Path) -> None:
    server = _server(tmp_path, "sleep 61 & echo going; exit 3")
    server.start()
    session = server.session
    assert session is not None
    with pytest.raises(VlaError, match=r"exit status 3(.|\n)*going") as caught:
        server.wait_ready(60.0)
    assert caught.value.code is ErrorCode.MODEL_SERVER_FAILED
    assert guard.session_members(session) == []
    server.stop()


def test_waiting_ends_at_its_deadline_with_the_log(family: ModelServer) -> None:
    begun = time.monotonic()
    with pytest.raises(VlaError, match="up") as caught:
        family.wait_ready(0.3)
    assert caught.value.code is ErrorCode.MODEL_DEADLINE
    assert time.monotonic() - begun < 5.0


def test_waiting_can_be_called_off(family: ModelServer) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(VlaError) as caught:
        family.wait_ready(30.0, cancel)
    assert caught.value.code is ErrorCode.MODEL_CANCELLED


def test_a_server_is_started_once(family: ModelServer) -> None:
    with pytest.raises(VlaError, match="already"):
        family.start()


def test_a_server_that_was_not_started_says_so(tmp_path: Path) -> None:
    with pytest.raises(VlaError, match="not started"):
        _server(tmp_path, "true").check()


def test_checks_come_before_the_start(tmp_path: Path) -> None:
    manifest = Manifest(name="m", checkpoint=tmp_path, served_name="m")
    with pytest.raises(VlaError) as caught:
        ModelServer(manifest, venv=_venv(tmp_path, "true")).start()
    assert caught.value.code is ErrorCode.MODEL_CHECKPOINT


@pytest.mark.parametrize(("host", "endpoint"), [
    ("0.0.0.0", "http://127.0.0.1:8123/v1"), ("::", "http://[::1]:8123/v1"), ("fe80::1", "http://[fe80::1]:8123/v1"),
])  # fmt: skip
def test_the_endpoint_can_be_reached_from_here(tmp_path: Path, host: str, endpoint: str) -> None:
    assert _server(tmp_path, "true", host=host, port=8123).endpoint == endpoint


def test_only_the_key_that_its_probe_knows_goes_to_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VLLM_API_KEY", "of somebody else")
    for number, key in enumerate((None, "of the house")):
        server = _server(tmp_path / str(number), 'echo "key=$VLLM_API_KEY."; sleep 61', api_key=key)
        with server:
            assert server.settings.api_key == key and server.log_path is not None
            _wait_for(server.log_path, f"key={key or ''}.")


def test_a_key_on_the_command_line_is_refused(tmp_path: Path) -> None:
    for arguments in (["--api-key", "x"], ["--api-key=x"]):
        with pytest.raises(VlaError, match="key") as caught:
            _server(tmp_path, "true", extra_args=arguments).start()
        assert caught.value.code is ErrorCode.INPUT_PARAMETER


def test_a_log_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file, not a folder")
    with pytest.raises(VlaError) as caught:
        _server(tmp_path, "true").start()
    assert caught.value.code is ErrorCode.INPUT_FILE


@pytest.mark.parametrize(("line", "status", "code", "words"), [
    ("OSError: [Errno 98] Address already in use", 1, ErrorCode.MODEL_PORT_TAKEN, "port"),
    ("vllm: error: unrecognized arguments: --foo", 2, ErrorCode.INPUT_PARAMETER, "arguments"),
    ("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB", 1, ErrorCode.MODEL_SERVER_FAILED, "memory"),
    ("ValueError: Available memory is less than requested memory", 1, ErrorCode.MODEL_SERVER_FAILED, "memory"),
    ("safetensors_rust.SafetensorError: Error while deserializing header", 1, ErrorCode.MODEL_CHECKPOINT, "checkpoint"),
    ("huggingface_hub.errors.RepositoryNotFoundError: 404", 1, ErrorCode.MODEL_CHECKPOINT, "checkpoint"),
    ("ModuleNotFoundError: No module named 'torch'", 1, ErrorCode.INPUT_ENVIRONMENT, "environment"),
    ("something else", 1, ErrorCode.MODEL_SERVER_FAILED, "died"),
    ("something else", 137, ErrorCode.MODEL_SERVER_FAILED, "memory"),
])  # fmt: skip
def test_the_cause_is_read_from_the_log(tmp_path: Path, line: str, status: int, code: ErrorCode, words: str) -> None:
    log = tmp_path / "log"
    log.write_text("\n".join([*(f"line {i}" for i in range(400)), line, "Exception: see above", ""]))
    error = cause_of_death(log, status)
    assert error.code is code and words in error.message
    assert "Exception: see above" in error.message and str(status) in error.message


def test_the_tail_of_no_log_is_empty(tmp_path: Path) -> None:
    assert log_tail(tmp_path / "none") == ""


def test_the_command_line_follows_the_manifest_and_extra_arguments_win() -> None:
    manifest = find_manifest("vla-r1")
    command = serve_command(manifest, Device.CUDA, Path("/v/bin/vllm"), "127.0.0.1", 8123, ["--port", "9"])
    assert command[:3] == ["/v/bin/vllm", "serve", "GigaAI-Research/vla-r1"]
    told = dict(itertools.pairwise(command))
    assert told["--served-model-name"] == "vla-r1" and told["--dtype"] == "bfloat16" and told["--host"] == "127.0.0.1"
    assert json.loads(told["--mm-processor-kwargs"]) == {"size": {"shortest_edge": 3136, "longest_edge": 1003520}}
    assert command[-2:] == ["--port", "9"] and "--enforce-eager" not in command


def test_the_environment_is_free_of_other_pythons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/opt/ros/jazzy")
    local = serve_environment(find_manifest("tabletop"), Device.CPU)
    hub = serve_environment(find_manifest("vla-r1"), Device.CUDA)
    assert "PYTHONPATH" not in local and local["PATH"] == os.environ["PATH"]
    assert local["HF_HUB_OFFLINE"] == "1" and local["VLLM_CPU_OMP_THREADS_BIND"] == "nobind"
    assert "VLLM_CPU_OMP_THREADS_BIND" not in hub


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_cleanly_on_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    venv, log = _venv(tmp_path, FAMILY), tmp_path / "log"
    words = ["serve", "--model", "owner/m", "--port", str(free_port()), "--venv", str(venv), "--log", str(log)]
    command = subprocess.Popen([sys.executable, "-m", "vla_r1_ros.cli.main", *words], stdout=subprocess.PIPE, text=True)
    _wait_for(log, "up")
    session = int(Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text().split()[0])
    command.send_signal(number)
    output, _ = command.communicate(timeout=60)
    assert command.returncode == 0 and "model server ended" in output
    assert guard.session_members(session) == []


def test_the_command_names_what_is_wrong(tmp_path: Path) -> None:
    words = ["serve", "--model", "owner/m", "--port", str(free_port()), "--venv", str(tmp_path / "none")]
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "160 INPUT_ENVIRONMENT" in done.stderr and "make venv-serve" in done.stderr
