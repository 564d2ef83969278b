# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A model to talk to for commands that run the whole stack: a running endpoint, or a server of our own."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ModelError
from vla_r1_ros.core.processes import uninterrupted
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.key import api_key
from vla_r1_ros.vla.manifest import find_manifest
from vla_r1_ros.vla.names import with_names
from vla_r1_ros.vla.server import ModelServer
from vla_r1_ros.vla.settings import ModelSettings

_PROBE_S = 30.0
WaitModel = Callable[[Callable[[], None]], None]


@contextmanager
def model_endpoint(arguments: argparse.Namespace, folder: Path,
                   say: Callable[[str], None]) -> Iterator[tuple[str, str, WaitModel]]:
    """Yield (endpoint, served name, wait). `wait(check)` returns once the model generates; what was started here
    is ended on leaving. `arguments.endpoint` names a running server, which gets the key of `api_key`, else
    `arguments.model` is served, without a key, to this machine alone."""
    if arguments.endpoint:
        client = ModelClient(ModelSettings(endpoint=arguments.endpoint, model=arguments.model, api_key=api_key()))
        with client:
            yield arguments.endpoint, arguments.model, lambda _check: _probe(client, say)
        return
    manifest = find_manifest(arguments.model)
    server = ModelServer(manifest, log_path=folder / "logs" / "vllm.log")
    server.start()

    def wait(check: Callable[[], None]) -> None:
        check()
        seconds = server.wait_ready(None, CancelToken())
        say(f"model server ready after {seconds:.1f} s: {manifest.name} on {server.device}")
        check()

    try:
        say(f"model server starting: {manifest.name}")
        yield server.endpoint, manifest.served_name, wait
    finally:
        with uninterrupted():
            server.stop()


def _probe(client: ModelClient, say: Callable[[str], None]) -> None:
    try:
        say(f"model server answers in {client.probe(_PROBE_S):.2f} s")
    except ModelError as error:
        raise with_names(error, client.settings) from error
