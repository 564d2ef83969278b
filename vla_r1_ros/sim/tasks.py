# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Episodes of the benchmark: a scene, an instruction and what it is about, all drawn from one seed."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.sim.layout import HELD_OUT_SEEDS, ObjectSpec, SceneLayout, sample_layout
from vla_r1_ros.sim.objects import COLOURS, CONTAINERS, GRASPABLE, KINDS, dimensions
from vla_r1_ros.sim.scenes import SCENES, PaperScene

OBJECT_GAP_M = 0.035
"""Free table between two objects' circles, so that a finger (22 mm) and its error fit."""

HAND_HALF_WIDTH_M = 0.105
"""Half of the Panda hand along its fingers' way; the hand's underside is 37 mm above the tool point."""

_HAND_CLEARANCE_M = 0.03
_TRIES = 4000
_LAYOUT_SEEDS = 1_000_000_000  # far from benchmark seeds (< 100000) and training seeds (from 1000000)


class EpisodeTask(StrEnum):
    """What an episode asks for."""

    PICK = "pick"
    CARRY = "carry"
    REACH = "reach"
    ABSENT = "absent"


PHRASES: dict[EpisodeTask, tuple[str, ...]] = {
    EpisodeTask.PICK: (
        "pick up the {object}",
        "grab the {object}",
        "take the {object}",
        "lift the {object} up",
        "grab the {object} from the table",
    ),
    EpisodeTask.CARRY: (
        "put the {object} in the {goal}",
        "place the {object} into the {goal}",
        "move the {object} to the {goal}",
        "drop the {object} inside the {goal}",
        "carry the {object} into the {goal}",
        "pick up the {object} and put it in the {goal}",
    ),
    EpisodeTask.REACH: (
        "reach for the {object}",
        "touch the {object}",
        "go to the {object}",
        "reach out to the {object}",
    ),
}


@dataclass(frozen=True)
class Episode:
    """A scene and a task in it. `target` and `goal` are names of objects in the layout, None where there is none.

    Where the instruction has several steps this is the last one; `earlier` has those before it, on the same layout.
    """

    seed: int
    task: EpisodeTask
    layout: SceneLayout
    instruction: str
    target: str | None
    goal: str | None
    earlier: tuple["Episode", ...] = ()
    scene: str = ""


def make_episode(seed: int, task: EpisodeTask | str, scene: str = "") -> Episode:
    """Draw an episode; the same seed, task and scene give the same episode on every machine.

    Objects stand at least `OBJECT_GAP_M` apart, what is to be gripped also has room for the hand, and what is to be
    carried fits in its container.

    Args:
        scene: one of `sim.scenes.SCENES`; empty for a scene of any things.

    Raises:
        InputError: INPUT_PARAMETER for an unknown task or scene, or a negative seed.
    """
    try:
        kind = EpisodeTask(task)
    except ValueError:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"there is no task {task!r}",
                         f"there are {', '.join(EpisodeTask)}") from None
    if seed < 0:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the seed is {seed}; it must not be negative")
    if scene and scene not in SCENES:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"there is no scene {scene!r}", f"there are {', '.join(SCENES)}")
    number = list(SCENES).index(scene) + 1 if scene else 0
    rng = np.random.default_rng([seed, list(EpisodeTask).index(kind), 20261122, *([number] if number else [])])
    for attempt in range(_TRIES):
        layout_seed = _LAYOUT_SEEDS + (seed + number * len(HELD_OUT_SEEDS)) * _TRIES + attempt
        layout, choice = (_in_scene(SCENES[scene], layout_seed, kind, rng) if scene
                          else _anywhere(layout_seed, kind, rng))
        if choice is not None:
            return replace(_phrased(seed, kind, layout, choice, rng), scene=scene)
    raise InputError(ErrorCode.INTERNAL, f"no scene for seed {seed} and task {kind} in {_TRIES} tries")


@dataclass(frozen=True)
class _Choice:
    object_phrase: str
    target: str | None
    goal: ObjectSpec | None
    words: EpisodeTask


def _anywhere(seed: int, task: EpisodeTask, rng: np.random.Generator) -> tuple[SceneLayout, _Choice | None]:
    layout = sample_layout(seed, count=(3, 6), container=True if task is EpisodeTask.CARRY else None)
    return layout, _choose(layout, task, rng) if spread(layout) else None


def _in_scene(scene: PaperScene, seed: int, task: EpisodeTask,
              rng: np.random.Generator) -> tuple[SceneLayout, _Choice | None]:
    """As `_anywhere`; what is absent is a thing that such a scene could have, in words of a pick."""
    layout = sample_layout(seed, count=scene.count, stock=scene.stock)
    if not spread(layout):
        return layout, None
    if task is EpisodeTask.ABSENT:
        there = {(o.colour, o.kind) for o in layout.objects}
        absent = [(c, k) for k in scene.picks for c in scene.stock.colours[k] if (c, k) not in there]
        if not absent:
            return layout, None
        colour, kind = absent[int(rng.integers(len(absent)))]
        return layout, _Choice(f"{colour} {kind}", None, None, EpisodeTask.PICK)
    items = [o for o in layout.objects if has_room(o, layout)]
    if task is EpisodeTask.CARRY:
        pairs = [(o, g) for o in items if o.kind in GRASPABLE for g in layout.objects
                 if g.kind in scene.goals and fits(o, g)]
        item, goal = pairs[int(rng.integers(len(pairs)))] if pairs else (None, None)
    else:
        items = [o for o in items if o.kind in scene.picks or task is EpisodeTask.REACH]
        item, goal = (items[int(rng.integers(len(items)))] if items else None), None
    return layout, None if item is None else _Choice(item.phrase, item.name, goal, task)


def _choose(layout: SceneLayout, task: EpisodeTask, rng: np.random.Generator) -> _Choice | None:
    goals = [o for o in layout.objects if o.kind in CONTAINERS]
    if task is EpisodeTask.ABSENT:
        return _choose_absent(layout, goals, rng)
    if task is EpisodeTask.REACH:
        item = layout.objects[int(rng.integers(len(layout.objects)))]
        return _Choice(item.phrase, item.name, None, task) if has_room(item, layout) else None
    items = [o for o in layout.objects if o.kind in GRASPABLE and has_room(o, layout)]
    if task is EpisodeTask.CARRY:
        pairs = [(o, g) for o in items for g in goals if fits(o, g)]
        if not pairs:
            return None
        item, goal = pairs[int(rng.integers(len(pairs)))]
        return _Choice(item.phrase, item.name, goal, task)
    if not items:
        return None
    item = items[int(rng.integers(len(items)))]
    return _Choice(item.phrase, item.name, None, task)


def _choose_absent(layout: SceneLayout, goals: list[ObjectSpec], rng: np.random.Generator) -> _Choice:
    words = EpisodeTask(str(rng.choice([t for t in PHRASES if t is not EpisodeTask.CARRY or goals])))
    there = {(o.colour, o.kind) for o in layout.objects}
    kinds = KINDS if words is EpisodeTask.REACH else GRASPABLE
    absent = [(c, k) for c in COLOURS for k in kinds if (c, k) not in there]
    colour, kind = absent[int(rng.integers(len(absent)))]
    goal = goals[int(rng.integers(len(goals)))] if words is EpisodeTask.CARRY else None
    return _Choice(f"{colour} {kind}", None, goal, words)


def _phrased(seed: int, task: EpisodeTask, layout: SceneLayout, choice: _Choice, rng: np.random.Generator) -> Episode:
    pattern = PHRASES[choice.words][int(rng.integers(len(PHRASES[choice.words])))]
    goal = choice.goal
    text = pattern.format(object=choice.object_phrase, goal=goal.phrase if goal is not None else "")
    return Episode(seed, task, layout, text, choice.target, goal.name if goal is not None else None)


def spread(layout: SceneLayout) -> bool:
    """True when a finger fits between any two objects."""
    items = layout.objects
    return all(_gap(a, b) >= OBJECT_GAP_M for i, a in enumerate(items) for b in items[:i])


def _gap(a: ObjectSpec, b: ObjectSpec) -> float:
    radii = dimensions(a.kind, a.scale).radius + dimensions(b.kind, b.scale).radius
    return math.hypot(a.x - b.x, a.y - b.y) - radii


def has_room(item: ObjectSpec, layout: SceneLayout) -> bool:
    """True when the hand does not meet a neighbour that stands higher than the hand's underside at the grasp."""
    top = dimensions(item.kind, item.scale).height
    for other in layout.objects:
        size = dimensions(other.kind, other.scale)
        if other is item or size.height < max(0.0, top - _HAND_CLEARANCE_M) + 0.035:
            continue
        if math.hypot(item.x - other.x, item.y - other.y) < size.radius + HAND_HALF_WIDTH_M:
            return False
    return True


def fits(item: ObjectSpec, goal: ObjectSpec) -> bool:
    """True when an object goes into a container whatever its yaw."""
    inner = dimensions(goal.kind, goal.scale)
    if item.kind == "mug" and goal.kind == "bowl":
        return False  # its handle would lie on the rim
    return dimensions(item.kind, item.scale).radius <= min(inner.length, inner.width) / 2 - 0.004
