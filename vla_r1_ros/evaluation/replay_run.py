# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Asks the looks of many bags again: requests side by side, answers lifted as they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError, VlaError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.prompt import questions_for
from vla_r1_ros.core.report import FINAL_PHASES, Phase
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import ImageArray, Question, Step, StepKind, Task
from vla_r1_ros.evaluation.bag_attempts import BagAttempt, evaluate_bag
from vla_r1_ros.evaluation.bag_contents import Contents, Decoder, read_contents
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_labels import Label, labels_of
from vla_r1_ros.evaluation.bag_story import LookStory
from vla_r1_ros.evaluation.look_read import LookData, look_key, read_looks
from vla_r1_ros.evaluation.look_scene import LookScene, scene_of
from vla_r1_ros.evaluation.replay import Aim, Answer, Rehearse, Replayed, aim_of

Ask = Callable[[ImageArray, Sequence[Question]], Answer]
LEAST_FAILURES = 8


@dataclass(frozen=True)
class Lifting:
    """How answers become 3D: the robot, projection_node's `clearance` (m) and `depth_tolerance_s`, and who rehearses
    a motion (None: nobody)."""

    robot: RobotDescription
    clearance: float
    depth_tolerance_s: float
    rehearse: Rehearse | None = None


@dataclass
class Run:
    """How a replay stands: `looks` so far, `skipped` looks and damage by bag in plain words."""

    looks: list[Replayed] = field(default_factory=list)
    lost: dict[str, list[str]] = field(default_factory=dict)
    bags: int = 0

    @property
    def unanswered(self) -> int:
        """Looks to which the server gave no answer; a reply that does not parse is one."""
        return sum(_is_server(look.new.code) for look in self.looks)


@dataclass(frozen=True)
class _Job:
    attempt: BagAttempt
    look: LookStory
    number: int
    kind: str
    questions: tuple[Question, ...]
    recorded: Answer
    labels: Mapping[Task, Label]
    scene: LookScene | VlaError | None
    answer: Future[Answer]


def replay(bags: Sequence[Bag], ask: Ask, lifting: Lifting | None, *, facts: Mapping[str, str] | None = None,
           concurrency: int = 8, on_look: Callable[[Run], None] | None = None) -> Run:
    """Ask every look of the bags that has its picture.

    Args:
        ask: called from `concurrency` threads; returns an Answer for every end, also a failed one.
        lifting: None: answers are compared in the picture only.
        on_look: told after each look.

    Raises:
        ModelError: the server failed at many looks in a row.
    """
    run, failed = Run(bags=len(bags)), 0
    waiting: deque[_Job] = deque()
    with ThreadPoolExecutor(concurrency) as pool:
        try:
            for bag in bags:
                for job in _jobs(bag, ask, lifting, dict(facts or {}), pool, run):
                    waiting.append(job)
                    while len(waiting) > 2 * concurrency:
                        failed = _settle(waiting.popleft(), lifting, run, failed, concurrency, on_look)
            while waiting:
                failed = _settle(waiting.popleft(), lifting, run, failed, concurrency, on_look)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return run


def _settle(job: _Job, lifting: Lifting | None, run: Run, failed: int, concurrency: int,
            on_look: Callable[[Run], None] | None) -> int:
    """Lift both answers of a look; returns how many looks in a row the server has failed at."""
    new = job.answer.result()
    failed = failed + 1 if _is_server(new.code) else 0
    if failed >= max(LEAST_FAILURES, 2 * concurrency):
        raise ModelError(new.code, f"{new.reason} ({failed} looks in a row)", "look at the server's log")
    recorded_aim, new_aim = _aim(job.recorded, job, lifting), _aim(new, job, lifting)
    run.looks.append(Replayed(job.attempt, job.look, job.number, job.questions, job.recorded, new, recorded_aim,
                              new_aim, job.labels))  # fmt: skip
    if on_look is not None:
        on_look(run)
    return failed


def _is_server(code: ErrorCode) -> bool:
    """Whether no answer came at all; of a reply that breaks the contract it is what the model said that is at fault."""
    return code is not ErrorCode.OK and not 300 <= code < 400


def _jobs(bag: Bag, ask: Ask, lifting: Lifting | None, facts: dict[str, str], pool: ThreadPoolExecutor,
          run: Run) -> Iterator[_Job]:
    contents = read_contents(bag)
    result = evaluate_bag(bag, facts, contents)
    lost = run.lost.setdefault(str(bag.path), [])
    lost += result.lost
    labels = labels_of(bag, [])
    looks = [look for attempt in result.attempts for look in attempt.story.looks]
    if not looks:
        lost.append("no look in it: nothing to ask")
        return
    data, decode = read_looks(bag, looks, measured=lifting is not None)
    for attempt in result.attempts:
        for number, look in enumerate(attempt.story.looks, 1):
            where = f"attempt {attempt.attempt}, look {number}"
            seen = data[look_key(look)]
            picture = seen.picture(decode)
            try:
                step = step_of(attempt, look)
            except InputError as error:
                lost.append(f"{where}: not asked: {error.message}")
                continue
            if picture is None:
                lost.append(f"{where}: not asked: its picture is not in the bag, or cannot be read")
                continue
            questions = questions_for(step)
            own = {task: labels[look.stamp_ns, task] for task in Task if (look.stamp_ns, task) in labels}
            scene = None if lifting is None else _scene(look, seen, contents, decode, lifting)
            if isinstance(scene, VlaError):
                lost.append(f"{where}: not lifted to 3D: {scene.message}")
            yield _Job(attempt, look, number, str(step.kind), questions, recorded_answer(attempt, look), own, scene,
                       pool.submit(ask, picture, questions))  # fmt: skip


def step_of(attempt: BagAttempt, look: LookStory) -> Step:
    """What the look was for: as the bag says, else as the stack splits the instruction today.

    Raises:
        InputError: INPUT_INSTRUCTION_* where neither tells.
    """
    if look.text and look.kind in list(StepKind):
        return Step(StepKind(look.kind), look.text)
    if look.step < 0:
        raise InputError(ErrorCode.INPUT_FILE, f"the bag says that it was step {look.step}", "is its `status` damaged?")
    steps = split_instruction(attempt.instruction)
    step = steps[min(look.step, len(steps) - 1)]
    return replace(step, text=look.text) if look.text else step


def recorded_answer(attempt: BagAttempt, look: LookStory) -> Answer:
    """What the bag says that the model answered."""
    if look.decided and (look.box is not None or look.path is not None or look.absent):
        return Answer(look.box, look.path)
    if look.decided:
        return Answer(code=ErrorCode.INPUT_FILE, reason="the answer, or the camera's info, is not in the bag")
    after = [event for event in attempt.story.events
             if attempt.story.begin_ns + round(event.at_s * 1e9) >= look.begin_ns and event.code
             and (event.stage == Phase.RETRY or event.stage in FINAL_PHASES)]  # fmt: skip
    name = after[0].code if after else ""
    if name in ErrorCode.__members__:
        return Answer(code=ErrorCode[name], reason=after[0].reason)
    return Answer(code=ErrorCode.INPUT_FILE, reason="the end of this look is not in the bag")


def _scene(look: LookStory, seen: LookData, contents: Contents, decode: Decoder,
           lifting: Lifting) -> LookScene | VlaError:
    try:
        return scene_of(look, seen, contents, decode, lifting.robot, lifting.depth_tolerance_s)
    except VlaError as error:
        return error


def _aim(answer: Answer, job: _Job, lifting: Lifting | None) -> Aim:
    if lifting is None or job.scene is None or (answer.box is None and answer.path is None):
        return Aim()
    if isinstance(job.scene, VlaError):
        return Aim(job.scene.code.name, job.scene.message)
    try:
        measured = job.scene.lift(answer.box, answer.path, lifting.robot, lifting.clearance)
    except VlaError as error:
        return Aim(error.code.name, error.message)
    if lifting.rehearse is None:
        return aim_of(measured)
    gate, words = lifting.rehearse(measured, job.scene, job.kind)
    return replace(aim_of(measured), gate=gate, not_rehearsed=words)
