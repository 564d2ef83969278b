# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The small checkpoint's own tokenizer: one token per word, per number and per fixed piece of the contract.

Words carry their leading space, so decoding is joining. What the user types is lower-cased and gets the leading space
that its first word lacks; a word that the vocabulary lacks becomes `<unk>`; any text encodes.
"""

from __future__ import annotations

import re
from typing import Any

from vla_r1_ros.core.prompt import AFFORDANCE_SUFFIX, TRAJECTORY_SUFFIX
from vla_r1_ros.posttrain import think
from vla_r1_ros.posttrain.phrases import words
from vla_r1_ros.sim.objects import COLOURS, KINDS

SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
PAD, IM_START, IM_END, VISION_START, VISION_END, IMAGE, VIDEO = range(len(SPECIAL))
UNKNOWN = "<unk>"
FIXED = (
    AFFORDANCE_SUFFIX.lower(),
    TRAJECTORY_SUFFIX.lower(),
    "<think>",
    "</think>",
    "<output>",
    "</output>",
    '{"x": ',
    ', "y": ',
    ', "width": ',
    ', "height": ',
    "{}",
    "}",
    "[]",
    "[[",
    "], [",
    "]]",
    "task:",
    think.SCENE,
    think.REGION,
    think.FEASIBILITY,
    think.LOCATION,
    think.TRAJECTORY,
    think.GRIPPER,
    think.UNSEEN,
    think.THERE_IS_NO,
    think.FITS,
    think.BY_WALL,
    think.NOTHING,
    *think.WAYS.values(),
    *(f" {place}" for place in think.PLACES),
)
PUNCTUATION = ("\n", ",", ", ", ".", " is", "user", "assistant", " gripper", " object", " please", " now")
NUMBERS = tuple(think.number(index * think.STEP) for index in range(round(1 / think.STEP) + 1))
CHAT_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
    "{% if m['content'] is string %}{{ m['content'] }}{% else %}{% for c in m['content'] %}"
    "{% if c['type'] in ['image', 'image_url'] %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif c['type'] == 'text' %}{{ c['text'] }}{% endif %}{% endfor %}{% endif %}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def vocabulary() -> tuple[str, ...]:
    """Every token, in the order of its id; the numbers come last."""
    names = [f" {word}" for word in (*COLOURS, *KINDS, *words())]
    return tuple(dict.fromkeys([*SPECIAL, UNKNOWN, *FIXED, *PUNCTUATION, *names, *NUMBERS]))


def _pattern() -> str:
    """Regular expression (Oniguruma) of one token, longest fixed pieces first."""
    fixed = "|".join(re.escape(piece) for piece in sorted(FIXED, key=len, reverse=True))
    fixed = fixed.replace('\\"', '"').replace("\\ ", " ").replace("\\'", "'")
    return rf"{fixed}|[01]\.[0-9]{{3}}|, (?=[01]\.)|\n| ?[\p{{L}}\p{{M}}\p{{N}}_'-]+| ?[^\s]|\s"


def build_tokenizer() -> Any:
    """A `transformers.PreTrainedTokenizerFast` with the chat template, `<|im_end|>` ending a turn."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    vocab = {token: index for index, token in enumerate(vocabulary())}
    tokenizer = Tokenizer(models.WordLevel(vocab, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[ \t]+"), " "),
            normalizers.Replace(Regex(r"(?<=user)\n(?=[^ \n<])"), "\n "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(_pattern()), "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token=SPECIAL[IM_END],
        pad_token=SPECIAL[PAD],
        additional_special_tokens=list(SPECIAL[1:]),
        clean_up_tokenization_spaces=False,
        model_max_length=2048,
    )
    fast.chat_template = CHAT_TEMPLATE
    return fast
