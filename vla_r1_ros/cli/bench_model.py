# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench model`: boxes, paths, absence and think text on held-out scenes or on labelled sets."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError

SCENES_AT_ONCE = 8
LOCAL_SCENES_TOGETHER = 32
_DEADLINE_S = 120.0  # of one scene while seven others wait too
_DESCRIPTION = """Measure a model. Without --data: on the simulator's held-out scenes. With --data and --ood-data: on
labelled sets, the VLA-R1 paper's table with 95 % intervals and the published rows beside it; a set is
PATH[,key=value...] with the keys source, images, units, anchor, name, topic. With --compare: earlier runs beside each
other with the intervals of their differences. Rules, formats and keys of the JSON: docs/bench.md."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command `model` (of `vla_r1 bench`)."""
    parser = command(
        subparsers, "model", "boxes, paths and think text on held-out scenes or labelled sets",
        description=_DESCRIPTION,
        examples=("vla_r1 bench model --scenes 100 --json figures.json",
                  "vla_r1 bench model --endpoint http://gpu-box:8000/v1 --model vla-r1 --data affordance.json",
                  "vla_r1 bench model --compare sft.json grpo.json"),
        ends={1: "questions were left without an answer, or an error"})
    parser.add_argument("--model", action="append", help="name or folder of a model; its name with --endpoint; "
                        "several stand beside each other (default: tabletop)")  # fmt: skip
    parser.add_argument("--endpoint", default="", help="running server, http://host:port/v1; else one is started")
    parser.add_argument("--seed", type=int, default=0, help="of scenes, of what is drawn, of the intervals")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and marks there as well "
                        "(FILE.MODEL.json of several)")
    parser.add_argument("--samples", type=int, default=1, help="answers drawn for each question; above 1 their "
                        "agreement is held against the truth (default: 1)")  # fmt: skip
    parser.add_argument("--temperature", type=float, help="instead of the model's own (with --samples: 0.7)")
    parser.add_argument("--compare", type=Path, nargs="+", metavar="FILE", help="runs kept with --json; the first is "
                        "what the others are held against")  # fmt: skip
    parser.add_argument("--draw", type=Path, nargs=2, metavar=("FILE", "PICTURE"), help="a picture of agreement "
                        "against truth of a run kept with --json --samples (matplotlib: .venv-train)")  # fmt: skip
    scenes = parser.add_argument_group("held-out scenes of the simulator")
    scenes.add_argument("--scenes", type=int, default=500, help="how many")
    scenes.add_argument("--split", choices=("phrasings", "in", "pairs", "camera"), default="phrasings",
                        help="what training did not have: phrasings, nothing, colour-shape pairs (where `data scenes "
                        "--leave-out-pairs` made its data), camera poses (default: phrasings)")  # fmt: skip
    scenes.add_argument("--local", action="store_true", help="ask through transformers, without a server")
    sets = parser.add_argument_group("labelled sets")
    sets.add_argument("--data", action="append", default=[], metavar="SET", help="in-domain set; may be repeated")
    sets.add_argument("--ood-data", action="append", default=[], metavar="SET", help="out-of-domain set, likewise")
    sets.add_argument("--limit", type=int, default=0, help="take so many entries of each set, drawn by the seed")
    sets.add_argument("--no-set-check", action="store_true", help="go on though a set looks otherwise than said")
    sets.add_argument("--reading", choices=("contract", "output"), default="contract",
                      help="output: demand no think text, only the output block or bare JSON (default: contract)")
    sets.add_argument("--concurrency", type=int, default=8, help="requests at the same time (default: 8)")
    sets.add_argument("--deadline", type=float, default=120.0, help="seconds for one answer (default: 120)")
    sets.add_argument("--max-tokens", type=int, help="longest answer, instead of the model's own")
    sets.add_argument("--resume", action="store_true", help="go on with a run that was ended (answers are kept beside "
                      "the file of --json)")  # fmt: skip
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs the benchmark and prints tables; 1 where questions were left without an answer."""
    from vla_r1_ros.cli import bench_model_show as show

    arguments.model = arguments.model or ["tabletop"]
    _check(arguments)
    if arguments.draw:
        return show.draw_file(*arguments.draw)
    if arguments.compare:
        return show.compare_files(arguments.compare, arguments.seed, arguments.json)
    if arguments.data or arguments.ood_data:
        from vla_r1_ros.cli.bench_model_sets import run_sets

        return run_sets(arguments)
    results: dict[str, dict[str, Any]] = {}
    for model in arguments.model:
        one = argparse.Namespace(**{**vars(arguments), "model": model})
        results[model] = {**(_local(one) if arguments.local else _served(one)), "model": model}
        show.show_scenes(results[model])
        show.keep(results[model], show.file_of(model, arguments, several=len(arguments.model) > 1))
    show.show_beside(results, arguments.seed)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    for name, low in (("samples", 1), ("concurrency", 1), ("limit", 0), ("seed", 0)):
        if getattr(arguments, name) < low:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"--{name} is {getattr(arguments, name)}, at least {low}")
    if len(set(arguments.model)) < len(arguments.model):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"--model names one twice: {', '.join(arguments.model)}")
    if arguments.local and (arguments.data or arguments.ood_data or arguments.samples > 1):
        raise InputError(ErrorCode.INPUT_PARAMETER, "--local asks about held-out scenes, one answer each",
                         "leave --local out: a server is started, or give --endpoint")


def sampling(arguments: argparse.Namespace) -> dict[str, Any]:
    """Fields of ModelSettings that the options change; none where they say nothing."""
    samples = getattr(arguments, "samples", 1)
    changes: dict[str, Any] = {}
    if samples > 1:
        changes |= {"samples": samples, "seed": arguments.seed, "temperature": 0.7}
    if getattr(arguments, "temperature", None) is not None:
        changes |= {"temperature": arguments.temperature, "seed": arguments.seed}
    return changes


def _bench(ask: Any, arguments: argparse.Namespace, at_once: int, together: int = 1) -> dict[str, Any]:
    from rich.progress import Progress

    from vla_r1_ros.evaluation.model_bench import run_model_bench
    from vla_r1_ros.evaluation.splits import Split

    with Progress() as bar:
        task = bar.add_task("scenes", total=arguments.scenes)

        def show(done: int) -> None:
            bar.update(task, completed=done)

        return run_model_bench(ask, arguments.scenes, arguments.seed, show, at_once=at_once, together=together,
                               split=Split(arguments.split))  # fmt: skip


def _local(arguments: argparse.Namespace) -> dict[str, Any]:
    from vla_r1_ros.core.resources import share_path
    from vla_r1_ros.posttrain.local import LocalModel

    folder = Path(arguments.model)
    model = LocalModel(folder if folder.is_dir() else share_path(f"models/{arguments.model}"))
    return _bench(model.ask, arguments, at_once=1, together=LOCAL_SCENES_TOGETHER)


def _served(arguments: argparse.Namespace) -> dict[str, Any]:
    from vla_r1_ros.cli.model_server import model_endpoint
    from vla_r1_ros.evaluation.model_bench import endpoint_asker
    from vla_r1_ros.vla.client import ModelClient
    from vla_r1_ros.vla.key import api_key
    from vla_r1_ros.vla.manifest import settings_for

    with tempfile.TemporaryDirectory(prefix="vla_r1_bench_") as folder:
        (Path(folder) / "logs").mkdir()
        with model_endpoint(arguments, Path(folder), print) as (endpoint, name, wait):
            wait(lambda: None)
            settings = settings_for(name, endpoint, deadline_s=_DEADLINE_S, api_key=api_key(), **sampling(arguments))
            with ModelClient(settings) as client:
                return _bench(endpoint_asker(client), arguments, SCENES_AT_ONCE)
