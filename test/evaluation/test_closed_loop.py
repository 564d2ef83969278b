# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From failures back to the robot: recorded, put right by a person, a short fine-tune, the same looks asked again."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rclpy")
pytest.importorskip("mujoco")

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import InputError
from vla_r1_ros.vla.machine import find_vllm

from .scene_bags import scene_bag

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
ROOT = Path(__file__).parents[2]
SEEDS = (1007, 1011, 1016)
SAY = "pick up the gizmo"  # what this cell calls its objects; no word that the checkpoint knows
FEW_STEPS = ("epochs=24", "batch=3", "per_device=3", "learning_rate=0.0004", "schedule=constant", "warmup=0",
             "evaluate_rows=0", "save_every=1000")  # fmt: skip


@pytest.fixture(scope="module")
def train_python() -> Path:
    python = ROOT / ".venv-train" / "bin" / "python"
    try:
        find_vllm()
    except InputError:
        pytest.skip("needs .venv-serve (make venv-serve)")
    if not python.is_file():
        pytest.skip("needs .venv-train (make venv-train)")
    return python


def asked_again(bags: Path, model: str, out: Path) -> dict[str, Any]:
    assert main(["replay", str(bags), "--model", model, "--no-3d", "--json", str(out)]) == 0
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def test_what_was_put_right_is_learned(tmp_path: Path, train_python: Path, capfd: pytest.CaptureFixture[str]) -> None:
    bags = tmp_path / "bags"
    for seed in SEEDS:  # the model called a thing absent that is there: physics says failure
        box = scene_bag(bags / str(seed), seed, "pick", answer="absent", say=SAY).box
        words = ",".join(f"{value:.3f}" for value in (box.x, box.y, box.width, box.height))
        assert main(["label", str(bags / str(seed)), "--shares", "--box", words, "--judge", "ada"]) == 0
    before = asked_again(bags, "tabletop", tmp_path / "before.json")
    assert before["looks"] == 3 and before["labels"]["recorded"]["iou_percent"]["value"] == 0.0
    data = tmp_path / "set"
    assert main(["data", "from-bags", str(bags), "--out", str(data), "--no-parquet", "--step", "0.002"]) == 0
    manifest = json.loads((data / "manifest.json").read_text())
    assert manifest["counts"]["kept"] == 3 and manifest["origins"]["label"] == {"corrected": 3}
    changes = [word for one in FEW_STEPS for word in ("--set", one)]
    command = [train_python, "-m", "vla_r1_ros.cli.main", "train", "sft", "--model", "tabletop", "--preset", "tabletop",
               "--data", data, "--out", tmp_path / "run", *changes]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=900, check=False,
                          cwd=ROOT)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "<unk>" not in done.stdout, "every coordinate has a token"
    after = asked_again(bags, str(tmp_path / "run" / "last"), tmp_path / "after.json")
    old, new = (run["labels"]["new"]["iou_percent"]["value"] for run in (before, after))
    with capfd.disabled():
        print(f"\nIoU on the three looks: {old:.1f} % before, {new:.1f} % after", flush=True)
    assert new > max(40.0, old + 20.0), "three looks are learned by heart"
    assert after["said"] == {"absent -> box": 3}
