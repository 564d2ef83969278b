# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 train`: supervised training, reinforcement learning with verifiable rewards, and export."""

from __future__ import annotations

import argparse
from pathlib import Path

from vla_r1_ros.cli import train_scratch, train_tune, train_verl
from vla_r1_ros.cli.style import command, group

_SFT = """\
Two ways to train, told apart by --model.

  with --model     fine-tune that Qwen2.5-VL checkpoint (TRL) on a labelled set: a folder of `vla_r1 data cot` or
                   `vla_r1 data labels`. Ends with a folder that `vla_r1 serve --model` takes.
  without --model  train the small checkpoint from scratch on scenes, for --minutes or --images; then
                   `vla_r1 train export`."""
_GRPO = """\
GRPO with the verifiable rewards of docs/rewards.md on a labelled set: a folder of `vla_r1 data labels` (labels are
enough) or of `vla_r1 data cot`. --model is any Qwen2.5-VL checkpoint: a shipped name, a folder, or OWNER/NAME of the
hub. Ends with a folder that `vla_r1 serve --model` takes. See docs/training.md."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `train` and its own commands."""
    commands = group(subparsers, "train", "train a checkpoint and export it")
    _register_sft(commands)
    _register_grpo(commands)
    export = command(
        commands, "export", "write the weights of a run from scratch, or of verl, as a checkpoint",
        examples=("vla_r1 train export --run runs/sft --out runs/sft/model", "vla_r1 serve --model runs/sft/model"))
    export.add_argument("--run", type=Path, required=True, dest="folder", help="folder of the run")
    export.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    export.set_defaults(run=run_export)


def _register_sft(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sft = command(
        commands, "sft", "supervised: fine-tune --model, or train the small one from scratch", description=_SFT,
        examples=("vla_r1 train sft --model vla-r1 --data sets/cot --out runs/sft --preset lora",
                  "vla_r1 train sft --data data/train --held-out data/held_out --out runs/small --minutes 60"))
    _add_common(sft)
    train_tune.add_settings(sft)
    tune = sft.add_argument_group("fine-tuning (with --model)")
    tune.add_argument("--model", default="", help="what to start from: shipped name, folder, or OWNER/NAME of the hub")
    train_tune.add_preset(tune, "sft")
    scratch = sft.add_argument_group("from scratch (without --model)")
    scratch.add_argument("--minutes", type=float, help="wall time of the whole run")
    scratch.add_argument("--images", type=int, help="instead of --minutes: end after so many pictures, however long "
                         "they take")
    scratch.add_argument("--init", type=Path,
                         help="run or exported checkpoint to take the weights from; the clock begins anew")
    sft.set_defaults(run=run_sft)


def _register_grpo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    grpo = command(
        commands, "grpo", "reinforcement learning with verifiable rewards", description=_GRPO,
        examples=("vla_r1 train grpo --model runs/sft/model --data sets/labels --out runs/grpo --preset lora",
                  "vla_r1 train grpo --engine verl --model vla-r1 --data sets/labels --out runs/grpo --preset paper "
                  "--dry-run"))
    _add_common(grpo)
    grpo.add_argument("--model", required=True, help="what to start from: shipped name, folder, or OWNER/NAME")
    train_tune.add_preset(grpo, "grpo")
    train_tune.add_settings(grpo)
    train_tune.add_engine(grpo)
    train_verl.add_options(grpo)
    grpo.set_defaults(run=train_tune.run_grpo)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder to train on")
    parser.add_argument("--held-out", type=Path, help="what evaluations ask about: folder of plain scenes (from "
                        "scratch), or a labelled set (default: the test split in --data)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--resume", action="store_true", help="go on from the run's last state")


def run_sft(args: argparse.Namespace) -> int:
    """Fine-tunes where a model is given, else trains from scratch."""
    from vla_r1_ros.core.errors import ErrorCode, InputError

    if args.model:
        if any(value is not None for value in (args.minutes, args.images, args.init)):
            raise InputError(ErrorCode.INPUT_PARAMETER, "--minutes, --images and --init are for training from scratch",
                             "with --model the length is set by epochs or steps: --set steps=500")
        return train_tune.run_sft(args)
    needed = (("--minutes or --images", args.minutes if args.images is None else args.images),
              ("--held-out", args.held_out))
    missing = [name for name, value in needed if value is None]
    if missing:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"training from scratch needs {' and '.join(missing)}",
                         "or name a checkpoint to fine-tune with --model")
    if args.preset:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--preset is for fine-tuning",
                         "name a checkpoint with --model, or give settings from scratch by --config and --set")
    return train_scratch.run(args)


def run_export(args: argparse.Namespace) -> int:
    """Writes the checkpoint of a run's last state."""
    from vla_r1_ros.posttrain.verl_engine.export import is_verl_run

    if is_verl_run(args.folder):
        return train_verl.export(args)
    from vla_r1_ros.posttrain.export import export_run

    export_run(args.folder, args.out)
    print(f"exported {args.folder} to {args.out}")
    return 0
