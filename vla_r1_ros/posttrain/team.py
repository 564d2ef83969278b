# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Data-parallel training by single-threaded processes.

On a shared machine threads of one process wait for each other thousands of times per step; processes meet only twice,
for the gradients and for the updated matrices.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn


class Team:
    """`size` processes that hold the same weights; rank 0 decides and reports."""

    def __init__(self, rank: int = 0, size: int = 1, meeting: Path | None = None) -> None:
        """`meeting` is a file that does not exist yet, the same for all ranks; needed where `size` > 1."""
        self.rank, self.size = rank, size
        if size > 1:
            os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
            dist.init_process_group(
                "gloo",
                init_method=f"file://{meeting}",
                rank=rank,
                world_size=size,
                timeout=timedelta(minutes=30),
            )

    def tell(self, values: Sequence[float]) -> list[float]:
        """Rank 0's values, in every rank."""
        if self.size == 1:
            return list(values)
        packet = torch.tensor(values, dtype=torch.float64)
        dist.broadcast(packet, 0)
        return [float(v) for v in packet]

    def average_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Means of the gradients over the ranks; parameters without one are left out (the same ones in each rank)."""
        if self.size == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(flat)
        _unpack(flat / self.size, gradients)

    def mine(self, parameters: Sequence[nn.Parameter]) -> list[nn.Parameter]:
        """The share of the parameters that this rank updates."""
        return list(parameters[self.rank :: self.size])

    @torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
    def exchange(self, parameters: Sequence[nn.Parameter]) -> None:
        """After each rank has updated its share: everyone gets everyone's."""
        if self.size == 1:
            return
        for owner in range(self.size):
            share = [p.data for p in parameters[owner :: self.size]]
            flat = torch.cat([p.reshape(-1) for p in share])
            dist.broadcast(flat, owner)
            if owner != self.rank:
                _unpack(flat, share)

    def leave(self) -> None:
        """Ends the group."""
        if self.size > 1:
            dist.destroy_process_group()


def _unpack(flat: Tensor, into: Sequence[Tensor]) -> None:
    start = 0
    for tensor in into:
        tensor.copy_(flat[start : start + tensor.numel()].view_as(tensor))
        start += tensor.numel()
