# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From the sharded checkpoint of a verl run to a folder that transformers and `vla_r1 serve` load."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.cot.journal import cannot_write
from vla_r1_ros.posttrain.verl_engine.launch import CHECKPOINTS, RECORD, last_step, read_record

_MANIFEST = "manifest.yaml"


def is_verl_run(run: Path) -> bool:
    """Whether a folder is that of a `vla_r1 train grpo --engine verl`."""
    return (run / RECORD).is_file()


def merge_command(python: Path, run: Path, step: int, out: Path) -> list[str]:
    """verl's own merger on the actor's shards of a step; the weights become bfloat16."""
    return [str(python), "-m", "verl.model_merger", "merge", "--backend", "fsdp", "--local_dir",
            str(run / CHECKPOINTS / f"global_step_{step}" / "actor"), "--target_dir", str(out)]  # fmt: skip


def export_verl_run(run: Path, out: Path, python: Path) -> int:
    """Merge the last checkpoint of a run into `out`; returns its step. Needs no GPU, and memory for the weights twice.

    Raises:
        InputError: INPUT_FILE where the run has no whole checkpoint, INPUT_ENVIRONMENT where verl's merger fails.
    """
    step = last_step(run)
    if step is None:
        raise InputError(ErrorCode.INPUT_FILE, f"{run / CHECKPOINTS} has no whole checkpoint",
                         "verl saves one every save_every optimizer steps; let the run go on with --resume")
    command = merge_command(python, run.resolve(), step, out.resolve())
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    log = run / "export.log"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as sink:
            status = subprocess.run(command, env=environment, stdout=sink, stderr=subprocess.STDOUT).returncode
        if status != 0 or not any(out.glob("*.safetensors")):
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"verl's merger ended with status {status}: "
                             f"{_last_line(log)} (log: {log})", "are the shards of all machines in one folder?")
        (out / "README.md").write_text(_card(run, step), encoding="utf-8")
        manifest = Path(read_record(run).get("model", "")) / _MANIFEST
        if manifest.is_file():
            shutil.copyfile(manifest, out / _MANIFEST)
    except OSError as error:
        raise cannot_write(out, error) from error
    return step


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it wrote nothing"


def _card(run: Path, step: int) -> str:
    record = read_record(run)
    settings = "\n".join(f"    {line}" for line in json.dumps(record.get("settings", {}), indent=1).splitlines())
    return (f"# GRPO with verl {record.get('versions', {}).get('verl', '?')}\n\n"
            f"- from: `{record.get('model', '?')}`\n- trained on: `{record.get('train', '?')}` "
            f"({record.get('rows', '?')} rows)\n- held out: `{record.get('held_out') or 'nothing'}`\n"
            f"- verl's step: {step}\n- reward: region, trajectory and format, see docs/rewards.md\n\n"
            f"Settings:\n\n{settings}\n\nNot measured yet: `vla_r1 bench model` says how good it is.\n")  # fmt: skip
