# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Settings of a training run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Knobs of a run; the defaults are those of `config/train/tabletop.yaml`."""

    seed: int = 0
    processes: int = 2
    threads: int = 1
    images_per_step: int = 8  # of each process
    warmup_images_per_step: int = 20
    extra_vision_images: int = 12  # per step, for the vision tower and its head alone
    vision_minutes: float = 5.5  # of the first stage, the vision tower alone, where the run goes by the clock
    vision_images: int = 0  # the same where it goes by --images
    warmup_steps: int = 100
    learning_rate: float = 1e-3
    muon_learning_rate: float = 0.02
    final_share: float = 0.02
    decay_from: float = 0.0
    auxiliary_weight: float = 1.0
    auxiliary_layer: int = 2
    look_weight: float = 0.0  # of attending to the object that the next word or number is about
    look_layer: int = 3
    decision_weight: float = 9.0
    number_weight: float = 2.0
    questions: bool = True  # false: only the lesson that names every object with its box
    shuffled_lists: bool = False  # that lesson in random order: each box has to be looked up by its name
    think: bool = True  # false: answers with an empty think block, for comparison
    absent: float = 1.0  # multiplies how often something absent is asked
    sigma_first: float = 0.008
    sigma_last: float = 0.003
    checkpoint_minutes: float = 5.0
    evaluation_minutes: float = 8.0
    evaluation_scenes: int = 100
    log_seconds: float = 20.0
