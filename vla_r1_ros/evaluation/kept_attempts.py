# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One bag for a viewer that must not be held up: its attempts as rows, or one as a page, in a process of its own.

`python -m vla_r1_ros.evaluation.kept_attempts BAG OUT` writes the rows as JSON, with a third word, the attempt's name,
that attempt's page as HTML.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.evaluation.bag_attempts import BagAttempt, evaluate_bag
from vla_r1_ros.evaluation.bag_files import Bag, find_bags
from vla_r1_ros.evaluation.bag_pictures import Seen, read_seen
from vla_r1_ros.evaluation.bag_summary import attempt_row
from vla_r1_ros.evaluation.html_attempt import MAX_LOOKS, attempt_part, time_key
from vla_r1_ros.evaluation.html_page import document
from vla_r1_ros.evaluation.result_file import write_whole
from vla_r1_ros.evaluation.verdicts import Source

_SIDE_PX = 640
_NICE = 10


def attempt_rows(bag: Bag) -> list[dict[str, Any]]:
    """What :func:`attempt_row` says of each attempt of a bag, and each verdict in full under `verdicts`."""
    return [{**attempt_row(attempt), "verdicts": {source: verdict.to_json() for source, verdict
                                                  in attempt.verdicts.items()}}
            for attempt in evaluate_bag(bag).attempts]  # fmt: skip


def attempt_page(bag: Bag, name: str) -> str:
    """One attempt as the report shows it, as a page of its own: pictures, reasoning, timeline, verdicts.

    Raises:
        InputError: INPUT_PARAMETER where the bag has no such attempt.
    """
    found = next((attempt for attempt in evaluate_bag(bag).attempts if attempt.attempt == name), None)
    if found is None:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{bag.path} has no attempt '{name[:80]}'", "read the list anew")
    looks = found.story.looks[:MAX_LOOKS]
    seen = read_seen(bag, looks, _SIDE_PX) if looks else Seen()
    return document(found.instruction or name, [attempt_part(1, found, _source(found), seen, None), time_key()])


def _source(attempt: BagAttempt) -> Source:
    return next((source for source in Source if source in attempt.verdicts), Source.STACK)


def main(words: Sequence[str]) -> int:
    """Do what the module's words say; 1 with the reason on stderr where it cannot be done."""
    os.nice(_NICE)
    try:
        path = Path(words[0])
        bag = next((bag for bag in find_bags(path) if bag.path == path), None)
        if bag is None:
            raise InputError(ErrorCode.INPUT_FILE, f"{path} is no bag any more", "read the list anew")
        text = attempt_page(bag, words[2]) if len(words) > 2 else json.dumps(attempt_rows(bag))
        write_whole(Path(words[1]), text, "OUT")
    except VlaError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
