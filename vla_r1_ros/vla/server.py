# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The model server: the real `vllm serve` in a session of its own, started, awaited, watched and ended."""

import json
import os
import socket
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError
from vla_r1_ros.core.processes import FOREIGN_PYTHON, ManagedProcess
from vla_r1_ros.vla.checkpoint import check_checkpoint
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.key import KEY_SOURCES
from vla_r1_ros.vla.machine import check_memory, check_port, choose_device, find_vllm, free_port
from vla_r1_ros.vla.manifest import Device, Manifest
from vla_r1_ros.vla.server_log import cause_of_death, log_tail
from vla_r1_ros.vla.settings import ModelSettings

_POLL_S = 0.1
_PROBE_S = 30.0
_NOT_YET = (ErrorCode.MODEL_UNREACHABLE, ErrorCode.MODEL_CONNECTION_LOST, ErrorCode.MODEL_OVERLOADED,
            ErrorCode.MODEL_DEADLINE)
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}
_KEY = "VLLM_API_KEY"

_COMMON_ARGS = (
    "--limit-mm-per-prompt", '{"image": 1, "video": 0}',
    "--generation-config", "vllm",  # what the client says counts, not the checkpoint's own sampling
    "--mm-processor-cache-gb", "0.25",
    "--max-num-seqs", "8",
    "--disable-uvicorn-access-log",
)  # fmt: skip
# One process less, no warm-up, no compilation: the start takes half as long, and small models answer faster.
_CPU_ARGS = ("--enforce-eager", "--distributed-executor-backend", "uni", "--skip-mm-profiling",
             "--kv-cache-memory-bytes", str(1 << 30))
_CPU_ENV = {
    "VLLM_ENABLE_V1_MULTIPROCESSING": "0",  # keeps the "uni" executor; vLLM would replace it
    "VLLM_CPU_OMP_THREADS_BIND": "nobind",  # pinned to one core it starves beside a simulator
    "OMP_WAIT_POLICY": "passive",
}
_COMMON_ENV = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1", "PYTHONUNBUFFERED": "1",
               "TOKENIZERS_PARALLELISM": "false"}


def serve_command(manifest: Manifest, device: Device, vllm: Path, host: str, port: int,
                  extra_args: Sequence[str] = ()) -> list[str]:
    """Return the `vllm serve` command line for a checkpoint on a device; `extra_args` come last and win."""
    args = [str(vllm), "serve", str(manifest.checkpoint), "--served-model-name", manifest.served_name, "--host", host,
            "--port", str(port), *_COMMON_ARGS]
    if manifest.max_model_len is not None:
        args += ["--max-model-len", str(manifest.max_model_len)]
    if device in manifest.dtype:
        args += ["--dtype", manifest.dtype[device]]
    edges = {"shortest_edge": manifest.min_pixels, "longest_edge": manifest.max_pixels}  # named so, in pixels
    if manifest.min_pixels is not None:
        args += ["--mm-processor-kwargs", json.dumps({"size": edges})]
    if device is Device.CPU:
        args += _CPU_ARGS
    return [*args, *manifest.args.get(device, ()), *extra_args]


def serve_environment(manifest: Manifest, device: Device) -> dict[str, str]:
    """Return the whole environment of the server: this process's without its Python settings, and our own."""
    values = {key: value for key, value in os.environ.items() if key not in FOREIGN_PYTHON}
    values.update(_COMMON_ENV)
    if isinstance(manifest.checkpoint, Path):
        values["HF_HUB_OFFLINE"] = "1"
    if device is Device.CPU:
        values.update(_CPU_ENV)
        values.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) - 1)))
    values.update(manifest.env.get(device, {}))
    return values


class ModelServer:
    """`vllm serve` for one checkpoint.

    The server ends with the one who started it, even if that one is killed (see :class:`ManagedProcess`).

    Args:
        manifest: what to serve.
        host: address to listen on.
        port: 0 takes a free one.
        device: auto, cpu or cuda.
        venv: serving environment; found by itself where None (see :func:`find_vllm`).
        log_path: where the server's output goes; a file in the temporary folder where None.
        extra_args: further arguments of `vllm serve`.
        api_key: what a client has to send; None lets anybody in who reaches the port.
    """

    def __init__(self, manifest: Manifest, *, host: str = "127.0.0.1", port: int = 0, device: str = "auto",
                 venv: Path | None = None, log_path: Path | None = None, extra_args: Sequence[str] = (),
                 api_key: str | None = None) -> None:
        self.manifest = manifest
        self.host = host
        self.port = port
        self.log_path = log_path
        self.device: Device | None = None
        self._wanted_device = device
        self._venv = venv
        self._extra_args = tuple(extra_args)
        self._api_key = api_key
        self._process: ManagedProcess | None = None
        self._started_s = 0.0

    @property
    def endpoint(self) -> str:
        """Base URL of the OpenAI API; known once started."""
        host = self._reachable
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/v1"

    @property
    def settings(self) -> ModelSettings:
        """How to ask this server."""
        return replace(self.manifest.settings(self.endpoint), api_key=self._api_key)

    @property
    def session(self) -> int | None:
        """Id of the session that all processes of the server are in; None when not running."""
        return None if self._process is None else self._process.session

    def start(self) -> None:
        """Check what can be checked, then start the server and return at once.

        Raises:
            InputError: INPUT_ENVIRONMENT (no vLLM, no GPU), INPUT_PARAMETER (address), INPUT_FILE (log).
            ModelError: MODEL_CHECKPOINT, MODEL_PORT_TAKEN, or MODEL_SERVER_FAILED for lack of memory.
        """
        if self._process is not None:
            raise ModelError(ErrorCode.MODEL_SERVER_FAILED, "the model server was started already", "stop it first")
        if any(arg.partition("=")[0] == "--api-key" for arg in self._extra_args):
            raise InputError(ErrorCode.INPUT_PARAMETER, "an API key on the command line is seen by every user of the "
                             "machine", f"leave --api-key out; the key is {KEY_SOURCES}")
        if isinstance(self.manifest.checkpoint, Path):
            check_checkpoint(self.manifest.checkpoint)
        vllm = find_vllm(self._venv)
        self.device = choose_device(self._wanted_device, vllm)
        check_memory(self.device, self.manifest.memory_gb.get(self.device))
        self.port = self.port or free_port()
        check_port(self.host, self.port)
        command = serve_command(self.manifest, self.device, vllm, self.host, self.port, self._extra_args)
        self.log_path = _new_log(self.log_path)
        environment = serve_environment(self.manifest, self.device)
        environment.pop(_KEY, None)  # a key that only the server knew would shut out its own probe
        if self._api_key:
            environment[_KEY] = self._api_key
        self._process = ManagedProcess("vllm", command, log=self.log_path, environment=environment)
        self._started_s = time.monotonic()

    def check(self) -> None:
        """Raise the error that tells why, when the server is not running (any more)."""
        if self._process is None or self.log_path is None:
            raise ModelError(ErrorCode.MODEL_SERVER_FAILED, "the model server was not started", "start it")
        status = self._process.status
        if status is not None:
            raise cause_of_death(self.log_path, status)

    def wait_ready(self, timeout_s: float | None = None, cancel: CancelToken | None = None) -> float:
        """Wait until the server generates; its own health page says ok too early.

        Returns:
            Seconds from start to the first generated token.

        Raises:
            InputError, ModelError: why it died, or why it cannot generate; MODEL_DEADLINE after `timeout_s` (the
                manifest's where None); MODEL_CANCELLED.
        """
        timeout_s = self.manifest.ready_within_s if timeout_s is None else timeout_s
        cancel = cancel or CancelToken()
        until = time.monotonic() + timeout_s
        with ModelClient(self.settings) as client:
            while True:
                self.check()
                left_s = until - time.monotonic()
                if left_s <= 0:
                    tail = log_tail(self.log_path or Path())
                    raise ModelError(ErrorCode.MODEL_DEADLINE,
                                     f"the model server was not ready after {timeout_s:.0f} s; its log "
                                     f"{self.log_path} ends with\n{tail}", "wait longer, or read the log")
                if self._listens():
                    try:
                        client.probe(min(_PROBE_S, left_s), cancel)
                        return time.monotonic() - self._started_s
                    except ModelError as error:
                        if error.code not in _NOT_YET:
                            raise
                if cancel.wait(_POLL_S):
                    raise ModelError(ErrorCode.MODEL_CANCELLED, "waiting for the model server was cancelled")

    def stop(self) -> None:
        """End the server and everything it started; returns when nothing of it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()

    def _listens(self) -> bool:
        try:
            socket.create_connection((self._reachable, self.port), 1.0).close()
        except OSError:
            return False
        return True

    @property
    def _reachable(self) -> str:
        return _LOOPBACK.get(self.host, self.host)


def _new_log(path: Path | None) -> Path:
    """Make an empty log file: `path`, or one in the temporary folder."""
    if path is None:
        handle, name = tempfile.mkstemp(prefix="vla_r1_serve_", suffix=".log")
        os.close(handle)
        return Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    except OSError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"the log {path} cannot be written: {error}",
                         "give another --log") from error
    return path
