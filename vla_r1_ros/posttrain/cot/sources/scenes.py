# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Our simulator: the shards of `vla_r1 data scenes`. Three questions about each picture, some about absent things;
labels and think texts are those of the simulator's truth, already in the contract's convention."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.images import png_bytes
from vla_r1_ros.posttrain.cot.sample import Item, Label, Picture, Sample
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions
from vla_r1_ros.posttrain.examples import training_examples
from vla_r1_ros.posttrain.scenes import MODEL_SIZE, SceneSet
from vla_r1_ros.posttrain.think import join


def items(options: SourceOptions) -> Iterator[Item]:
    """One item per scene of the folder. Raises InputError (INPUT_FILE) where there is no finished shard."""
    scenes = SceneSet(options.data)
    for index, scene in enumerate(scenes.scenes):
        yield Item(f"scene {scene.seed}", partial(_samples, scenes, index, options))


def _samples(scenes: SceneSet, index: int, options: SourceOptions) -> list[Sample]:
    scene = scenes.scenes[index]
    picture = Picture(f"scene_{scene.seed:09d}", lambda: png_bytes(scenes.image(index)))
    found = []
    rng = np.random.default_rng([options.seed, scene.seed])
    for number, example in enumerate(training_examples(scene, rng, options.absent)):
        answer = join(example.answer(scene))
        label: Label = parse_box(answer).box if example.task is Task.AFFORDANCE else parse_path(answer).path
        think = answer.partition("<think>")[2].partition("</think>")[0]
        found.append(Sample("scenes", f"scene {scene.seed}:{number}", example.task, example.text, label, picture,
                            MODEL_SIZE, think))
    return found
