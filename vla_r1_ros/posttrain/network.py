# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The model's forward pass as training needs it: the same maths as transformers', batched for one picture size.

The vision tower runs once per image; its features are shared by all rows that ask about that image. Rows are padded on
the right, so plain causal attention needs no mask. `test/posttrain/test_network.py` holds it equal to transformers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from vla_r1_ros.posttrain import tokenizer as tok
from vla_r1_ros.posttrain.model import CELLS, GRID, IMAGE_TOKENS, MEAN, MERGE, PATCH, STD

PATCHES = GRID[0] * GRID[1]


def patchify(images: Tensor) -> Tensor:
    """Images (B, 3, 252, 336) in 0..1 to patches (B * 432, 588), merge blocks together as the HF processor does."""
    mean, std = torch.tensor(MEAN).view(3, 1, 1), torch.tensor(STD).view(3, 1, 1)
    x = (images - mean) / std
    count = x.shape[0]
    x = x.reshape(count, 3, CELLS[0], MERGE, PATCH, CELLS[1], MERGE, PATCH).permute(0, 2, 5, 3, 6, 1, 4, 7)
    return x.reshape(count * PATCHES, 3 * PATCH * PATCH)


def positions(image_at: int, length: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """M-RoPE positions (3, length) of a row whose image tokens start at `image_at` (time, height, width)."""
    out = np.empty((3, length), dtype=np.int64)
    out[:, :image_at] = np.arange(image_at)
    rows, columns = np.divmod(np.arange(IMAGE_TOKENS), CELLS[1])
    out[:, image_at : image_at + IMAGE_TOKENS] = image_at + np.stack([np.zeros_like(rows), rows, columns])
    rest = length - image_at - IMAGE_TOKENS
    out[:, image_at + IMAGE_TOKENS :] = image_at + max(CELLS) + np.arange(rest)
    return out


def _autocast() -> bool:
    return bool(torch.is_autocast_enabled("cpu"))


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Attention by plain products: on CPUs three times as fast in bf16 as torch's fused one at these lengths."""
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    return torch.softmax(scores, -1, dtype=scores.dtype) @ value


@dataclass(frozen=True, slots=True)
class Looks:
    """Whose attention is asked for: in one layer, from place `at` (P,) of row `row` (P,)."""

    layer: int
    row: Tensor
    at: Tensor


def _attention(query: Tensor, keys: Tensor, at: Tensor) -> Tensor:
    """Log of causal attention (P, heads, L) from queries (P, heads, head) at places (P,) to keys (P, L, head)."""
    scores = (query @ keys.transpose(-1, -2)).float() * query.shape[-1] ** -0.5
    later = torch.arange(keys.shape[1]) > at[:, None]
    return scores.masked_fill(later[:, None], float("-inf")).log_softmax(-1)


class Network:
    """Batched forward and greedy decoding around a `Qwen2_5_VLForConditionalGeneration`."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.language = model.model.language_model
        self._vision = model.model.visual
        settings = self._vision.config
        self._head = settings.hidden_size // settings.num_heads
        grid = torch.stack(torch.meshgrid(torch.arange(GRID[0]), torch.arange(GRID[1]), indexing="ij"), -1)
        order = grid.reshape(CELLS[0], MERGE, CELLS[1], MERGE, 2).permute(0, 2, 1, 3, 4).reshape(PATCHES, 2)
        inverse = 1.0 / 10000.0 ** (torch.arange(0, self._head // 2, 2).float() / (self._head // 2))
        angles = (order[:, :, None].float() * inverse).reshape(PATCHES, -1)
        angles = torch.cat([angles, angles], -1)
        self._cos, self._sin = angles.cos()[:, None], angles.sin()[:, None]

    def vision(self, images: Tensor) -> Tensor:
        """Features (B, 108, hidden) of images (B, 3, 252, 336) in 0..1."""
        count = images.shape[0]
        tower = self._vision
        weight = tower.patch_embed.proj.weight
        # the processor repeats a still image for the two frames of a temporal patch: add the two halves instead
        x = F.linear(patchify(images), weight.sum(2).reshape(weight.shape[0], -1))
        for block in tower.blocks:
            qkv = block.attn.qkv(block.norm1(x)).view(count, PATCHES, 3, -1, self._head)
            query, key, value = qkv.unbind(2)
            query, key = self._rotate(query).to(value.dtype), self._rotate(key).to(value.dtype)
            mixed = attend(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), None)
            x = x + block.attn.proj(mixed.transpose(1, 2).reshape(count * PATCHES, -1))
            x = x + block.mlp(block.norm2(x))
        return tower.merger(x).view(count, IMAGE_TOKENS, -1)

    def _rotate(self, x: Tensor) -> Tensor:
        first, second = x.chunk(2, -1)
        return x * self._cos + torch.cat([-second, first], -1) * self._sin

    def embed(self, ids: Tensor, features: Tensor, owner: Tensor) -> Tensor:
        """Token embeddings (R, L, hidden) with the features of image `owner[r]` in row r's image places."""
        embedded = self.language.embed_tokens(ids)
        place = (ids == tok.IMAGE)[..., None]
        return embedded.masked_scatter(place, features[owner].to(embedded.dtype))

    def hidden(
        self, embedded: Tensor, position_ids: Tensor, keep: int, looks: Looks | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Last hidden states (R, L, hidden) under plain causal attention, those after layer `keep`, and what `looks`
        asks for, (P, heads, L): log of the attention from P places to each place of their row, in the heads of the
        first key head; empty without `looks`."""
        x, kept, looked = embedded, embedded, embedded.new_zeros((0, 1, 1))
        rows, length, _ = x.shape
        cos, sin = self._text_rotation(x, position_ids)
        config = self.language.config
        head = config.hidden_size // config.num_attention_heads
        groups = config.num_key_value_heads
        share = config.num_attention_heads // groups
        mask = torch.full((length, length), float("-inf")).triu(1).to(torch.bfloat16).repeat(share, 1)

        def rotate(states: Tensor) -> Tensor:
            first, second = states.chunk(2, -1)
            return states * cos + torch.cat([-second, first], -1) * sin

        for index, layer in enumerate(self.language.layers):
            states = layer.input_layernorm(x)
            attention = layer.self_attn
            query = rotate(attention.q_proj(states).view(rows, length, groups, share, head))
            key = rotate(attention.k_proj(states).view(rows, length, groups, 1, head))
            value = attention.v_proj(states).view(rows, length, groups, head)
            if looks is not None and index == looks.layer:
                looked = _attention(query[looks.row, looks.at, 0], key[looks.row, :, 0, 0], looks.at)
            # the query heads of one key head are stacked along the sequence: no copies of keys and values
            stacked = query.permute(0, 2, 3, 1, 4).reshape(rows, groups, share * length, head)
            mixed = attend(stacked, key[:, :, :, 0].transpose(1, 2), value.transpose(1, 2), mask)
            mixed = mixed.view(rows, groups, share, length, head).permute(0, 3, 1, 2, 4)
            x = x + attention.o_proj(mixed.reshape(rows, length, -1))
            x = x + layer.mlp(layer.post_attention_layernorm(x))
            if index == keep:
                kept = x
        return self.language.norm(x), kept, looked

    def _text_rotation(self, x: Tensor, position_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Cosine and sine (R, L, 1, 1, head) of M-RoPE, in the precision of the matrix products."""
        kind = torch.bfloat16 if _autocast() else x.dtype
        cos, sin = self.language.rotary_emb(x, position_ids)
        return cos[:, :, None, None].to(kind), sin[:, :, None, None].to(kind)

    @torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
    def generate(
        self, images: Tensor, questions: Sequence[tuple[list[int], int]], owner: Sequence[int], limit: int = 150
    ) -> list[list[int]]:
        """Greedy answers (token ids without the end) to questions, each about image `owner[i]`; pads on the left."""
        from transformers import DynamicCache

        rows, longest = len(questions), max(len(ids) for ids, _ in questions)
        ids = torch.full((rows, longest), tok.PAD)
        mask = torch.zeros((rows, longest), dtype=torch.long)
        place = torch.ones((3, rows, longest), dtype=torch.long)
        for row, (tokens, image_at) in enumerate(questions):
            ids[row, -len(tokens) :] = torch.tensor(tokens)
            mask[row, -len(tokens) :] = 1
            place[:, row, -len(tokens) :] = torch.from_numpy(positions(image_at, len(tokens)))
        after = place[0, :, -1] + 1
        answers: list[list[int]] = [[] for _ in range(rows)]
        going = torch.ones(rows, dtype=torch.bool)
        with torch.autocast("cpu", torch.bfloat16):
            embedded = self.embed(ids, self.vision(images), torch.tensor(owner))
            cache = DynamicCache(config=self.language.config)
            for step in range(limit):
                state = self.language(
                    inputs_embeds=embedded,
                    position_ids=place,
                    attention_mask=mask,
                    past_key_values=cache,
                    use_cache=True,
                ).last_hidden_state[:, -1]
                chosen = self.model.lm_head(state).float().argmax(-1)
                going &= chosen != tok.IM_END
                if not going.any():
                    break
                for row in going.nonzero()[:, 0].tolist():
                    answers[row].append(int(chosen[row]))
                embedded = self.language.embed_tokens(chosen[:, None])
                place = (after + step).expand(3, rows)[..., None]
                mask = torch.cat([mask, torch.ones((rows, 1), dtype=torch.long)], 1)
        return answers
