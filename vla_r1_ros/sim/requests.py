# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A scene for a user's own words: what they name stands on the table, what nobody knows is absent."""

import re
from collections.abc import Sequence
from dataclasses import replace

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.types import Step, StepKind
from vla_r1_ros.sim.layout import ObjectSpec, SceneLayout, sample_layout
from vla_r1_ros.sim.objects import COLOURS, CONTAINERS, GRASPABLE, KINDS
from vla_r1_ros.sim.tasks import Episode, EpisodeTask, fits, has_room, spread

_TRIES = 1500
_MOST_NAMED = 6
_LAYOUT_SEEDS = 2_000_000_000  # apart from benchmark and training layouts
_TASKS = {StepKind.PICK: EpisodeTask.PICK, StepKind.CARRY: EpisodeTask.CARRY, StepKind.REACH: EpisodeTask.REACH}
_PHRASE = re.compile(rf"^({'|'.join(COLOURS)}) ({'|'.join(KINDS)})$")

Named = tuple[str, str]


def episode_for_words(seed: int, instruction: str) -> Episode:
    """Draw an episode for an instruction, with the earlier steps where it has several.

    Every "colour kind" that is named stands on the table; anything else is absent. A first step about something absent
    makes the episode one of an absent object; at a later such step the instruction ends, so the steps before it are
    what is judged. The same seed and words give the same episode.

    Raises:
        InputError: INPUT_INSTRUCTION_* as `split_instruction`, INPUT_INSTRUCTION_UNCLEAR when it begins with
            something held, INPUT_PARAMETER when no scene holds all that is named.
    """
    steps = split_instruction(instruction)
    held = next((step for step in steps if step.kind not in _TASKS), None)
    if held is not None:
        raise InputError(ErrorCode.INPUT_INSTRUCTION_UNCLEAR, f"nothing is held yet: {held.text!r}",
                         "name what is to be moved")  # fmt: skip
    phrases = [phrase for step in steps for phrase in (step.object, step.goal) if phrase]
    wanted = sorted({named for phrase in phrases if (named := _named(phrase)) is not None})
    for attempt in range(_TRIES if len(wanted) <= _MOST_NAMED else 0):
        layout = sample_layout(
            _LAYOUT_SEEDS + seed * _TRIES + attempt,
            count=(max(3, len(wanted)), max(6, len(wanted) + 1)),
            container=True if any(kind in CONTAINERS for _, kind in wanted) else None,
        )
        recoloured = _with(layout, wanted) if spread(layout) else None
        if recoloured is not None and (episode := _whole(seed, instruction, steps, recoloured)) is not None:
            return episode
    names = ", ".join(" ".join(named) for named in wanted)
    raise InputError(ErrorCode.INPUT_PARAMETER, f"no scene holds {names} with room to grip", "name fewer things")


def _named(phrase: str) -> Named | None:
    match = _PHRASE.match(phrase.lower())
    return (match.group(1), match.group(2)) if match else None


def _with(layout: SceneLayout, wanted: list[Named]) -> SceneLayout | None:
    """Give objects of the right kinds the wanted colours; None where kinds are short or two things would be alike."""
    objects = list(layout.objects)
    taken: set[int] = set()
    for colour, kind in wanted:
        free = [i for i, item in enumerate(objects) if item.kind == kind and i not in taken]
        if not free:
            return None
        index = next((i for i in free if objects[i].colour == colour), free[0])
        objects[index] = replace(objects[index], name=f"{colour}_{kind}", colour=colour, rgb=COLOURS[colour])
        taken.add(index)
    if len({item.name for item in objects}) < len(objects):
        return None
    return replace(layout, objects=tuple(objects))


def _find(layout: SceneLayout, phrase: str) -> ObjectSpec | None:
    named = _named(phrase)
    return next((item for item in layout.objects if (item.colour, item.kind) == named), None)


def _whole(seed: int, instruction: str, steps: Sequence[Step], layout: SceneLayout) -> Episode | None:
    episodes: list[Episode] = []
    for step in steps:
        episode = _episode(seed, instruction, step, layout)
        if episode is None:
            return None
        if episode.task is EpisodeTask.ABSENT and episodes:
            break
        episodes.append(episode)
        if episode.task is EpisodeTask.ABSENT:
            break
    return replace(episodes[-1], earlier=tuple(episodes[:-1]))


def _episode(seed: int, instruction: str, step: Step, layout: SceneLayout) -> Episode | None:
    item, goal = _find(layout, step.object), _find(layout, step.goal)
    if item is None or (step.kind is StepKind.CARRY and goal is None):
        return Episode(seed, EpisodeTask.ABSENT, layout, instruction, None, None)
    task = _TASKS[step.kind]
    if task is not EpisodeTask.REACH and item.kind in GRASPABLE and not has_room(item, layout):
        return None
    if goal is not None and goal.kind in CONTAINERS and item.kind in GRASPABLE and not fits(item, goal):
        return None
    return Episode(seed, task, layout, instruction, item.name, goal.name if goal is not None else None)
