# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 demo`: say something, watch the stack think and move in physics, get a verdict and a recording."""

import argparse
import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.processes import interruptible
from vla_r1_ros.core.robot_file import simulated
from vla_r1_ros.core.robot_models import DEFAULT_ROBOT, MODELS

DEFAULT_SAY = "put the red cube in the blue bowl"


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "demo", "the whole way against physics: instruction, model, motion, verdict, recording",
        description="Starts model server, simulator and nodes, says the instruction, prints the reasoning and each "
        "stage, and ends with the verdict of the physics. Leaves a folder with recording, pictures, clip and logs.",
        examples=("vla_r1 demo", 'vla_r1 demo --say "pick up the green mug" --seed 7 --json verdict.json',
                  "vla_r1 demo --console", "vla_r1 demo --robot ur5e"),
        ends={0: "the referee saw success", 1: "the referee saw failure (last line: verdict), or an error"})
    parser.add_argument("--say", default=DEFAULT_SAY, help="the instruction")
    parser.add_argument("--seed", type=int, default=1, help="scene: poses, distractors, light, camera")
    parser.add_argument("--robot", default=DEFAULT_ROBOT, metavar="NAME", help=f"who moves: {' or '.join(MODELS)}")
    parser.add_argument("--model", default="tabletop", help="checkpoint: a name in models/, a path, or a hub id")
    parser.add_argument("--endpoint", default="", help="use this running OpenAI-compatible server")
    parser.add_argument("--out", type=Path, default=Path("recordings"), help="folder for the run's own folder")
    parser.add_argument("--console", action="store_true",
                        help="serve the web console at http://127.0.0.1:8090/ and go on after the verdict until Ctrl-C")
    parser.add_argument("--no-record", action="store_true", help="write no bag")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the verdict there as well")
    parser.set_defaults(run=run)


class Teller:
    """Prints what happens as it happens: time, stage, and the reasoning as it grows."""

    def __init__(self) -> None:
        self._begun_s = time.monotonic()
        self._shown = ""
        self._open_line = False

    def say(self, text: str) -> None:
        """One line with the seconds since the start."""
        if self._open_line:
            print(flush=True)
            self._open_line = False
        print(f"[{time.monotonic() - self._begun_s:6.1f} s] {text}", flush=True)

    def hear(self, event: Any) -> None:
        """A listener for the session's events."""
        if event.report is None:
            self._think(event.reasoning)
            return
        report = event.report
        numbers = ", ".join(f"{k} {v}" for k, v in report.values.items() if k not in ("instruction", "steps"))
        reason = f" - {report.code.name}: {report.reason}" if report.reason else ""
        source = report.source.removesuffix("_node")
        self.say(f"{source:10s} {report.stage}{reason}" + (f" ({numbers})" if numbers else ""))
        if report.stage == "look":
            self._shown = ""

    def _think(self, text: str) -> None:
        grown = text[len(self._shown):] if text.startswith(self._shown) else "\n" + text
        if grown:
            print(grown, end="", flush=True)
            self._open_line = True
        self._shown = text


def run(arguments: argparse.Namespace) -> int:
    """Run the demo; 0 when the referee saw success."""
    from vla_r1_ros.cli.model_server import model_endpoint
    from vla_r1_ros.cli.stack import StackOptions, check_disk, ros_environment, running_stack

    simulated(arguments.robot)
    teller = Teller()
    folder = (arguments.out / datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")).resolve()
    check_disk(folder)
    environment = ros_environment()
    os.environ.update(environment)
    sim = {"seed": arguments.seed, "instruction": arguments.say, "media_dir": str(folder)}
    with interruptible(), model_endpoint(arguments, folder, teller.say) as (endpoint, model, wait_model):
        options = StackOptions(folder, endpoint, model, sim, not arguments.no_record, arguments.console,
                               robot=arguments.robot)  # fmt: skip
        with running_stack(options, environment, teller.say) as stack:
            if arguments.console:
                teller.say("console: open http://127.0.0.1:8090/")
            status = _converse(arguments, folder, stack, wait_model, teller, model)
            if arguments.console:
                _stay(stack, teller)
            return status


def _stay(stack: Any, teller: Teller) -> None:
    """Keep the stack for the console's user until Ctrl-C."""
    teller.say("the console goes on; Ctrl-C ends")
    try:
        while True:
            stack.check()
            time.sleep(0.5)
    except KeyboardInterrupt:
        teller.say("ending")


def _converse(arguments: argparse.Namespace, folder: Path, stack: Any, wait_model: Any, teller: Teller,
              model: str) -> int:
    """Give the instruction to the ready stack and tell the end."""
    from vla_r1_ros.evaluation.result_file import write_result
    from vla_r1_ros.ros.session import StackSession

    session = StackSession()
    try:
        session.wait_ready(120.0, stack.check)
        teller.say("nodes ready; waiting for the model")
        wait_model(stack.check)
        teller.say(f'instruction: "{arguments.say}"')
        attempt = session.run(arguments.say, seconds=300.0, listener=teller.hear, watch=stack.check)
        verdict = session.verdict()
        keep_overlay(session, folder)
        keep_verdicts(folder, attempt.final, verdict, model, teller)
    finally:
        session.close()
    good = bool(verdict["success"])
    final = attempt.final
    code = final.code.name if final is not None and final.code else str(verdict.get("code", "NOT_DONE"))
    reason = (final.reason if final is not None and final.code else "") or str(verdict.get("reason", ""))
    teller.say(f"physics: {verdict.get('reason', '')}; largest contact force {verdict.get('max_force', 0.0):.1f} N")
    teller.say(f"kept in {_relative(folder)}: recording, overlay.png, before.png, after.png, clip, logs")
    if arguments.json:
        write_result(arguments.json, {
            "success": good, "code": "" if good else code, "reason": "" if good else reason, "model": model,
            "instruction": arguments.say, "seed": arguments.seed, "robot": arguments.robot, "folder": str(folder),
            "physics": verdict})
    print("verdict: success" if good else f"verdict: failure {code} {reason}", flush=True)
    return 0 if good else 1


def keep_overlay(session: Any, folder: Path) -> None:
    """Write the stack's last overlay to overlay.png."""
    import cv2

    picture = session.overlay()
    if picture is not None:
        cv2.imwrite(str(folder / "overlay.png"), picture[:, :, ::-1])


def keep_verdicts(folder: Path, final: Any, word: dict[str, Any], model: str, teller: Teller) -> None:
    """Write the physics' and the stack's verdicts beside the bag; the demo goes on where that fails."""
    from vla_r1_ros.core.errors import InputError
    from vla_r1_ros.evaluation.verdicts import VerdictFile, physics_verdict, save_verdicts, stack_verdict

    for bag in {file.parent for file in folder.glob("*/*.mcap")}:
        try:
            said = (physics_verdict(word), stack_verdict(final.stage, final.code.name, final.reason, by=final.source))
            save_verdicts(bag, VerdictFile().having(final.attempt, *said, facts={"model": model}))
        except InputError as error:
            teller.say(f"no verdict beside the recording: {error}")


def _relative(folder: Path) -> Path:
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
