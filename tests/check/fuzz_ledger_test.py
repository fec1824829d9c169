#!/usr/bin/env python3
"""tools/check/fuzz_nightly keeps its ledger: what each night found is added up, and who had least comes first."""
import os
import stat
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NIGHTLY = ROOT / "tools" / "check" / "fuzz_nightly"
FUZZER = """#!/bin/sh
case "$1" in -merge=1) exit 0 ;; esac
echo "stat::number_of_executed_units: {units}"
exit {status}
"""


class Ledger(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.fuzzers, self.kept = Path(self.folder.name, "fuzz"), Path(self.folder.name, "kept")
        self.fuzzers.mkdir()

    def put(self, name, units, status=0):
        program = self.fuzzers / name
        program.write_text(FUZZER.format(units=units, status=status))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def night(self, *arguments, **settings):
        done = subprocess.run([NIGHTLY, *arguments, self.kept], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env={**os.environ, "FUZZERS": str(self.fuzzers), **settings})
        return done.returncode, done.stdout + done.stderr

    def names(self):
        return [line.split("\t")[2] for line in (self.kept / "ledger.tsv").read_text().splitlines()]

    def test_adds_nights_up(self):
        self.put("a_fuzz", 1000)
        self.put("b_fuzz", 30)
        for _ in range(2):
            status, out = self.night()
            self.assertEqual(status, 0, out)
        table = self.night("--table")[1]
        self.assertRegex(table, r"`a_fuzz` \| [0-9.]+ \| 2000 \| 0 ")
        self.assertRegex(table, r"`b_fuzz` \| [0-9.]+ \| 60 \| 0 ")
        self.assertRegex(table, r"all 2 \| [0-9.]+ \| 2060 \| 0 ")

    def test_who_had_least_comes_first(self):
        self.put("a_fuzz", 1)
        self.put("b_fuzz", 1)
        self.kept.mkdir()
        (self.kept / "ledger.tsv").write_text("2026-11-27\tabc\ta_fuzz\t500.0\t7\t0\n")
        self.night()
        self.assertEqual(self.names(), ["a_fuzz", "b_fuzz", "a_fuzz"])

    def test_begins_none_when_its_time_is_over(self):
        self.put("a_fuzz", 1)
        self.assertEqual(self.night(DALIAN_FUZZ_MINUTES="0")[0], 0)
        self.assertEqual(self.names(), [])

    def test_a_find_is_told_and_stops_none_of_the_others(self):
        self.put("a_fuzz", 5, status=77)
        self.put("b_fuzz", 5)
        status, out = self.night()
        self.assertEqual(status, 1)
        self.assertRegex(out, r"a_fuzz +FOUND")
        self.assertEqual(self.names(), ["a_fuzz", "b_fuzz"])
        self.assertRegex(self.night("--table")[1], r"all 2 \| [0-9.]+ \| 10 \| 1 ")

    def test_without_a_fuzzer_it_says_so(self):
        status, out = self.night()
        self.assertEqual(status, 1)
        self.assertIn("build preset asan", out)


if __name__ == "__main__":
    unittest.main(verbosity=1)
