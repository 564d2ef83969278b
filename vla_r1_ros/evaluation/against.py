# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One set of recorded attempts against another: which of them succeeds more often, and whether that is known yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.metrics import wilson_interval
from vla_r1_ros.evaluation.bag_attempts import UNKNOWN, BagAttempt, BagResult
from vla_r1_ros.evaluation.bag_summary import choose_source
from vla_r1_ros.evaluation.sequential import SequentialResult, sequential_test
from vla_r1_ros.evaluation.tables import markdown
from vla_r1_ros.evaluation.two_rates import FixedResult, compare_paired, compare_unpaired
from vla_r1_ros.evaluation.verdicts import Source

MARGIN = 0.10
#: Share of the smaller set that must find a partner for a paired comparison.
LEAST_PAIRED = 2 / 3
_Pair = tuple[bool, bool]
_Key = tuple[str, str]


def compare_sets(first: Sequence[BagResult], second: Sequence[BagResult], source: Source | None = None,
                 margin: float = MARGIN) -> dict[str, Any]:
    """Compare two sets by one source's verdicts, as plain JSON (keys: docs/evaluate.md). Differences are first less
    second.

    Args:
        margin: a difference of success rates that would not matter, in 0..1.

    Raises:
        InputError: INPUT_PARAMETER where a set has no judged attempt, a bag is in both sets, or the margin is none.
    """
    check_margin(margin)
    shared = {str(r.bag.path.resolve()) for r in first} & {str(r.bag.path.resolve()) for r in second}
    if shared:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{len(shared)} bags are in both sets, such as {min(shared)}",
                         "name folders that do not overlap")
    attempts = [_once(results) for results in (first, second)]
    chosen = source or choose_source([*attempts[0], *attempts[1]])
    judged = [[a for a in part if chosen in a.verdicts] for part in attempts]
    for name, part, whole in zip(("the first set", "the set of --against"), judged, attempts, strict=True):
        if not part:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{name} has no attempt that {chosen} judged, of {len(whole)}",
                             "give a verdict with `vla_r1 judge`, or choose another source with --by")
    pairs = _pairs(judged[0], judged[1], chosen)
    paired = len(pairs) >= max(1.0, LEAST_PAIRED * min(map(len, judged)))
    successes = [sum(a.verdicts[chosen].success for a in part) for part in judged]
    if paired:
        count = Counter(pairs)
        fixed = compare_paired(*(count[key] for key in _CELLS.values()))
    else:
        fixed = compare_unpaired((successes[0], len(judged[0])), (successes[1], len(judged[1])))
        pairs = [(a.verdicts[chosen].success, b.verdicts[chosen].success) for a, b in zip(*judged, strict=False)]
    looked = sequential_test([int(a) - int(b) for a, b in pairs])
    return {
        "verdicts_by": str(chosen),
        "first": _side(judged[0], attempts[0], chosen), "second": _side(judged[1], attempts[1], chosen),
        "pairing": "paired" if paired else "unpaired",
        "left_out": sum(map(len, judged)) - 2 * len(pairs) if paired else 0,
        "pairs": {name: Counter(pairs)[key] for name, key in _CELLS.items()} if paired else None,
        "difference": round(fixed.difference, 4),
        "fixed": {"test": fixed.test, "p_value": float(f"{fixed.p_value:.4g}"), "interval": fixed.interval_method,
                  "interval95": [round(end, 4) for end in fixed.interval]},
        "sequential": looked.to_json(), "margin": margin,
        "conclusion": _conclusion(looked, margin), "words": _words(fixed, looked, margin, pairs),
    }  # fmt: skip


def check_margin(margin: float) -> None:
    """Raise InputError (INPUT_PARAMETER) for a margin that is no share."""
    if not 0.0 < margin < 1.0:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"a margin of {margin} is no share", "between 0 and 1, such as 0.1")


_CELLS: dict[str, _Pair] = {"both_success": (True, True), "only_first_success": (True, False),
                            "only_second_success": (False, True), "both_failure": (False, False)}  # fmt: skip


def _once(results: Sequence[BagResult]) -> list[BagAttempt]:
    """Each attempt once, in order of its beginning: a recording may have been copied."""
    found: dict[tuple[str, str, int], BagAttempt] = {}
    for attempt in (attempt for result in results for attempt in result.attempts):
        told = attempt.attempt and attempt.story.begin_ns  # else nothing tells a copy from another recording
        found.setdefault(("" if told else attempt.bag, attempt.attempt, attempt.story.begin_ns), attempt)
    return sorted(found.values(), key=lambda attempt: attempt.story.begin_ns)


def _pairs(first: Sequence[BagAttempt], second: Sequence[BagAttempt], source: Source) -> list[_Pair]:
    """Attempts at the same thing, in the order in which the later one of each pair began: the k-th try of a seed and
    an instruction with the k-th, in the same scene where the simulator names one. Without a seed a scene and an
    instruction that come once in each set."""
    before, after = _by_key(first), _by_key(second)
    found = []
    for key in sorted(before.keys() & after.keys()):
        ones, others = before[key], after[key]
        if key[0].startswith("seed ") or len(ones) == len(others) == 1:
            found += list(zip(ones, others, strict=False))
    found.sort(key=lambda pair: (max(a.story.begin_ns for a in pair), pair[0].story.begin_ns))
    return [(a.verdicts[source].success, b.verdicts[source].success) for a, b in found]


def _by_key(attempts: Sequence[BagAttempt]) -> Mapping[_Key, list[BagAttempt]]:
    found: dict[_Key, list[BagAttempt]] = {}
    for attempt in attempts:
        words = " ".join(attempt.instruction.lower().split())
        seed, scene = attempt.facts.get("seed", ""), attempt.facts.get("scene", UNKNOWN)
        if words:
            found.setdefault((f"seed {seed} {attempt.named_scene}" if seed else scene, words), []).append(attempt)
    return found


def _side(judged: Sequence[BagAttempt], every: Sequence[BagAttempt], source: Source) -> dict[str, Any]:
    good = sum(attempt.verdicts[source].success for attempt in judged)
    low, high = wilson_interval(good, len(judged))
    return {"successes": good, "judged": len(judged), "unjudged": len(every) - len(judged),
            "wilson95": [round(low, 4), round(high, 4)],
            "models": sorted({attempt.facts.get("model", UNKNOWN) for attempt in every})}  # fmt: skip


def _conclusion(looked: SequentialResult, margin: float) -> str:
    within = -margin < looked.interval[0] and looked.interval[1] < margin
    if looked.decided_at is not None:
        return "different, within the margin" if within else "different"
    return "no difference beyond the margin" if within else "not yet known"


def _words(fixed: FixedResult, looked: SequentialResult, margin: float, pairs: Sequence[_Pair]) -> str:
    """What a hurried reader takes away; nothing that holds only for a number of trials fixed beforehand. Which set is
    better is said of the pairs that told it."""
    told = sum(a - b for a, b in pairs[: looked.decided_at])
    better = "first" if told > 0 else "second"
    against = _contradiction(told, fixed, pairs) if looked.decided_at is not None else ""
    low, high = (f"{100 * end:+.0f}" for end in looked.interval)
    points, ends = f"{100 * margin:.0f}", f"between {low} and {high} percentage points"
    match _conclusion(looked, margin):
        case "different":
            return (f"The difference is real: the {better} set succeeds more often (evidence {looked.evidence:.0f} to "
                    f"1, {looked.needed:.0f} to 1 was reached after {looked.decided_at} pairs). It is {ends}.{against}")
        case "different, within the margin":
            return (f"The difference is real but small: the {better} set succeeds more often, and the difference is "
                    f"{ends}, less than the {points} that would matter.{against}")
        case "no difference beyond the margin":
            return f"There is no difference beyond {points} percentage points: it is {ends}."
    missing = looked.more_pairs
    more = "over 100 000 more pairs" if missing is None else f"about {missing} more pairs"
    return (f"It is not yet known whether there is a difference: it is {ends} (evidence at most {looked.evidence:.1f} "
            f"to 1, {looked.needed:.0f} to 1 is needed). Should the rates stay as they are, {more} of attempts tell.")


def _contradiction(told: int, fixed: FixedResult, pairs: Sequence[_Pair]) -> str:
    """What speaks against the pairs that told which set is better, empty where nothing does."""
    for difference, words in ((fixed.difference, "attempts"), (sum(a - b for a, b in pairs), "pairs")):
        if told * difference < 0:
            return f" But all {words} together say the contrary: did the rates change meanwhile?"
    return ""


def fixed_text(found: Mapping[str, Any]) -> str:
    """The comparison as it is done once, with its condition."""
    fixed, ends = found["fixed"], found["fixed"]["interval95"]
    return (f"Had the number of attempts been fixed beforehand: difference {100 * found['difference']:+.1f} points, "
            f"95 % {100 * ends[0]:+.1f} to {100 * ends[1]:+.1f} ({fixed['interval']}), p = {fixed['p_value']} "
            f"({fixed['test']}).")


def against_text(found: Mapping[str, Any], names: tuple[str, str] = ("first", "against")) -> str:
    """The comparison for the terminal."""
    rows = []
    for name, side in zip(names, (found["first"], found["second"]), strict=True):
        low, high = side["wilson95"]
        rows.append([name, f"{side['successes']}/{side['judged']} ({side['successes'] / side['judged']:.0%})",
                     f"{low:.0%} to {high:.0%}", ", ".join(side["models"])])
    pairs = ""
    if found["pairs"]:
        cells = ", ".join(f"{key.replace('_', ' ')} {n}" for key, n in found["pairs"].items())
        pairs = f" ({cells}; {found['left_out']} attempts without a partner left out)"
    return "\n\n".join([
        f"two sets compared, success by {found['verdicts_by']}, {found['pairing']}{pairs}",
        markdown(["set", "success", "95 % interval", "model"], rows),
        found["words"],
        fixed_text(found),
    ])  # fmt: skip
