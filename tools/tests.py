# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Run all tests, phase by phase, and end with one summary: `python tools/tests.py [--fast]`. Standard library only."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Numeric libraries spin on many threads otherwise, and the phases get slower on few cores.
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}


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


def run(phase: Phase) -> tuple[int, str]:
    """Exit status and closing line of one phase; its output passes through."""
    command = [str(ROOT / phase.environment / "bin" / "python"), "-m", "pytest", "-q", "-m", phase.marks, *phase.paths]
    print(f"== {phase.name}: {' '.join(command[1:])}", flush=True)
    closing = "pytest wrote nothing"
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **THREADS}, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            closing = line.strip() or closing
    return process.returncode, closing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the phases; 0 only when each of them passed. A phase without a single test has not passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="the fast phase only")
    fast = parser.parse_args(arguments).fast
    began = time.monotonic()
    results = [(phase.name, *run(phase)) for phase in (PHASES[:1] if fast else PHASES)]
    failed = [name for name, status, _ in results if status != 0]
    print("== summary")
    for name, status, closing in results:
        print(f"{name:6} {'passed' if status == 0 else f'FAILED ({status})':12} {closing}")
    print(f"{'FAILED: ' + ', '.join(failed) if failed else 'all passed'} in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
