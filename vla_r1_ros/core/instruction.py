# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From the user's words to steps that the model can be asked about, one look each."""

import re
import unicodedata
from dataclasses import dataclass

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Step, StepKind

MAX_CHARACTERS = 500
MAX_STEPS = 8
UNDERSTOOD = (
    "pick up / grab / take / lift / grasp / get X",
    "put / place / move / drop / bring / set X in / into / on / onto / to Y",
    "reach for / touch / go to / open / close / press X",
)

_PICK = r"pick(?: up)?|grab|take|lift(?: up)?|grasp|get|fetch|collect|grip"
_PLACE = r"put|place|move|drop|bring|set|carry|transfer|lay|stack|insert|deposit|drag"
_REACH = (
    r"reach(?: out)?(?: for| to| toward| towards)?|touch|go to|move to|approach|open|close|press|tap"
    r"|point (?:at|to)|hover over"
)
_LEAD = (
    r"(?:(?:please|now|ok|okay|robot|hey|first|firstly|second|next|finally|lastly|also|and|then|carefully|slowly|gently"
    r"|after that|can you|could you|would you|will you|i want you to|you should)\b[\s,:]*)*"
)
_TAIL = r"(?:[\s,]*\b(?:please|now|for me|thanks|thank you|carefully|slowly|gently))*[\s,:]*$"
_VERBS = re.compile(rf"(?P<reach>(?:{_REACH})\b)|(?P<pick>(?:{_PICK})\b)|(?P<place>(?:{_PLACE})\b)")
_ANY_VERB = rf"{_LEAD}(?:{_REACH}|{_PICK}|{_PLACE})\b"
_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n")
_JOINT = re.compile(
    rf"\s*,?\s*\b(?:and\s+)?(?:then|after that)\b,?\s+|\s*,\s*(?:and\s+)?(?={_ANY_VERB})|\s+and\s+(?={_ANY_VERB})"
)
_GOAL_STRONG = re.compile(
    r"(?:^|\s)(?:down\s+)?(?P<prep>into|onto|on to|in to|on top of|inside of|inside|over to|next to|to|towards?)\s+"
)
_GOAL_WEAK = re.compile(r"(?:^|\s)(?:down\s+)?(?P<prep>in|on|upon|at|beside|near|over|by|under)\s+")
_SOURCE = re.compile(r"\s+(?:from|off|out of)\s+.*$")
_ARTICLE = re.compile(r"^(?:the|a|an|my|your|our|some|that|this|those|these)\s+")
_PRONOUN = re.compile(r"^(?:it|them|this|that|this one|that one|the object|the thing)$")
_NO_PLACE = re.compile(r"^(?:it|there|here|them)$")


@dataclass(frozen=True)
class _Clause:
    """One verb with its words: `thing` and `goal` are as the user wrote them, articles included."""

    verb: str  # pick, place, reach
    text: str
    thing: str = ""
    goal: str = ""

    @property
    def refers_back(self) -> bool:
        return not self.thing or bool(_PRONOUN.match(self.thing))


def split_instruction(text: str) -> tuple[Step, ...]:
    """Split an instruction into one to `MAX_STEPS` steps, in the user's order.

    A pick followed by a place of the same object is one carry. A pronoun stands for the object named last; a place
    whose object was never named is about what the gripper holds (`StepKind.PLACE`).

    Returns:
        Steps whose `text` is lower case, without politeness, quotes and final dots; `object` and `goal` are noun
        phrases without articles.

    Raises:
        InputError: INPUT_INSTRUCTION_EMPTY, INPUT_INSTRUCTION_TOO_LONG or INPUT_INSTRUCTION_UNCLEAR.
    """
    clauses = [_parse_clause(words) for words in _clauses(_cleaned(text))]
    steps = _steps(clauses)
    if len(steps) > MAX_STEPS:
        raise _unclear(f"the instruction has {len(steps)} steps, at most {MAX_STEPS} are taken at once")
    return steps


def _unclear(message: str) -> InputError:
    advice = "understood are: " + "; ".join(UNDERSTOOD)
    return InputError(ErrorCode.INPUT_INSTRUCTION_UNCLEAR, message, advice)


def _cleaned(text: str) -> str:
    if not isinstance(text, str):
        raise _unclear(f"the instruction must be a text, is {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        message = f"the instruction has {len(text)} characters, at most {MAX_CHARACTERS} are taken"
        raise InputError(ErrorCode.INPUT_INSTRUCTION_TOO_LONG, message, "say it shorter or in several instructions")
    for character in text:
        if unicodedata.category(character)[0] == "C" and character not in "\n\r\t":
            raise _unclear(f"the instruction has the control character U+{ord(character):04X}")
    text = re.sub(r'["“”„«»`]|(?<!\w)[\'‘’]|[\'‘’](?!\w)', "", text).replace("\r", "\n").lower()
    if not re.search(r"\w", text):
        raise InputError(ErrorCode.INPUT_INSTRUCTION_EMPTY, "the instruction is empty", "say what the arm is to do")
    return text


def _clauses(text: str) -> list[str]:
    found = []
    for sentence in _SENTENCE_END.split(text):
        for part in _JOINT.split(" ".join(sentence.split())):
            words = re.sub(_TAIL, "", re.sub(rf"^[\s,:.\-]*{_LEAD}", "", part)).strip(" .,:;!?-")
            if words:
                found.append(words)
    if not found:
        raise _unclear("the instruction names nothing to do")
    return found


def _parse_clause(text: str) -> _Clause:
    match = _VERBS.match(text)
    if match is None:
        raise _unclear(f"what to do is not clear in '{text}'")
    rest = text[match.end() :].strip()
    if match["reach"]:
        if not rest or (_NO_PLACE.match(rest) and rest != "it"):
            raise _unclear(f"'{text}' does not say what to {match['reach']}")
        return _Clause("reach", text, rest)
    if match["pick"]:
        return _parse_pick(text, match["pick"], rest)
    return _parse_place(text, match["place"], rest)


def _parse_pick(text: str, verb: str, rest: str) -> _Clause:
    goal = _GOAL_STRONG.search(rest)
    if goal is not None and rest[: goal.start()].strip():
        return _Clause("place", text, _SOURCE.sub("", rest[: goal.start()].strip()), rest[goal.end() :].strip())
    if rest.endswith(" up") and not verb.endswith(" up"):
        verb, rest = f"{verb} up", rest[: -len(" up")].strip()
        text = f"{verb} {rest}"
    thing = _SOURCE.sub("", rest)
    if not thing:
        raise _unclear(f"'{text}' does not say what to {verb}")
    return _Clause("pick", text, thing)


def _parse_place(text: str, verb: str, rest: str) -> _Clause:
    goal = _GOAL_STRONG.search(rest) or _GOAL_WEAK.search(rest)
    if goal is None:
        down = re.fullmatch(r"(?P<thing>.*?)\s*\bdown", rest)
        if down is not None and (not down["thing"] or _PRONOUN.match(down["thing"])):
            return _Clause("place", text, down["thing"])
        raise _unclear(f"'{text}' does not say where to {verb} it")
    where = rest[goal.end() :].strip()
    if not where or _NO_PLACE.match(where):
        raise _unclear(f"'{text}' does not name the place")
    thing = re.sub(r"\s+down$|^down(?:\s+|$)", "", rest[: goal.start()].strip())
    return _Clause("place", text, _SOURCE.sub("", thing), where)


def _steps(clauses: list[_Clause]) -> tuple[Step, ...]:
    steps: list[Step] = []
    named = ""  # the object named last, in the user's words
    held: _Clause | None = None  # the pick just before, not yet placed
    for clause in clauses:
        if clause.verb == "place":
            if held is not None and clause.goal and (clause.refers_back or _noun(clause.thing) == _noun(held.thing)):
                steps[-1] = _carry(held, clause)
                named, held = held.thing, None
                continue
            if clause.refers_back and (not named or not clause.goal):  # "put it down" is about what is held
                steps.append(Step(StepKind.PLACE, clause.text, "", _noun(clause.goal)))
                held = None
                continue
            clause = _resolved(clause, named)
            steps.append(Step(StepKind.CARRY, clause.text, _noun(clause.thing), _noun(clause.goal)))
            held = None
        else:
            clause = _resolved(clause, named)
            kind = StepKind.PICK if clause.verb == "pick" else StepKind.REACH
            steps.append(Step(kind, clause.text, _noun(clause.thing)))
            held = clause if kind is StepKind.PICK else None
        named = clause.thing
        if clause.verb == "reach" and clause.text.startswith("move to") and len(steps) > 1:
            steps, held, named = _moved_to(steps, clause), None, ""
    return tuple(steps)


def _moved_to(steps: list[Step], clause: _Clause) -> list[Step]:
    """Read "pick X and move to Y" as a carry; "move to Y" alone is a reach."""
    before = steps[-2]
    if before.kind is not StepKind.PICK:
        return steps
    carry = Step(StepKind.CARRY, f"{before.text} and {clause.text}", before.object, _noun(clause.thing))
    return [*steps[:-2], carry]


def _carry(pick: _Clause, place: _Clause) -> Step:
    text = f"{pick.text} and {place.text}" if place.refers_back else place.text
    return Step(StepKind.CARRY, text, _noun(pick.thing), _noun(place.goal))


def _resolved(clause: _Clause, named: str) -> _Clause:
    """Put the object named last in the place of a pronoun."""
    if not clause.refers_back:
        return clause
    if not named:
        raise _unclear(f"'{clause.text}' does not say what '{clause.thing or 'it'}' is")
    if clause.thing:
        text = re.sub(rf"\b{re.escape(clause.thing)}\b", lambda _: named, clause.text, count=1)
    else:
        match = _VERBS.match(clause.text)
        end = match.end() if match else 0
        text = f"{clause.text[:end]} {named}{clause.text[end:]}"
    return _Clause(clause.verb, text, named, clause.goal)


def _noun(words: str) -> str:
    noun = _ARTICLE.sub("", words).strip()
    if words and not re.search(r"\w", noun):
        raise _unclear(f"'{words}' names no object")
    return noun
