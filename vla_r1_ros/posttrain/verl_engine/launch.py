# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One start of verl's trainer: its command and files, its process, and what its log says when it fails."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError, TrainingError, VlaError
from vla_r1_ros.core.processes import FOREIGN_PYTHON, ManagedProcess, interruptible, stop_all, uninterrupted
from vla_r1_ros.posttrain.cot.journal import cannot_write
from vla_r1_ros.posttrain.verl_engine.overrides import hydra_arguments

TRAINER = ("-m", "verl.trainer.main_ppo")
RECORD = "verl.json"
CHECKPOINTS = "checkpoints"
_TRACKER = "latest_checkpointed_iteration.txt"
_POLL_S = 1.0
_PATIENCE_S = 20.0
_ENVIRONMENT = {"HYDRA_FULL_ERROR": "1", "PYTHONUNBUFFERED": "1", "RAY_USAGE_STATS_ENABLED": "0"}

# what the end of verl's log holds, the code, our words ({0}: what was found), what to do; the first that fits counts
_CAUSES: tuple[tuple[str, ErrorCode, str, str], ...] = (
    (r"Total available GPUs (\S+) is less than total desired GPUs \S+", ErrorCode.INPUT_ENVIRONMENT, "{0}",
     "`ray status` says what the cluster has: start Ray on all machines, or ask for less (--nodes, --gpus-per-node)"),
    (r"No space left on device|Disk quota exceeded", ErrorCode.TRAIN_DISK_FULL, "{0}",
     "free space (the checkpoints hold float32 weights and the optimizer), lower `keep`, then add --resume"),
    (r"CUDA out of memory|OutOfMemoryError|No available memory for the cache blocks", ErrorCode.TRAIN_MEMORY,
     "out of GPU memory ({0})", "lower per_device or cluster.gpu_memory_share, or "
     "--verl actor_rollout_ref.actor.fsdp_config.optimizer_offload=true"),
    (r"Could not find any running Ray instance|Failed to connect to (?:GCS|Ray cluster)[^\n]*|"
     r"ConnectionError: ray[^\n]*", ErrorCode.INPUT_ENVIRONMENT, "{0}",
     "start Ray first: `ray start --head`, and give its address with --ray-address"),
    (r"filter dataset len: 0\b|Multimodal prompt produced \d+ tokens, exceeding rollout.prompt_length=\d+",
     ErrorCode.TRAIN_PROMPT_TOO_LONG, "no row has a prompt that fits ({0})",
     "raise max_prompt_tokens, or let the processor shrink pictures more"),
    (r"(?:ConfigCompositionException|ConfigKeyError|ConfigAttributeError|OverrideParseException|ValidationError)"
     r"[^\n]*(?:\n[^\n]+)?|Could not override '[^']*'", ErrorCode.INPUT_PARAMETER,
     "verl refuses its configuration: {0}", "check --verl; without it this is a fault of ours, report it with the log"),
    (r"No module named '[^']+'", ErrorCode.INPUT_ENVIRONMENT, "the environment of verl is not whole: {0}",
     "install it anew, docs/verl.md has the command; on a cluster, on every machine"),
)  # fmt: skip


@dataclass(frozen=True)
class Launch:
    """What one start runs, and the files that it writes; `number` counts the starts of a run from 1."""

    command: tuple[str, ...]
    environment: dict[str, str]
    out: Path
    number: int

    @property
    def log(self) -> Path:
        """All that verl says."""
        return self.out / f"verl_{self.number:03d}.log"

    @property
    def metrics(self) -> Path:
        """verl's metrics, a JSON object a step."""
        return metrics_file(self.out, self.number)

    def script(self) -> str:
        """The start as a shell script."""
        head = [f"{name}={shlex.quote(self.environment[name])}" for name in sorted(_ENVIRONMENT)]
        lines = " \\\n    ".join([*head, shlex.join(self.command[:3]), *map(shlex.quote, self.command[3:])])
        note = f"start {self.number} of this run; unset {' '.join(FOREIGN_PYTHON)} first"
        return f"#!/bin/sh\n# {note}\nexec env {lines}\n"


def metrics_file(out: Path, number: int) -> Path:
    """verl's metrics of a start; verl begins its file anew each time, so each start has one."""
    return out / f"metrics_{number:03d}.jsonl"


def make_launch(python: Path, arguments: Sequence[str], out: Path) -> Launch:
    """The next start of the run in `out`."""
    number = 1 + max((int(path.stem[-3:]) for path in out.glob("verl_[0-9][0-9][0-9].log")), default=0)
    # a cluster's workers do not inherit this process's environment
    place = hydra_arguments({"+ray_kwargs.ray_init.runtime_env.env_vars.VERL_FILE_LOGGER_PATH":
                             str(metrics_file(out, number))})  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN_PYTHON}
    return Launch((str(python), *TRAINER, *arguments, *place), {**kept, **_ENVIRONMENT}, out, number)


def last_step(out: Path) -> int | None:
    """verl's step that its last whole checkpoint in `out` was saved at."""
    try:
        return int((out / CHECKPOINTS / _TRACKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def read_record(out: Path) -> dict[str, Any]:
    """What :func:`write_record` wrote, empty where there is none. Raises InputError (INPUT_FILE) for a damaged one."""
    try:
        value = json.loads((out / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{out / RECORD} is not JSON: {error}", "is it a whole run?") from None
    return value if isinstance(value, dict) else {}


def check_same_run(out: Path, record: Mapping[str, Any]) -> None:
    """Refuse to go on with other things than the run's checkpoint was made with; settings may change.

    Raises:
        InputError: INPUT_PARAMETER naming the first entry of `record` that is not as it was.
    """
    before = read_record(out) if last_step(out) is not None else {}
    for name, value in record.items():
        if name in before and before[name] != value:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"the run in {out} began with {name} {before[name]}, this is "
                             f"{value}", "choose another --out")


def write_record(launch: Launch, record: Mapping[str, Any]) -> None:
    """Write `verl.json` and `command.sh` to the run's folder. Raises InputError (INPUT_ENVIRONMENT)."""
    try:
        launch.out.mkdir(parents=True, exist_ok=True)
        values = {**record, "start": launch.number, "command": list(launch.command)}
        (launch.out / RECORD).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
        (launch.out / "command.sh").write_text(launch.script(), encoding="utf-8")
    except OSError as error:
        raise cannot_write(launch.out, error) from error


def run(launch: Launch, watch: Callable[[], None]) -> None:
    """Run verl to its end, calling `watch` every second and once more at the end. Main thread only.

    Ctrl-C, SIGTERM and SIGHUP end verl and what it started here (Ray too, unless it ran before), then come through.

    Raises:
        InputError: what verl's log says was wrong: INPUT_ENVIRONMENT or INPUT_PARAMETER.
        TrainingError: likewise, TRAIN_DISK_FULL, TRAIN_MEMORY or TRAIN_PROMPT_TOO_LONG.
        VlaError: INTERNAL with the end of the log for anything else.
        KeyboardInterrupt: it was ended from outside.
    """
    try:
        process = ManagedProcess("verl", launch.command, environment=launch.environment, log=launch.log)
    except OSError as error:
        raise cannot_write(launch.log, error) from error
    try:
        with interruptible():
            while not process.wait(_POLL_S):
                watch()
            watch()
    finally:
        with uninterrupted():
            stop_all([process], patience_s=_PATIENCE_S)
    if process.status:
        raise cause_of_end(launch.log, process.status, process.log_tail(15))


def cause_of_end(log: Path, status: int, tail: str) -> VlaError:
    """The named error for what verl's log says."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(encoding="utf-8", errors="replace")[-200_000:])
    for pattern, code, words, advice in _CAUSES:
        found = re.search(pattern, text)
        if found:
            message = f"verl ended: {words.format(' '.join(found.group().split()))} (log: {log})"
            training = code in (ErrorCode.TRAIN_DISK_FULL, ErrorCode.TRAIN_MEMORY, ErrorCode.TRAIN_PROMPT_TOO_LONG)
            return (TrainingError if training else InputError)(code, message, advice)
    return VlaError(ErrorCode.INTERNAL, f"verl ended with status {status} (log: {log}):\n{tail}",
                    "the log has the reason; `command.sh` beside it starts the same by hand")
