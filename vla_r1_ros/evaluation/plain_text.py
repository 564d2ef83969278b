# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Text from bags made harmless for eyes and terminals, and counted words."""

import json
import re
from typing import Any

#: Controls (escape sequences begin with one), half characters, and those that turn the direction of what follows
#: (Unicode TR 36, 3.2). Line ends and tabs stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_CUT = " […]"


def plain(value: object, most: int = 500) -> str:
    """Text without what the eye cannot see, cut where it has more than `most` characters."""
    text = str(value)
    return _UNSEEN.sub("\ufffd", text if len(text) <= most else text[:most] + _CUT)


def whole_json(text: str) -> Any:
    """JSON without half characters, which no file and no terminal takes: each becomes a question mark.

    Raises:
        ValueError, RecursionError: it is none.
    """
    value = json.loads(text)
    half = re.search(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]", text)
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace")) if half else value


def counted(number: int, word: str) -> str:
    """`1 bag`, `2 bags`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
