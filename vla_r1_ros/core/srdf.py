# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The little of an SRDF that a robot file is compared with: groups and their named states."""

from dataclasses import dataclass
from xml.etree import ElementTree

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.urdf import Urdf

_MAX_BYTES = 20_000_000
_ADVICE = "for a xacro file: xacro FILE > robot.srdf"


@dataclass(frozen=True)
class SrdfGroup:
    """A planning group: chains (base link, tip link), and joints, links and groups that it names."""

    chains: tuple[tuple[str, str], ...]
    joints: tuple[str, ...]
    links: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Srdf:
    """The robot's name, groups by name, and joint positions of states by (group, state), rad or m."""

    name: str
    groups: dict[str, SrdfGroup]
    states: dict[tuple[str, str], dict[str, float]]

    def joints(self, group: str, urdf: Urdf) -> list[str]:
        """Return a group's joints as MoveIt counts them: those of its chains in order, those that it names, those above
        its links, and those of its groups; fixed joints included."""
        return list(dict.fromkeys(self._joints(group, urdf, frozenset())))

    def _joints(self, name: str, urdf: Urdf, seen: frozenset[str]) -> list[str]:
        group = self.groups.get(name)
        if group is None or name in seen:
            return []
        above = {joint.child: joint.name for joint in urdf.joints.values()}
        found = [joint.name for base, tip in group.chains for joint in urdf.chain(base, tip)]
        found += [*group.joints, *(above[link] for link in group.links if link in above)]
        for inner in group.groups:
            found += self._joints(inner, urdf, seen | {name})
        return found


def parse_srdf(text: str) -> Srdf:
    """Read an SRDF (the text of a file or of the parameter robot_description_semantic; not xacro).

    Raises:
        InputError: INPUT_FILE where it is no SRDF or a number in it is none.
    """
    if len(text) > _MAX_BYTES or "<!ENTITY" in text:
        raise InputError(ErrorCode.INPUT_FILE, "this is no SRDF: it is too large, or has entities", "give a plain SRDF")
    try:
        root = ElementTree.fromstring(text)
        states = {(str(state.get("group")), str(state.get("name"))): _positions(state)
                  for state in root.findall("group_state")}  # fmt: skip
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"this is no SRDF: {error}", _ADVICE) from error
    groups = {str(group.get("name")): _group(group) for group in root.findall("group")}
    if root.tag != "robot" or not groups:
        raise InputError(ErrorCode.INPUT_FILE, "this is no SRDF: it has no <robot> with groups", _ADVICE)
    return Srdf(root.get("name", ""), groups, states)


def _positions(state: ElementTree.Element) -> dict[str, float]:
    """Of joints with one position; those of floating and planar joints are left out."""
    values = {str(joint.get("name")): joint.get("value", "").split() for joint in state.findall("joint")}
    return {name: float(words[0]) for name, words in values.items() if len(words) == 1}


def _group(element: ElementTree.Element) -> SrdfGroup:
    chains = tuple((str(chain.get("base_link")), str(chain.get("tip_link"))) for chain in element.findall("chain"))
    named = {tag: tuple(str(inner.get("name")) for inner in element.findall(tag)) for tag in ("joint", "link", "group")}
    return SrdfGroup(chains, named["joint"], named["link"], named["group"])
