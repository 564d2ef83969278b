# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 serve`: the real vLLM on a shipped or any other checkpoint, until it is told to end."""

import argparse
import contextlib
import os
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.evaluation.result_file import write_result
from vla_r1_ros.vla.key import KEY_SOURCES, api_key
from vla_r1_ros.vla.machine import choose_device, find_vllm
from vla_r1_ros.vla.manifest import Manifest, find_manifest
from vla_r1_ros.vla.server import ModelServer, serve_command

DEFAULT_PORT = 8000
_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = command(
        subparsers, "serve", "start the model server (vLLM) on a checkpoint",
        description="Start vLLM with the right flags for a checkpoint and this machine, wait until it really "
        f"generates, and keep it until Ctrl-C. Clients have to send the key in {KEY_SOURCES}, where there is one; all "
        "commands and vla_node read the same. What follows -- goes to `vllm serve`.",
        examples=("vla_r1 serve", "vla_r1 serve --model vla-r1 --host 0.0.0.0 -- --max-num-seqs 8",
                  "vla_r1 serve --port 0 --json server.json     # a script reads the endpoint there"),
        ends={0: "ended by a signal", 1: "it did not start, or died: one line with the end of its log"})
    parser.add_argument("--model", default="tabletop",
                        help="tabletop, vla-r1, a checkpoint folder, or OWNER/NAME of the hub (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="TCP port, 0: a free one (default: %(default)s)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where vLLM runs")
    parser.add_argument("--venv", type=Path, help="serving environment (default: .venv-serve)")
    parser.add_argument("--log", type=Path, help="file for vLLM's output (default: one in the temporary folder)")
    parser.add_argument("--wait", type=float, help="seconds to become ready (default: the manifest's)")
    parser.add_argument("--print-command", action="store_true", help="print vLLM's command line and end")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write endpoint, model and device there when ready")
    parser.add_argument("vllm_args", nargs="*", help="further arguments of `vllm serve`, after --")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal comes; 0 when it was ended from outside."""
    manifest = find_manifest(arguments.model)
    if arguments.print_command:
        vllm = find_vllm(arguments.venv)
        device = choose_device(arguments.device, vllm)
        print(shlex.join(serve_command(manifest, device, vllm, arguments.host, arguments.port, arguments.vllm_args)))
        return 0
    end = CancelToken()
    with _signals(end):
        return _serve(manifest, arguments, end)


def _serve(manifest: Manifest, arguments: argparse.Namespace, end: CancelToken) -> int:
    key = api_key() or os.environ.get("VLLM_API_KEY") or None
    server = ModelServer(manifest, host=arguments.host, port=arguments.port, device=arguments.device,
                         venv=arguments.venv, log_path=arguments.log, extra_args=arguments.vllm_args, api_key=key)
    if key is None and arguments.host not in _OWN_MACHINE:
        print(f"no key is set: whoever reaches {arguments.host} can ask this server (key: {KEY_SOURCES})", flush=True)
    try:
        server.start()
        print(f"starting vLLM on {server.device}: {manifest.name} ({manifest.checkpoint}); log {server.log_path}",
              flush=True)
        seconds = server.wait_ready(arguments.wait, end)
        print(f"ready after {seconds:.1f} s: {server.endpoint} model {manifest.served_name}; Ctrl-C ends it",
              flush=True)
        if arguments.json:
            write_result(arguments.json, {
                "endpoint": server.endpoint, "model": manifest.served_name, "checkpoint": str(manifest.checkpoint),
                "device": server.device, "seconds": seconds, "log": str(server.log_path)})  # fmt: skip
        while not end.wait(0.5):
            server.check()
    except ModelError as error:
        if error.code is not ErrorCode.MODEL_CANCELLED:
            raise
    finally:
        server.stop()
    print("model server ended", flush=True)
    return 0


@contextlib.contextmanager
def _signals(end: CancelToken) -> Iterator[None]:
    """Turn the signals that end a program into `end.cancel()`."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: end.cancel()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
