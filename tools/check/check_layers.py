#!/usr/bin/env python3
"""Which folder may include which. Usage: check_layers.py ROOT; prints each forbidden include, exit status 1 if any.

Inside one top-level folder arrows carry through (a -> b -> c allows a -> c); across top-level folders they do not.
A folder that is not listed may include nothing of ours: new folders are entered here on purpose.
"""
import re
import sys
from pathlib import Path

ARROWS = {
    "twin/base": [],
    "twin/security": ["twin/base"],
    "twin/hazard": ["twin/base"],
    "twin/http": ["twin/base"],
    "twin/wire": ["twin/base"],
    "twin/layout": ["twin/base"],
    "twin/plan": ["twin/layout"],
    "twin/sumo": ["twin/layout"],
    "twin/energy": ["twin/base"],
    "twin/whatif": ["twin/plan", "twin/energy", "twin/flood", "twin/gas", "twin/hazard", "twin/port", "twin/power", "twin/sun", "twin/traffic", "twin/water"],
    "twin/planner": ["twin/whatif"],
    "twin/formats": ["twin/plan"],
    "twin/association": ["twin/base"],
    "twin/evaluation": ["twin/association"],
    "twin/state": ["twin/base"],
    "twin/traffic": ["twin/base"],
    "twin/sparse": ["twin/base"],
    "twin/gas": ["twin/sparse"],
    "twin/water": ["twin/sparse"],
    "twin/power": ["twin/sparse"],
    "twin/port": ["twin/base"],
    "twin/sun": ["twin/base"],
    "twin/flood": ["twin/base"],
    "twin/fusion": ["twin/wire", "twin/state", "twin/association"],
    "twin/alarms": ["twin/state"],
    "twin/history": ["twin/wire", "twin/state"],
    "twin/export": ["twin/history"],
    "twin/ngsi": ["twin/state", "twin/http"],
    "twin/view": ["twin/state", "twin/layout"],
    "twin/postgres": ["twin/history"],
    "twin/doctor": ["twin/history", "twin/security"],
    "twin/app": ["twin/postgres", "twin/doctor", "twin/fusion", "twin/alarms", "twin/evaluation", "twin/history", "twin/export", "twin/view", "twin/security", "twin/http", "twin/ngsi", "twin/planner", "twin/traffic", "twin/water", "twin/sumo", "twin/power", "twin/port", "connectors/weather/feed.hpp", "connectors/weather/to_wire.hpp"],
    "connectors/common": ["twin/wire", "twin/security", "twin/http", "twin/base"],
    "connectors/ais": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/ngsi": ["connectors/common", "twin/http", "twin/wire", "twin/base"],
    "connectors/weather": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/gtfs": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/modbus": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/mqtt": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/sumo": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/synth": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/v2x": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/supervise": ["connectors/common", "twin/wire", "twin/base"],
    "connectors/utilities": ["connectors/common", "connectors/synth", "twin/http", "twin/base"],
    "connectors/roads": ["connectors/synth", "connectors/v2x", "connectors/gtfs", "connectors/common", "twin/layout", "twin/http", "twin/wire", "twin/base"],
    "connectors/app": [
        "connectors/ais",
        "connectors/gtfs",
        "connectors/modbus",
        "connectors/mqtt",
        "connectors/ngsi",
        "connectors/weather",
        "connectors/sumo",
        "connectors/synth",
        "connectors/utilities",
        "connectors/roads",
        "connectors/v2x",
        "connectors/supervise",
        "connectors/common",
        "twin/http",
        "twin/wire",
        "twin/layout",
        "twin/base",
    ],
    "renderer/gpu": [],
    "renderer/frame": ["renderer/gpu"],
    "renderer/scene": ["renderer/gpu", "twin/view", "twin/base"],
    "renderer/ui": ["renderer/gpu", "renderer/scene", "twin/view", "twin/base"],
    "renderer/passes": ["renderer/frame", "renderer/scene", "renderer/ui", "twin/view", "twin/base"],
    "renderer/workplaces": ["renderer/scene", "renderer/ui", "twin/alarms", "twin/app/planner_setup.hpp", "twin/app/service.hpp", "twin/base", "twin/plan", "twin/planner", "twin/view", "twin/whatif"],
    "renderer/app": ["renderer/passes", "renderer/workplaces", "twin/view", "twin/base", "twin/app/service.hpp", "twin/app/wall_link.hpp"],
}
SHARED = re.compile(r"assets/shaders/\w+\.h$")  # records of C++ and GLSL alike: for the renderer
FREE = ("tools", "tests")  # may include anything
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
GENERATED = re.compile(r"\.pb\.h$")


def reachable(folder):
    """Folders that `folder` may include: its arrows, carried through inside its own top-level folder."""
    top, seen, open_list = folder.split("/")[0], set(), [folder]
    while open_list:
        here = open_list.pop()
        for target in ARROWS.get(here, []):
            if target not in seen:
                seen.add(target)
                if target.startswith(top + "/"):
                    open_list.append(target)
    return seen | {folder}


def allowed(source, target):
    if SHARED.match(target):
        return source.startswith("renderer/")
    may = reachable(source)
    return target in may or target.rsplit("/", 1)[0] in may


def check(root):
    problems, folders = [], set()
    for path in sorted(p for top in ("twin", "connectors", "renderer") for p in (root / top).rglob("*.[hc]pp")):
        folder = path.parent.relative_to(root).as_posix()
        folders.add(folder)
        if folder not in ARROWS:
            problems.append(f"{folder}: not in the table of tools/check/check_layers.py; enter its arrows")
            continue
        for target in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if "/" not in target:
                problems.append(f"{path.relative_to(root)}: include \"{target}\" by its path from the root")
            elif not allowed(folder, target):
                problems.append(f"{path.relative_to(root)}: {folder} must not include {target}")
    return problems, folders


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: check_layers.py ROOT")
    problems, folders = check(Path(sys.argv[1]))
    print("\n".join(problems) if problems else f"{len(folders)} folders, no forbidden include")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
