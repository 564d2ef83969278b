# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Run the counted tests at full counts and print what came of them: `python tools/reliability.py`.

What was made is kept in build/reliability; a run that was cut off goes on there, and `--table` prints it only.
Standard library only.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests import ROOT, THREADS

TESTS = (*(f"test/ros/planner/test_{name}_counted.py" for name in ("stop", "stop_sim", "enable", "faults", "ends")),
         "test/evaluation/test_bag_damage_counted.py", "test/ros/recorder/test_recorder_killed_counted.py")
OUT = ROOT / "build" / "reliability"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed; `values` are not empty."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def figures(trials: Sequence[dict[str, Any]]) -> list[tuple[str, list[float]]]:
    """What was timed in trials, ms, by name."""
    names = sorted({name for trial in trials for name in trial if name.endswith("_ms")})
    return [(name, [float(trial[name]) for trial in trials if name in trial]) for name in names]


def rows(name: str, trials: Sequence[dict[str, Any]]) -> Iterable[str]:
    """Lines of the table for one test: trials, failures, then p50, p99 and max of each time."""
    failures = sum("failure" in trial for trial in trials)
    loads = [float(trial["load"]) for trial in trials]
    head = f"| {name} | {len(trials)} | {failures} | {min(loads):.0f} to {max(loads):.0f} |"
    if not figures(trials):
        yield f"{head} | | | |"
    for what, values in figures(trials):
        numbers = " | ".join(f"{percentile(values, share):.0f}" for share in (0.5, 0.99, 1.0))
        yield f"{head} {what} ({len(values)}) | {numbers} |"
        head = "| | | | |"


def table(folder: Path) -> str:
    """The table of all that was made."""
    lines = ["| test | trials | failures | load | time (values) | p50, ms | p99, ms | max, ms |", "|---|" + "---|" * 7]
    for file in sorted(folder.glob("*.jsonl")):
        trials = [json.loads(line) for line in file.read_text().splitlines()]
        if trials:
            lines += rows(file.stem.replace("_", " "), trials)
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests; 0 only when each of them passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", default="full", help="trials of each test, a number or full (default)")
    parser.add_argument("--fresh", action="store_true", help="forget what was made before")
    parser.add_argument("--table", action="store_true", help="print what was made before, and nothing else")
    options = parser.parse_args(arguments)
    if options.fresh:
        shutil.rmtree(OUT, ignore_errors=True)
    failed, began = [], time.monotonic()
    for test in () if options.table else TESTS:
        environment = {**os.environ, **THREADS, "RELIABILITY_TRIALS": options.trials, "RELIABILITY_OUT": str(OUT)}
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", test], cwd=ROOT, env=environment, check=False)
        failed += [test] * (done.returncode != 0)
    print(table(OUT))
    if not options.table:
        print(f"{'FAILED: ' + ', '.join(failed) if failed else 'all passed'} in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
