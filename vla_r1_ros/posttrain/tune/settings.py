# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Settings of fine-tuning a Qwen2.5-VL checkpoint: SFT and GRPO, on one machine (TRL) or on several (verl).

The presets are files, `config/train/sft_*.yaml` and `config/train/grpo_*.yaml`. No torch here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.rewards import Profile

#: The matrices of the language model, not those of the vision tower, which has projections of the same names.
LORA_TARGETS = r".*language_model.*\.(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj)"


class Precision(StrEnum):
    """Number format of the forward and backward pass; the weights that the optimizer moves stay in float32."""

    FLOAT32 = "float32"
    BF16 = "bf16"


class Device(StrEnum):
    """Where training runs; `auto` takes a GPU where there is one."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class Schedule(StrEnum):
    """Course of the learning rate after the warm-up."""

    CONSTANT = "constant"
    LINEAR = "linear"
    COSINE = "cosine"


class GuardName(StrEnum):
    """What GRPO watches for while it runs."""

    SPACE = "coordinate_space"
    LENGTH = "length_explosion"
    COLLAPSE = "collapse"
    KL = "kl_drift"


def check_ranges(settings: Any, *ranges: tuple[str, float, float]) -> None:
    """Refuse fields of `settings` that are no finite number within (name, low, high).

    Raises:
        InputError: INPUT_PARAMETER naming the field, its value and its range.
    """
    for name, low, high in ranges:
        value = getattr(settings, name)
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if not (number and low <= value <= high):
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{name} is {value!r}, not within {low:g} to {high:g}",
                             f"set {name} within its range")


@dataclass(frozen=True)
class LoraSettings:
    """Low-rank adapters instead of full weights; needs the package peft. Rank 0: train all weights.

    `targets` is a regular expression over module names. The saved checkpoint has the adapters merged into the weights.
    """

    rank: int = 0
    alpha: int = 64
    dropout: float = 0.0
    targets: str = LORA_TARGETS

    def __post_init__(self) -> None:
        check_ranges(self, ("rank", 0, 1024), ("alpha", 1, 4096), ("dropout", 0.0, 0.9))


@dataclass(frozen=True)
class TuneSettings:
    """What SFT and GRPO have in common.

    Args:
        seed: of shuffling and sampling.
        learning_rate: its highest value.
        schedule: its course after the warm-up.
        warmup: share of all steps over which it rises.
        weight_decay, max_grad_norm: of AdamW; gradients are clipped to that norm.
        epochs: passes over the rows; counts where `steps` is 0. GRPO leaves out what does not fill a batch at the end.
        steps: optimizer steps, 0: by epochs.
        per_device: rows on the device at once; the rest of a batch is accumulated. Memory, not results, depends on it.
        precision: of the passes.
        gradient_checkpointing: less memory for more time.
        freeze_vision: leave the vision tower as it is.
        lora: adapters instead of full weights.
        max_prompt_tokens: a longer prompt, picture included, is refused before training.
        log_every, evaluate_every, save_every: in optimizer steps.
        evaluate_rows: held-out rows that an evaluation asks about.
        keep: training states kept besides the best; older ones are deleted.
        device, threads: where it runs; CPU threads (0: as torch chooses).
    """

    seed: int = 0
    learning_rate: float = 1e-5
    schedule: Schedule = Schedule.CONSTANT
    warmup: float = 0.0
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    epochs: float = 1.0
    steps: int = 0
    per_device: int = 1
    precision: Precision = Precision.BF16
    gradient_checkpointing: bool = True
    freeze_vision: bool = False
    lora: LoraSettings = field(default_factory=LoraSettings)
    max_prompt_tokens: int = 2048
    log_every: int = 1
    evaluate_every: int = 50
    evaluate_rows: int = 200
    save_every: int = 50
    keep: int = 2
    device: Device = Device.AUTO
    threads: int = 0

    def __post_init__(self) -> None:
        check_ranges(
            self, ("seed", 0, 2**31), ("learning_rate", 0.0, 1.0), ("warmup", 0.0, 0.9), ("weight_decay", 0.0, 1.0),
            ("max_grad_norm", 1e-6, 1e6), ("epochs", 0.0, 10_000), ("steps", 0, 10**9), ("per_device", 1, 65_536),
            ("max_prompt_tokens", 16, 10**6), ("log_every", 1, 10**6), ("evaluate_every", 1, 10**9),
            ("evaluate_rows", 0, 10**7), ("save_every", 1, 10**9), ("keep", 1, 1000), ("threads", 0, 1024),
        )  # fmt: skip
        if not self.steps and not self.epochs:
            raise InputError(ErrorCode.INPUT_PARAMETER, "steps and epochs are both 0: there is nothing to do",
                             "set one of them")


@dataclass(frozen=True)
class SftSettings(TuneSettings):
    """Supervised fine-tuning.

    Args:
        batch: rows of one optimizer step.
        max_reply_tokens: bound on the replies of the held-out evaluation.
    """

    batch: int = 128
    max_reply_tokens: int = 1024

    def __post_init__(self) -> None:
        super().__post_init__()
        check_ranges(self, ("batch", 1, 65_536), ("max_reply_tokens", 1, 32_768))


@dataclass(frozen=True)
class GuardSettings:
    """When GRPO says that something is going wrong; see docs/training.md. Shares are over the last `window` batches.

    Args:
        window: batches of sampled replies that are looked at together.
        outside: share of the replies that are whole but have values outside [0, 1].
        length_growth: mean length of the replies over that of the first window.
        length_cut: share of the replies that were cut at `max_reply_tokens`.
        same_in_group: share of the groups whose answers are all the same (nothing to learn from), where these are
            rewarded below `solved`.
        same_across: share of the most frequent answer among all replies about different questions.
        solved: mean reward from which equal answers are no collapse but a solved question.
        kl: mean KL estimate per token to the model that training began with.
        stop: guards that end the run instead of warning.
    """

    window: int = 10
    outside: float = 0.3
    length_growth: float = 2.0
    length_cut: float = 0.3
    same_in_group: float = 0.8
    same_across: float = 0.5
    solved: float = 0.9
    kl: float = 0.5
    stop: tuple[GuardName, ...] = ()

    def __post_init__(self) -> None:
        shares = ("outside", "length_cut", "same_in_group", "same_across", "solved")
        check_ranges(self, ("window", 1, 10_000), ("length_growth", 1.0, 1000.0), ("kl", 1e-6, 1e6),
                     *((name, 0.0, 1.0) for name in shares))  # fmt: skip


@dataclass(frozen=True)
class ClusterSettings:
    """What only the engine for several machines (verl) reads."""

    nodes: int = 1
    gpus_per_node: int = 2
    tensor_parallel: int = 2
    gpu_memory_share: float = 0.6

    def __post_init__(self) -> None:
        check_ranges(self, ("nodes", 1, 10_000), ("gpus_per_node", 1, 64), ("tensor_parallel", 1, 64),
                     ("gpu_memory_share", 0.05, 0.99))  # fmt: skip


@dataclass(frozen=True)
class GrpoSettings(TuneSettings):
    """Group relative policy optimisation (DeepSeekMath, arXiv 2402.03300).

    Args:
        group: replies sampled for each question.
        batch: questions sampled for between two looks at the rewards.
        mini_batch: an optimizer step takes the replies of so many questions (TRL mixes the replies of a batch first, so
            that a group may be shared out to several steps); `batch` is a multiple of it.
        temperature, top_p: of sampling. The loss takes the temperature into account, but not what top_p cuts off.
        max_reply_tokens: a reply is cut there.
        kl: weight of the KL estimate (low_var_kl: Schulman's k3) to the model that training began with; 0: none, and
            no guard against drift.
        entropy: weight of an entropy bonus.
        clip: ratios outside 1 - clip to 1 + clip have no gradient; without effect where mini_batch is batch: all
            ratios are 1 there.
        scale_advantages: divide by the standard deviation in the group.
        profile: rules of the reward, see docs/rewards.md.
        guards: what is watched.
        cluster: for verl only.
    """

    group: int = 5
    batch: int = 512
    mini_batch: int = 128
    temperature: float = 1.0
    top_p: float = 1.0
    max_reply_tokens: int = 2048
    kl: float = 0.01
    entropy: float = 0.0
    clip: float = 0.2
    scale_advantages: bool = True
    profile: Profile = Profile.STRICT
    guards: GuardSettings = field(default_factory=GuardSettings)
    cluster: ClusterSettings = field(default_factory=ClusterSettings)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_ranges(
            self, ("group", 2, 1024), ("batch", 1, 65_536), ("mini_batch", 1, 65_536), ("temperature", 0.01, 10.0),
            ("top_p", 0.01, 1.0), ("max_reply_tokens", 1, 32_768), ("kl", 0.0, 100.0), ("entropy", -1.0, 1.0),
            ("clip", 0.001, 10.0),
        )  # fmt: skip
        if self.batch % self.mini_batch:
            raise InputError(ErrorCode.INPUT_PARAMETER,
                             f"batch {self.batch} is no multiple of mini_batch {self.mini_batch}",
                             "each optimizer step takes one mini_batch of questions")
        if (self.mini_batch * self.group) % self.per_device:
            raise InputError(ErrorCode.INPUT_PARAMETER,
                             f"mini_batch {self.mini_batch} x group {self.group} = {self.mini_batch * self.group} "
                             f"replies is no multiple of per_device {self.per_device}",
                             f"choose per_device among the divisors of {self.mini_batch * self.group}")
