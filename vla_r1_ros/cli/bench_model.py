# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench model`: boxes, paths, absence and think text on held-out scenes."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

SCENES_AT_ONCE = 8
_DEADLINE_S = 120.0  # of one scene while seven others wait too


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `model` (of `vla_r1 bench`)."""
    parser = subparsers.add_parser("model", help="boxes, paths and think text on held-out scenes")
    parser.add_argument("--model", default="tabletop", help="name or folder of a model; its name with --endpoint")
    parser.add_argument("--endpoint", default="", help="running server, http://host:port/v1; else one is started")
    parser.add_argument("--local", action="store_true", help="ask through transformers, without a server")
    parser.add_argument("--scenes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs the benchmark and prints a table."""
    result = _local(arguments) if arguments.local else _served(arguments)
    _show(result)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _bench(ask: Any, arguments: argparse.Namespace, at_once: int) -> dict[str, Any]:
    from rich.progress import Progress

    from vla_r1_ros.evaluation.model_bench import run_model_bench

    with Progress() as bar:
        task = bar.add_task("scenes", total=arguments.scenes)

        def show(done: int) -> None:
            bar.update(task, completed=done)

        return run_model_bench(ask, arguments.scenes, arguments.seed, show, at_once=at_once)


def _local(arguments: argparse.Namespace) -> dict[str, Any]:
    from vla_r1_ros.core.resources import share_path
    from vla_r1_ros.posttrain.local import LocalModel

    folder = Path(arguments.model)
    model = LocalModel(folder if folder.is_dir() else share_path(f"models/{arguments.model}"))
    return _bench(lambda picture, questions: [model.ask(picture, q) for q in questions], arguments, 1)


def _served(arguments: argparse.Namespace) -> dict[str, Any]:
    from vla_r1_ros.cli.model_server import model_endpoint
    from vla_r1_ros.evaluation.model_bench import endpoint_asker
    from vla_r1_ros.vla.client import ModelClient
    from vla_r1_ros.vla.manifest import settings_for

    with tempfile.TemporaryDirectory(prefix="vla_r1_bench_") as folder:
        (Path(folder) / "logs").mkdir()
        with model_endpoint(arguments, Path(folder), print) as (endpoint, name, wait):
            wait(lambda: None)
            with ModelClient(settings_for(name, endpoint, deadline_s=_DEADLINE_S)) as client:
                return _bench(endpoint_asker(client), arguments, SCENES_AT_ONCE)


def _show(result: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    from vla_r1_ros.core.metrics import FAILURE_RULE, RESAMPLING_RULE

    path = result["path"]
    table = Table(title=f"{result['scenes']} held-out scenes, seed {result['seed']}, held-out phrasings")
    table.add_column("measure")
    table.add_column("value", justify="right")
    low, high = result["absent_wilson95"]
    rows = [
        ("replies that parse", f"{result['parse_rate']:.1%}"),
        ("IoU mean / median", f"{result['iou_mean']:.3f} / {result['iou_median']:.3f}"),
        ("IoU > 0.5", f"{result['iou_over_half']:.1%}"),
        ("path DFD / HD / RMSE (of 1000)", f"{path['dfd']:.1f} / {path['hd']:.1f} / {path['rmse']:.1f}"),
        ("path Avg (of 1000)", f"{path['avg']:.1f}"),
        ("absent things recognised", f"{result['absent_accuracy']:.1%}  ({low:.1%} to {high:.1%})"),
        ("present things called absent", f"{result['false_absent_rate']:.1%}"),
        ("think texts without a false word", f"{result['think_truthful']:.1%}"),
        ("seconds per reply p50 / p99", f"{result['reply_s']['p50']:.2f} / {result['reply_s']['p99']:.2f}"),
    ]
    for name, value in rows:
        table.add_row(name, value)
    console = Console()
    console.print(table)
    console.print(f"paths: {RESAMPLING_RULE}; units of 1/1000 of the picture's sides")
    console.print(f"failures: {FAILURE_RULE}; a present thing called absent counts the same")
