# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What every page shows, by kind; only the newest of a kind counts, so a slow page never makes a queue."""

import json
import threading
from typing import Any


class Board:
    """Kinds of facts with a version each. Encoded once, however many pages look. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._facts: dict[str, tuple[int, str]] = {}

    def put(self, kind: str, fact: Any) -> None:
        """Set the newest of a kind; `fact` must be what JSON can hold. Nothing changes where it is the same."""
        text = json.dumps(fact, allow_nan=False)
        with self._lock:
            version, before = self._facts.get(kind, (0, ""))
            if text != before:
                self._facts[kind] = (version + 1, text)

    def newer(self, seen: dict[str, int]) -> str:
        """Return what `seen` (version by kind) lacks, as the JSON of an object by kind; `seen` is brought up to date.
        Empty where it lacks nothing."""
        with self._lock:
            fresh = {kind: fact for kind, fact in self._facts.items() if seen.get(kind, 0) != fact[0]}
        seen.update({kind: version for kind, (version, _) in fresh.items()})
        return "{" + ",".join(f'"{kind}":{text}' for kind, (_, text) in fresh.items()) + "}" if fresh else ""
