# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 train grpo --engine verl`: options, checks, the start of verl, and the export of its checkpoints."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vla_r1_ros.posttrain.tune.settings import GrpoSettings
    from vla_r1_ros.posttrain.verl_engine.launch import Launch


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what only the engine verl reads."""
    group = parser.add_argument_group("several GPUs or machines (--engine verl)", "see docs/verl.md")
    group.add_argument("--nodes", type=int, help="machines, instead of cluster.nodes of the settings")
    group.add_argument("--gpus-per-node", type=int, help="GPUs of each machine, instead of cluster.gpus_per_node")
    group.add_argument("--ray-address", default="", metavar="ADDRESS",
                       help="Ray cluster that runs already, `auto`: this machine's (default: start Ray here)")
    group.add_argument("--venv", type=Path, help="environment with verl (default: $VLA_R1_VERL_VENV, .venv-verl)")
    group.add_argument("--verl", action="append", default=[], metavar="KEY=VALUE",
                       help="a further override of verl's own configuration; comes last and wins")
    group.add_argument("--dry-run", action="store_true", help="check everything that needs no GPU, print the command")


def refuse_options(args: argparse.Namespace) -> None:
    """Raises InputError (INPUT_PARAMETER) where an option is given that the engine trl would not read."""
    from vla_r1_ros.core.errors import ErrorCode, InputError

    values = {"--nodes": args.nodes, "--gpus-per-node": args.gpus_per_node, "--ray-address": args.ray_address,
              "--venv": args.venv, "--verl": args.verl, "--dry-run": args.dry_run}  # fmt: skip
    given = [name for name, value in values.items() if value]
    if given:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{', '.join(given)}: for --engine verl only",
                         "add --engine verl, or leave it out")


def run(args: argparse.Namespace, settings: GrpoSettings) -> int:
    """Check, write the run's files, start verl and report its steps until it ends."""
    from vla_r1_ros.core.errors import ErrorCode, InputError
    from vla_r1_ros.posttrain.verl_engine.environment import VENV_NAME, VerlEnvironment, check_machine, find_verl
    from vla_r1_ros.posttrain.verl_engine.launch import last_step, run, write_record
    from vla_r1_ros.posttrain.verl_engine.watch import Watch

    settings = _on_cluster(args, settings)
    out = args.out.expanduser().resolve()
    step = last_step(out)
    if step is not None and not args.resume:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{out} has a checkpoint of verl's step {step}",
                         "add --resume, or choose another --out")
    try:
        found = find_verl(args.venv)
    except InputError as error:
        if not args.dry_run:
            raise
        print(f"note: {error}", file=sys.stderr)
        found = VerlEnvironment(Path(VENV_NAME) / "bin" / "python", {})
    launch, record = _prepare(args, settings, out, found.python)
    if args.dry_run:
        print(launch.script(), end="")
        return 0
    check_machine(found, settings.cluster.gpus_per_node, args.ray_address, args.verl)
    write_record(launch, {**record, "versions": found.versions})
    print(f"verl {found.versions['verl']} from {'step ' + str(step) if step else 'the start'}; log {launch.log}, "
          f"metrics {launch.metrics}, the command in {out / 'command.sh'}", flush=True)
    run(launch, Watch(launch, settings, lambda line: print(line, flush=True)).look)
    print(f"verl ended at step {last_step(out)}; to serve it:\n  vla_r1 train export --run {out} --out {out}/model\n"
          f"  vla_r1 serve --model {out}/model", flush=True)
    return 0


def _on_cluster(args: argparse.Namespace, settings: GrpoSettings) -> GrpoSettings:
    named = {"nodes": args.nodes, "gpus_per_node": args.gpus_per_node}
    cluster = dataclasses.replace(settings.cluster, **{key: value for key, value in named.items() if value is not None})
    return dataclasses.replace(settings, cluster=cluster)


def _prepare(
    args: argparse.Namespace, settings: GrpoSettings, out: Path, python: Path
) -> tuple[Launch, dict[str, object]]:
    from vla_r1_ros.core.errors import ErrorCode, InputError
    from vla_r1_ros.posttrain.tune.settings_file import to_values
    from vla_r1_ros.posttrain.verl_engine.data import prepare
    from vla_r1_ros.posttrain.verl_engine.launch import check_same_run, make_launch
    from vla_r1_ros.posttrain.verl_engine.overrides import RunPlan, check_plan, hydra_arguments, overrides

    train = prepare(args.data, "train", out / "data")
    if train is None:
        raise InputError(ErrorCode.INPUT_FILE, f"{args.data} has neither train.parquet nor train.json",
                         "make a set with `vla_r1 data labels` or `vla_r1 data cot`")
    held_out = prepare(args.held_out or args.data, "test", out / "data") if settings.evaluate_rows else None
    if args.held_out and settings.evaluate_rows and held_out is None:
        raise InputError(ErrorCode.INPUT_FILE, f"{args.held_out} has neither test.parquet nor test.json",
                         "name one of its files with --held-out, or leave it out: then that of --data is taken")
    if held_out is not None and held_out.path == train.path:
        held_out = None  # --data is a single file
    if held_out is None:
        print("note: no held-out rows, nothing is evaluated while it trains", file=sys.stderr)
    plan = RunPlan(_model(args.model), train.path, train.rows, held_out.path if held_out else None, out,
                   resume=args.resume, ray_address=args.ray_address)  # fmt: skip
    check_plan(settings, plan)
    record = {"model": plan.model, "train": str(plan.train), "rows": plan.rows}
    check_same_run(out, record)
    launch = make_launch(python, hydra_arguments(overrides(settings, plan), args.verl), out)
    return launch, {**record, "held_out": str(plan.held_out or ""), "settings": to_values(settings)}


def _model(name: str) -> str:
    """Folder of a checkpoint that is whole, or OWNER/NAME of the hub. Raises InputError or ModelError."""
    from vla_r1_ros.vla.checkpoint import check_checkpoint
    from vla_r1_ros.vla.manifest import find_manifest

    checkpoint = find_manifest(name).checkpoint
    if isinstance(checkpoint, Path):
        check_checkpoint(checkpoint)
    return str(checkpoint)


def export(args: argparse.Namespace) -> int:
    """Merge the last checkpoint of a verl run into a folder that `vla_r1 serve --model` takes."""
    from vla_r1_ros.posttrain.verl_engine.environment import find_verl
    from vla_r1_ros.posttrain.verl_engine.export import export_verl_run

    step = export_verl_run(args.folder, args.out, find_verl().python)
    print(f"exported verl's step {step} of {args.folder} to {args.out}")
    return 0
