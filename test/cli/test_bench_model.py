# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench model` asks a model as its manifest says."""

import argparse
from typing import Any

import pytest

from vla_r1_ros.cli import bench_model, model_server
from vla_r1_ros.vla import client
from vla_r1_ros.vla.manifest import find_manifest
from vla_r1_ros.vla.settings import ModelSettings


@pytest.mark.parametrize("model", ["tabletop", "vla-r1"])
def test_the_benchmark_asks_as_the_manifest_says(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ModelSettings] = []

    class Client(client.ModelClient):
        def __init__(self, settings: ModelSettings) -> None:
            asked.append(settings)
            super().__init__(settings)

    def no_bench(*_: Any) -> dict[str, Any]:
        return {}

    monkeypatch.setattr(client, "ModelClient", Client)
    monkeypatch.setattr(model_server, "_probe", lambda *_: None)
    monkeypatch.setattr(bench_model, "_bench", no_bench)
    monkeypatch.setenv("VLA_R1_API_KEY", "of-the-house")
    endpoint = "http://127.0.0.1:9/v1"
    bench_model._served(argparse.Namespace(endpoint=endpoint, model=find_manifest(model).served_name))
    assert asked == [find_manifest(model).settings(endpoint, deadline_s=120.0, api_key="of-the-house")]
