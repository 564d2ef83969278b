# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The engine against the real vLLM on the shipped checkpoint, with the simulator's own scenes."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.scenes import SceneSet
from vla_r1_ros.posttrain.think import think_truth
from vla_r1_ros.vla.manifest import find_manifest
from vla_r1_ros.vla.server import ModelServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
SCENES = 10
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def vllm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServer]:
    with ModelServer(find_manifest("tabletop"), log_path=tmp_path_factory.mktemp("vllm") / "vllm.log") as server:
        server.wait_ready(600.0)
        yield server


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scenes as a user makes them: drawing needs Pillow, which is in the training environment."""
    folder, python = tmp_path_factory.mktemp("scenes"), ROOT / ".venv-train" / "bin" / "python"
    if not python.is_file():
        pytest.skip("needs .venv-train (make venv-train)")
    subprocess.run([python, "-m", "vla_r1_ros.cli.main", "data", "scenes", "--out", folder, "--count", str(SCENES),
                    "--seed", "3000", "--workers", "1", "--plain"], cwd=ROOT, check=True, timeout=300)
    return folder


def _generated(server: ModelServer) -> int:
    with urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=10) as page:
        lines = page.read().decode().splitlines()
    return round(sum(float(line.split()[-1]) for line in lines if re.match(r"vllm:generation_tokens_total[{ ]", line)))


def _make(server: ModelServer, shard: Path, out: Path, *more: str) -> dict[str, Any]:
    command = ["data", "cot", "--source", "scenes", "--data", str(shard), "--out", str(out), "--endpoint",
               server.endpoint, "--model", server.manifest.served_name, "--max-tokens", "256", "--concurrency", "4",
               "--held-out", "0", *more]  # fmt: skip
    assert main(command) == 0
    return json.loads((out / "manifest.json").read_text())  # type: ignore[no-any-return]


def test_a_blind_teacher_writes_a_set_that_is_true_of_its_scenes(
    vllm: ModelServer, shard: Path, tmp_path: Path
) -> None:
    before = _generated(vllm)
    manifest = _make(vllm, shard, tmp_path, "--form", "blind", "--temperature", "0.3")
    counts, spent = manifest["counts"], manifest["spent"]
    print(json.dumps({**counts, **spent, "refused": manifest["answers_refused"]}))
    assert counts["unanswered"] == 0 and counts["kept"] >= counts["samples"] // 2
    assert set(counts["by_task"]) == set(Task)
    assert spent["completion_tokens"] == _generated(vllm) - before
    rows = {row["id"]: row for row in json.loads((tmp_path / "train.json").read_text())}
    assert len(rows) == counts["kept"]
    scenes = {f"scene {scene.seed}": scene for scene in SceneSet(shard).scenes}
    import pyarrow.parquet as pq

    true = 0
    for entry in pq.read_table(tmp_path / "train.parquet").to_pylist():
        answer = entry["reward_model"]["ground_truth"]
        assert rows[entry["extra_info"]["key"]]["conversations"][1]["value"] == answer
        parse = parse_box if entry["extra_info"]["task"] == Task.AFFORDANCE else parse_path
        true += think_truth(parse(answer).think, scenes[entry["extra_info"]["where"].split(":")[0]])
    print(f"{true} of {len(rows)} think texts are true of their scene")
    assert true >= len(rows) * 0.8

    before = _generated(vllm)
    assert _make(vllm, shard, tmp_path, "--form", "blind", "--temperature", "0.3", "--resume") == manifest
    assert _generated(vllm) == before


def test_the_server_takes_the_conversation_of_a_hinted_teacher(vllm: ModelServer, shard: Path, tmp_path: Path) -> None:
    """The small checkpoint cannot be a hinted teacher; the requests, faults told back among them, are what is tried."""
    manifest = _make(vllm, shard, tmp_path, "--limit", "2", "--tries", "2", "--max-tokens", "64")
    print(json.dumps(manifest["answers_refused"]), manifest["left_out"])
    counts = manifest["counts"]
    assert counts["unanswered"] == 0 and counts["samples"] >= 4
    assert manifest["answers_refused"] and manifest["spent"]["requests"] > counts["samples"]
