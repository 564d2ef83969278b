# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The attempts of a bag: what was asked, how it ended, how long it took, and what each source says of it."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.report import FINAL_PHASES, Phase
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.evaluation.bag_contents import Contents, Line, is_joint_states, joint_names, read_contents
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_labels import label_records
from vla_r1_ros.evaluation.bag_read import BagReader
from vla_r1_ros.evaluation.bag_referee import Word, last_word, scene_of, words_of
from vla_r1_ros.evaluation.bag_story import Story, story
from vla_r1_ros.evaluation.marks import Record
from vla_r1_ros.evaluation.tool_way import FOLLOWING, Leg, ToolWay, tool_way
from vla_r1_ros.evaluation.verdicts import (
    Source,
    Verdict,
    VerdictFile,
    load_verdicts,
    physics_verdict,
    stack_verdict,
)

UNKNOWN = "unknown"
_NS = 1e-9
_BROKEN_OFF = "NOT_IN_BAG"
_FIRST = 20  # joint states: names do not change within a recording


@dataclass(frozen=True)
class BagAttempt:
    """One instruction from `accepted` to its end. `final` is empty where the end is not in the bag, `seconds` None;
    `named_scene` is the simulator's own name of its scene, whatever the user calls it."""

    bag: str
    attempt: str
    instruction: str
    facts: Mapping[str, str]
    final: str
    code: str
    reason: str
    seconds: float | None
    verdicts: Mapping[Source, Verdict]
    stages: tuple[tuple[str, float], ...] = ()
    retries: int = 0
    model_ms: tuple[float, ...] = ()
    own_ms: tuple[float, ...] = ()
    tool: ToolWay | None = None
    story: Story = field(default_factory=Story)
    named_scene: str = ""


@dataclass(frozen=True)
class BagResult:
    """What one bag gave: attempts, marks of labelled looks, and in `lost` what could not be read."""

    bag: Bag
    attempts: tuple[BagAttempt, ...]
    labelled: tuple[Record, ...] = ()
    lost: tuple[str, ...] = field(default=())


def evaluate_bag(bag: Bag, facts: Mapping[str, str] | None = None, contents: Contents | None = None) -> BagResult:
    """Read one bag with the verdicts and labels beside it. Damage is told in `lost`, never raised.

    Args:
        facts: on all bags, from the user; they go before what the bag and its verdict file say.
        contents: of the bag, where it was read already.
    """
    contents = read_contents(bag) if contents is None else contents
    try:
        verdicts = load_verdicts(bag.path)
    except InputError as error:
        contents.lost.append(error.message)
        verdicts = VerdictFile()
    attempts = _attempts(bag, contents, verdicts, dict(facts or {}))
    records = label_records(bag, contents)
    if not contents.lines and not attempts and not records:
        contents.lost.append("no message on a `status` topic of the stack: nothing to evaluate")
    return BagResult(bag, attempts, records, tuple(contents.lost))


def _attempts(bag: Bag, contents: Contents, file: VerdictFile, facts: dict[str, str]) -> tuple[BagAttempt, ...]:
    lines = sorted(contents.lines, key=lambda line: line.log_ns)
    owned: dict[str, list[Line]] = {}
    for line, name in zip(lines, _owners(lines), strict=True):
        if name:
            owned.setdefault(name, []).append(line)
    begins = [own[0].log_ns for own in owned.values()]
    ends = [own[-1].log_ns for own in owned.values()]
    spans = zip([0, *ends], begins, [*begins[1:], 1 << 63], strict=False)
    found = [_attempt(bag, contents, name, own, span, file, facts)
             for (name, own), span in zip(owned.items(), spans, strict=True)]  # fmt: skip
    known = {**file.facts, **facts}
    found += [BagAttempt(str(bag.path), name, "", known, "", _BROKEN_OFF, "", None, entries)
              for name, entries in file.attempts.items() if name not in owned and name]  # fmt: skip
    if whole := file.of(""):
        if not found:
            return (BagAttempt(str(bag.path), "", "", known, "", _BROKEN_OFF, "", None, whole),)
        if len(found) == 1:  # given while its attempt could not be read
            (one,) = found
            return (replace(one, verdicts={**one.verdicts, **whole, **file.of(one.attempt)}),)
        contents.lost.append(f"the verdict on the recording as a whole ({', '.join(whole)}) counts for none of its "
                             f"{len(found)} attempts: name one with `vla_r1 judge --attempt`")
    return tuple(found)


def _owners(lines: list[Line]) -> list[str]:
    """The attempt of each line, "" for none: the one that it names, else that of the nearest line on the same look
    (before it, or after it where the start is lost), else the one under way. Looks of two attempts may have one stamp,
    where a simulator began anew."""
    owners = ["" if line.stage == Phase.REFUSED else line.values["attempt"] for line in lines]
    for places in (range(len(lines)), reversed(range(len(lines)))):
        named: dict[int, str] = {}
        for i in places:
            owners[i] = owners[i] or named.get(lines[i].stamp_ns, "")
            if owners[i] and lines[i].stamp_ns:
                named[lines[i].stamp_ns] = owners[i]
    for i in range(1, len(lines)):
        owners[i] = owners[i] or owners[i - 1]
    return owners


def _attempt(bag: Bag, contents: Contents, name: str, lines: list[Line], span: tuple[int, int, int],
             file: VerdictFile, facts: dict[str, str]) -> BagAttempt:
    """One attempt; `span`: the end of the one before it, its own beginning, the beginning of the next."""
    since, begin, end = span
    own = [line for line in lines if line.values["attempt"] == name]
    final = next((line for line in own if line.stage in FINAL_PHASES), None)
    words = [value for line in own for key in ("instruction", "text") if (value := line.values.get(key))]
    instruction = words[0] if words else ""
    referee = words_of([(when, word) for when, word in contents.referee if begin <= when < end], instruction)
    robot = _robot(frozenset(contents.joints))
    known = _facts(own, referee, robot, instruction) | dict(file.facts) | facts
    derived = _stack_verdict(final), _physics_verdict(final, referee)
    verdicts = {verdict.source: verdict for verdict in derived if verdict is not None} | dict(file.of(name))
    stages = tuple((line.stage, seconds) for line in lines
                   if not line.values["attempt"] and line.stage not in FINAL_PHASES
                   and (seconds := line.number("seconds")) is not None)  # fmt: skip
    return BagAttempt(
        str(bag.path), name, instruction, known, "" if final is None else final.stage,
        _BROKEN_OFF if final is None else final.values.get("code_name", final.values["code"]),
        "the end is not in the bag" if final is None else final.values.get("reason", ""),
        _seconds(own, final),
        verdicts, stages, sum(line.stage == Phase.RETRY for line in own),
        _numbers(own, "model_ms"), _numbers(own, "own_ms"),
        None if final is None else _tool(contents, lines, robot), story(contents, lines, end, since),
        scene_of(referee[-1][1]) if referee else "",
    )  # fmt: skip


def _seconds(own: list[Line], final: Line | None) -> float | None:
    """From start to end: as the stack took it, which no clock that is set can change, else by the times of receipt."""
    told = None if final is None else final.number("seconds")
    if told is not None or final is None or own[0].stage != Phase.ACCEPTED:
        return told
    return (final.log_ns - own[0].log_ns) * _NS


def _numbers(lines: list[Line], key: str) -> tuple[float, ...]:
    return tuple(value for line in lines if (value := line.number(key)) is not None)


def _facts(own: list[Line], referee: list[Word], robot: RobotDescription | None, instruction: str) -> dict[str, str]:
    word = referee[-1][1] if referee else {}
    models = [value for line in own if (value := line.values.get("model"))]
    return {
        "task": str(word.get("task") or _kinds(instruction)),
        "scene": scene_of(word) or (f"seed {word['seed']}" if "seed" in word else UNKNOWN),
        "robot": UNKNOWN if robot is None else robot.name,
        "model": models[0] if models else UNKNOWN,
        "seed": str(word.get("seed", "")),
    }


def _kinds(instruction: str) -> str:
    try:
        return "+".join(str(step.kind) for step in split_instruction(instruction))
    except InputError:
        return UNKNOWN


def _stack_verdict(final: Line | None) -> Verdict | None:
    if final is None:
        return None
    code, reason = final.values.get("code_name", ""), final.values.get("reason", "")
    return _read(lambda: stack_verdict(final.stage, code, reason, by=final.source, when=_when(final.log_ns)))


def _physics_verdict(final: Line | None, referee: list[Word]) -> Verdict | None:
    found = last_word(referee, None if final is None else final.log_ns)
    return None if found is None else _read(lambda: physics_verdict(found[1], _when(found[0])))


def _when(stamp_ns: int) -> str:
    return datetime.fromtimestamp(stamp_ns * _NS, UTC).isoformat(timespec="seconds")


def _read(make: Callable[[], Verdict]) -> Verdict | None:
    """A verdict; None from what only looks like one: a foreign topic of the same name, a time out of range."""
    try:
        return make()
    except (InputError, ValueError, OverflowError, OSError):
        return None


def robot_of(bag: Bag) -> RobotDescription | None:
    """The robot of config/robots whose arm joints a bag's joint_states have; None where there is none."""
    reader, joints = BagReader(bag, is_joint_states), set[str]()
    for raw in itertools.islice(reader.messages(), _FIRST):
        joints |= joint_names(raw.data)
    return _robot(frozenset(joints))


@cache
def _robot(joints: frozenset[str]) -> RobotDescription | None:
    """The robot of config/robots whose arm has these joints."""
    for path in sorted(share_path("config/robots").glob("*.yaml")):
        robot = load_robot(str(path))
        if joints >= set(robot.arm.joints):
            return robot
    return None


def _tool(contents: Contents, lines: list[Line], robot: RobotDescription | None) -> ToolWay | None:
    """Each look's stages against the way of that look: an attempt may have several steps and tries."""
    legs: dict[int, Leg] = {}
    for line in lines:
        seconds, way = line.number("seconds"), contents.way(line.stamp_ns, line.log_ns)
        if line.stage in FOLLOWING and seconds is not None and way is not None:
            window = (line.log_ns - int(seconds * 1e9), line.log_ns)
            legs[line.stamp_ns] = legs.get(line.stamp_ns, Leg((), *way)).during(window)
    return None if robot is None else tool_way(contents, list(legs.values()), robot.tool_frame)
