# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Run all tests, phase by phase, and end with one summary: `python tools/tests.py [--fast]`. Standard library only.

Thousands of tests use real DDS and real time; now and then a shared machine stands still for seconds in the midst of
one. So what failed is run once more, alone, where it was little; the summary names what passed only then.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Numeric libraries spin on many threads otherwise, and the phases get slower on few cores.
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}
#: Where more than this failed nothing is repeated: that is no accident.
REPEATED = 3


@dataclass(frozen=True)
class Phase:
    """One pytest run: in which environment, on what, and which marks."""

    name: str
    environment: str
    paths: tuple[str, ...]
    marks: str


PHASES = (
    Phase("fast", ".venv", (), "not slow and not train and not colcon"),
    Phase("slow", ".venv", (), "(slow or colcon) and not train"),
    Phase("train", ".venv-train", ("test/posttrain",), "train"),
)


@dataclass(frozen=True)
class Outcome:
    """How a phase ended: exit status, pytest's closing line, and the tests that passed only when repeated alone."""

    status: int
    closing: str
    repeated: tuple[str, ...] = ()


def pytest(phase: Phase, *options: str) -> tuple[int, list[str]]:
    """Exit status and lines of one run; its output passes through."""
    command = [str(ROOT / phase.environment / "bin" / "python"), "-m", "pytest", *options, "-m", phase.marks,
               *phase.paths]  # fmt: skip
    print(f"== {phase.name}: {' '.join(command[1:])}", flush=True)
    lines = []
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **THREADS}, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(line.strip())
    return process.returncode, lines


def run(phase: Phase) -> Outcome:
    """One phase, and once more what failed in it, where that was little."""
    status, lines = pytest(phase, "-q")
    closing = next((line for line in reversed(lines) if line), "pytest wrote nothing")
    if status != 1 or sum(map(int, re.findall(r"(\d+) (?:failed|error)", closing))) > REPEATED:
        return Outcome(status, closing)
    status, lines = pytest(phase, "-v", "--last-failed", "--last-failed-no-failures=none")
    return Outcome(status, closing, tuple(line.split(" PASSED")[0] for line in lines if " PASSED" in line))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the phases; 0 only when each of them passed. A phase without a single test has not passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="the fast phase only")
    fast = parser.parse_args(arguments).fast
    began = time.monotonic()
    results = [(phase.name, run(phase)) for phase in (PHASES[:1] if fast else PHASES)]
    failed = [name for name, outcome in results if outcome.status != 0]
    print("== summary")
    for name, outcome in results:
        print(f"{name:6} {'passed' if outcome.status == 0 else f'FAILED ({outcome.status})':12} {outcome.closing}")
        for test in outcome.repeated:
            print(f"       passed only when run again, alone: {test}")
    print(f"{'FAILED: ' + ', '.join(failed) if failed else 'all passed'} in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
