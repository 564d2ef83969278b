# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 train sft --model` and `vla_r1 train grpo`: options, settings, and the lines of a run."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TypeVar

from vla_r1_ros.cli import train_verl
from vla_r1_ros.cli.environments import TRAIN, need

S = TypeVar("S")
ENGINES = ("trl", "verl")


def add_preset(parser: argparse._ActionsContainer, kind: str) -> None:
    """Add how shipped settings of a kind (`sft`, `grpo`) are named."""
    parser.add_argument("--preset", default="", metavar="NAME", help=f"shipped settings, config/train/{kind}_NAME.yaml")


def add_settings(parser: argparse._ActionsContainer) -> None:
    """Add how settings of one's own are given."""
    parser.add_argument("--config", type=Path, help="YAML of settings, see config/train/")
    parser.add_argument("--set", action="append", default=[], dest="changes", metavar="KEY=VALUE",
                        help="change one setting, for example --set learning_rate=1e-5 --set guards.kl=0.2")


def add_engine(parser: argparse._ActionsContainer) -> None:
    """Add the choice of what GRPO runs on."""
    parser.add_argument("--engine", choices=ENGINES, default="trl",
                        help="trl: one machine; verl: several GPUs or machines (default: %(default)s)")


def settings_of(args: argparse.Namespace, kind: str, cls: type[S]) -> S:
    """The settings that the options ask for.

    Raises:
        InputError: INPUT_PARAMETER where neither or both of --preset and --config are given, or a value is wrong.
    """
    from vla_r1_ros.core.errors import ErrorCode, InputError
    from vla_r1_ros.posttrain.tune.settings_file import load, preset_names, preset_path

    if bool(args.preset) == (args.config is not None):
        raise InputError(ErrorCode.INPUT_PARAMETER, "give either --preset or --config",
                         f"presets: {', '.join(preset_names(kind))}")
    return load(cls, args.config or preset_path(kind, args.preset), args.changes)


def run_grpo(args: argparse.Namespace) -> int:
    """Trains with the engine that was asked for; prints one line per report."""
    from vla_r1_ros.posttrain.tune.settings import GrpoSettings

    settings = settings_of(args, "grpo", GrpoSettings)
    if args.engine == "verl":
        return train_verl.run(args, settings)
    train_verl.refuse_options(args)
    need("trl", TRAIN)
    _quiet_threads()
    from vla_r1_ros.posttrain.tune.grpo import train_grpo

    train_grpo(args.model, args.data, args.out, settings, held_out=args.held_out, resume=args.resume, report=_print)
    return 0


def run_sft(args: argparse.Namespace) -> int:
    """Fine-tunes; prints one line per report."""
    from vla_r1_ros.posttrain.tune.settings import SftSettings

    settings = settings_of(args, "sft", SftSettings)
    need("trl", TRAIN)
    _quiet_threads()
    from vla_r1_ros.posttrain.tune.sft import train_sft

    train_sft(args.model, args.data, args.out, settings, held_out=args.held_out, resume=args.resume, report=_print)
    return 0


def _quiet_threads() -> None:
    # idle OpenMP threads must sleep: spinning ones cost a factor of three on a shared machine
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")


def _print(line: str) -> None:
    print(line, flush=True)
