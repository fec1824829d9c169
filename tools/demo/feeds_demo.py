#!/usr/bin/env python3
"""Runs the demo of every protocol for some minutes and says how it went.

    tools/demo/feeds_demo.py --bin build/release/bin [--minutes 10] [--pictures]

Starts twind with a history, `twinfeed all` with assets/config/feeds-demo.toml and, with --pictures, twinview --headless
again and again; then stops the feeds, then the twin, and reads the history back. Prints every feed's rate, age and
latency, CPU seconds and memory of each process, and what was lost. Exit status 1 if anything that was acknowledged is
not in the history, or a feed is not running at the end.
"""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
NO_REJECTS = {"decoded", "empty", "comment", "tag_block_only", "other_sentence", "unchanged", "not_modified", "waiting",
              "other_message"}  # as twinfeed all judges


def family(pid):
    """The process and all that come from it."""
    found, parents = [], {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry.name))
    pending = [pid]
    while pending:
        found.append(pending.pop())
        pending += parents.get(found[-1], [])
    return found


def cost_of(pid):
    """(name, CPU seconds, most MiB resident), or None when it is gone; of one that has just ended the seconds alone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        status = Path(f"/proc/{pid}/status").read_text()
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return None
    most = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
    name = " ".join([Path(words[0]).name] + [w for w in words[1:3] if w])
    source = next((w.split("=", 1)[1] for w in words if w.startswith("--source=")), "")
    served = next((f"synth {w[2:]}" for w in words if w.startswith("--serve=")), "")
    return (source or served or name)[:40], (int(fields[11]) + int(fields[12])) / TICK, most


class Demo:
    def __init__(self, options):
        self.options = options
        self.folder = Path(tempfile.mkdtemp(prefix="dalian_demo_"))
        self.costs = {}
        self.feeds = {}
        self.drawing = None
        self.pictures = 0

    def program(self, name):
        return str(Path(self.options.bin).resolve() / name)

    def endpoint(self, name):
        return f"ipc://{self.folder / name}"

    def start_twin(self):
        self.twin = subprocess.Popen(
            [self.program("twind"), "--history", str(self.folder / "history"), "--bind", self.endpoint("in"),
             "--publish", self.endpoint("pub"), "--requests", self.endpoint("ask")],
            stdout=open(self.folder / "twind.out", "w"), stderr=open(self.folder / "twind.err", "w"))
        until(lambda: "ready" in (self.folder / "twind.err").read_text(), "twind says that it is ready")

    def start_feeds(self):
        shutil.copy(self.options.feeds, self.folder / "feeds.toml")
        subprocess.run([self.program("twinctl"), "export", "sumo", "--zone", "huayuankou", "--out",
                        str(self.folder / "sumo")], check=True, stdout=subprocess.DEVNULL)
        environment = dict(os.environ, XDG_STATE_HOME=str(self.folder / "state"))
        environment["PATH"] += ":/usr/sbin"  # where Debian has mosquitto
        self.feeds_process = subprocess.Popen(
            [self.program("twinfeed"), "all", "--config", str(self.folder / "feeds.toml"), "--twin",
             self.endpoint("in"), "--json"],
            stdout=open(self.folder / "feeds.json", "w"), stderr=open(self.folder / "feeds.err", "w"), env=environment)

    def ask(self, *words):
        ran = subprocess.run([self.program("twinctl"), *words], capture_output=True, text=True, timeout=600)
        return json.loads(ran.stdout) if ran.stdout.strip() else {}

    def status(self):
        return self.ask("status", "--json", "--timeout", "60", "--connect", self.endpoint("ask"))

    def look(self):
        for pid in family(os.getpid())[1:]:
            cost = cost_of(pid)
            if cost:
                before = self.costs.get(pid, cost)
                self.costs[pid] = (cost[0] or before[0], cost[1], max(cost[2], before[2]))

    def draw(self):
        """Another picture when the last one is done: as many as the machine has time for."""
        if self.drawing is not None and self.drawing.poll() is None:
            return
        if self.drawing is not None:
            if self.drawing.returncode != 0:
                sys.exit("twinview cannot draw; it said why")
            self.pictures += 1
        self.drawing = subprocess.Popen([self.program("twinview"), "--headless", "--view", "port", "--connect",
                                         self.endpoint("ask"), "--shot", str(self.folder / "picture.png")])

    def run(self):
        self.start_twin()
        self.start_feeds()
        end = time.monotonic() + 60 * self.options.minutes
        while time.monotonic() < end:
            if self.options.pictures:
                self.draw()
            time.sleep(2)
            self.look()
            if self.feeds_process.poll() is not None:
                sys.exit("twinfeed all ended:\n" + (self.folder / "feeds.err").read_text()[-2000:])
        self.last_status = self.status()
        self.last_lines = json.loads((self.folder / "feeds.json").read_text().splitlines()[-1])
        self.look()
        self.feeds_process.send_signal(signal.SIGTERM)
        self.feeds_process.wait(60)
        self.after = self.status()
        self.twin.send_signal(signal.SIGTERM)
        self.twin.wait(120)
        self.history = self.ask("history", "verify", "--json", "--history", str(self.folder / "history"))

    def report(self):
        print(f"{self.options.minutes:g} minutes, {self.pictures} pictures, load {os.getloadavg()[1]:.1f}")
        print(f"{'feed':<18} {'observations':>12} {'per s':>8} {'heard s ago':>11} {'lag p50 s':>10} {'p99':>8} "
              f"{'to snapshot p50 s':>18} {'p99':>8}")
        for feed in self.last_status["feeds"]:
            times = [f"{feed[what][share]:.3f}" if feed[what]["observations"] else "-"
                     for what in ("lag_s", "to_snapshot_s") for share in ("p50", "p99")]
            print(f"{feed['source']:<18} {feed['observations']['accepted']:>12} {feed['rate_per_s']:>8.1f} "
                  f"{feed['silent_s'] or 0:>11.2f} {times[0]:>10} {times[1]:>8} {times[2]:>18} {times[3]:>8}")
        print("lag: from an observation's own time, which for a METAR is its half hour, to its reception by the connector, "
              "over the last minute or two")
        print(f"\n{'process':<46} {'CPU s':>8} {'MiB':>7}")
        alike = {}
        for name, cpu, most in self.costs.values():
            number, sum_s, highest = alike.get(name, (0, 0, 0))
            alike[name] = (number + 1, sum_s + cpu, max(highest, most))
        for name, (number, cpu, most) in sorted(alike.items(), key=lambda a: -a[1][1]):
            print(f"{name + (f' × {number}' if number > 1 else ''):<46} {cpu:>8.1f} {most:>7.1f}")
        problems = [f"{f['name']}: {f['state']}, {f['restarts']} restarts: {f.get('last_end', '')}"
                    for f in self.last_lines["feeds"] if f["state"] != "running"]
        restarted = [f"{f['name']} {f['restarts']}" for f in self.last_lines["feeds"] if f["restarts"] > 0]
        rejected = {}
        for feed in self.last_lines["feeds"]:
            if feed.get("rejected"):
                rejected[feed["name"]] = {name: n for name, n in feed["outcomes"].items() if name not in NO_REJECTS}
        missing = sum(feed["observations"]["missing"] for feed in self.after["feeds"])
        lost = sum(feed["details"].get("lost", 0) for feed in self.after["feeds"])
        not_stored = sum(max(0, feed["queued_seq"] - feed["stored_seq"]) for feed in self.after["feeds"])
        print(f"\nrestarts: {', '.join(restarted) or 'none'}; inputs rejected: {rejected or 'none'}")
        print(f"numbers that never came: {missing}; lost by an outbox: {lost}; acknowledged and not on disk: {not_stored}")
        accepted = sum(feed["observations"]["accepted"] for feed in self.after["feeds"])
        spoiled = len(self.history["spoiled"]) + len(self.history["missing"]) + len(self.history["between_files"])
        print(f"observations: {accepted} acknowledged, {self.history['observations']} in the history, which has "
              f"{spoiled} faults")
        print("\n".join(problems))
        short = accepted > self.history["observations"] or spoiled
        return 1 if problems or missing or lost or not_stored or short else 0


def until(condition, what):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    sys.exit(f"waited 60 s until {what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=str(ROOT / "build/release/bin"), help="folder of the programs")
    parser.add_argument("--feeds", default=str(ROOT / "assets/config/feeds-demo.toml"), help="list of feeds")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pictures", action="store_true", help="draw all the time, as a screen would")
    parser.add_argument("--keep", action="store_true", help="leave the folder with history and logs")
    demo = Demo(parser.parse_args())
    try:
        demo.run()
        return demo.report()
    finally:
        for process in (demo.drawing, getattr(demo, "feeds_process", None), getattr(demo, "twin", None)):
            if process is not None and process.poll() is None:
                process.terminate()  # it ends what it started
                process.wait(60)
        print(f"logs: {demo.folder}" if demo.options.keep else "", end="\n" if demo.options.keep else "")
        if not demo.options.keep:
            shutil.rmtree(demo.folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
