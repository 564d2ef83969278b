# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Rows as TRL's data sets (text first, picture last, as the contract asks), and a look at their length before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError, TrainingError
from vla_r1_ros.posttrain.tune.rows import TuneRow


def messages(question: str) -> list[dict[str, Any]]:
    """The user's turn with the picture's place after the text."""
    return [{"role": "user", "content": [{"type": "text", "text": question}, {"type": "image"}]}]


def grpo_set(rows: Sequence[TuneRow]) -> Any:
    """`datasets.Dataset` with `prompt`, `image` (opened when it is needed) and `ground_truth`."""
    return _set([{"prompt": messages(r.question), "image": str(r.image), "ground_truth": r.answer} for r in rows])


def sft_set(rows: Sequence[TuneRow]) -> Any:
    """`datasets.Dataset` with `prompt`, `image` and `completion`; only the completion is learned."""
    return _set([
        {"prompt": messages(row.question), "image": str(row.image),
         "completion": [{"role": "assistant", "content": [{"type": "text", "text": row.answer}]}]}
        for row in rows
    ])  # fmt: skip


def _set(values: list[dict[str, Any]]) -> Any:
    from datasets import Dataset, Image

    return Dataset.from_list(values).cast_column("image", Image(mode="RGB"))


def check_prompts(rows: Sequence[TuneRow], processor: Any, most: int) -> int:
    """The length in tokens of the longest prompt, picture included.

    Raises:
        InputError: INPUT_FILE for a picture that cannot be opened.
        TrainingError: TRAIN_PROMPT_TOO_LONG naming the longest row, and how many are over `most`.
    """
    merge = int(processor.image_processor.merge_size) ** 2

    @cache
    def picture(path: Path) -> int:
        width, height = _size(path)
        return int(processor.image_processor.get_number_of_image_patches(height, width, {})) // merge

    @cache
    def text(question: str) -> int:
        rendered = processor.apply_chat_template(messages(question), add_generation_prompt=True, tokenize=False)
        return len(processor.tokenizer(rendered, add_special_tokens=False).input_ids) - 1  # the picture's one place

    lengths = [text(row.question) + picture(row.image) for row in rows]
    longest = max(range(len(rows)), key=lengths.__getitem__)
    if lengths[longest] > most:
        over, row = sum(length > most for length in lengths), rows[longest]
        raise TrainingError(
            ErrorCode.TRAIN_PROMPT_TOO_LONG,
            f"{over} of {len(rows)} prompts have over {most} tokens; the longest, {row.where}, has {lengths[longest]}, "
            f"{picture(row.image)} of them the picture's",
            "raise max_prompt_tokens, or lower longest_edge (pixels) in the checkpoint's processor_config.json")
    return lengths[longest]


def _size(path: Path) -> tuple[int, int]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            return int(image.width), int(image.height)
    except (OSError, UnidentifiedImageError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"the picture {path} cannot be opened: {error}",
                         "make or copy the set again") from None


def unknown_answers(rows: Sequence[TuneRow], processor: Any) -> int:
    """How many answers have something in their output block that the tokenizer does not know: it would be learned as
    an unknown token, and the reply would not parse."""
    tokenizer = processor.tokenizer
    if tokenizer.unk_token_id is None:
        return 0
    blocks = [row.answer.rpartition("<output>")[2] for row in rows]
    return sum(tokenizer.unk_token_id in ids for ids in tokenizer(blocks, add_special_tokens=False).input_ids)
