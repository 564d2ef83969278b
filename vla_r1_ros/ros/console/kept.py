# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What pages fetch beside their connections (reports, clips, meshes), under addresses that nobody can guess.

A page learns an address on its own connection, which asked for the token; a `video` or `iframe` could not show one.
"""

import re
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

PREFIX = "/kept/"
#: Most bytes of one answer: a browser asks for the rest of a clip as it plays.
MAX_PART_BYTES = 4 << 20
#: Largest file that is given whole: a mesh; films come in parts.
MAX_WHOLE_BYTES = 32 << 20
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


@dataclass(frozen=True)
class Item:
    """Bytes, or a file that is read when it is asked for; `kind` is its media type."""

    body: bytes | Path
    kind: str

    def part(self, wanted: str | None) -> tuple[bytes, str | None]:
        """The bytes that a Range header asks for (None: all), and the Content-Range where they are not all.

        Raises:
            OSError: the file has gone. ValueError: a range that is not in it, or a whole that is over MAX_WHOLE_BYTES.
        """
        size = len(self.body) if isinstance(self.body, bytes) else self.body.stat().st_size
        found = _RANGE.fullmatch(wanted or "")
        if found is None:
            if size > MAX_WHOLE_BYTES and isinstance(self.body, Path):
                raise ValueError(f"it has {size} bytes: ask for a range")
            return self._slice(0, size), None
        first = int(found[1])
        last = min(int(found[2] or size - 1), size - 1, first + MAX_PART_BYTES - 1)
        if first > last:
            raise ValueError(f"no bytes {wanted} in {size}")
        return self._slice(first, last + 1), f"bytes {first}-{last}/{size}"

    def _slice(self, first: int, end: int) -> bytes:
        if isinstance(self.body, bytes):
            return self.body[first:end]
        with self.body.open("rb") as file:
            file.seek(first)
            return file.read(end - first)


class Kept:
    """The newest `most` items. Thread-safe."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._items: OrderedDict[str, Item] = OrderedDict()

    def offer(self, body: bytes | Path, kind: str) -> str:
        """Return the address of an item, the same for the same item."""
        item = Item(body, kind)
        with self._lock:
            address = next((known for known, one in self._items.items() if one == item), "")
            if not address:
                address = PREFIX + secrets.token_urlsafe(18)
                self._items[address] = item
                while len(self._items) > self._most:
                    self._items.popitem(last=False)
            return address

    def find(self, address: str) -> Item | None:
        """What is at an address; None where nothing is, or no longer."""
        with self._lock:
            return self._items.get(address)
