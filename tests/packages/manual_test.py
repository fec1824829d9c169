#!/usr/bin/env python3
"""Manual pages and completion tell what the programs' own tables tell. Programs are those of DALIAN_BIN."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("twind", "twinctl", "twinfeed", "twinview")


def options_below(command):
    for option in command["options"]:
        yield option
    for below in command["commands"]:
        yield from options_below(below)


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.tables = {}
        for name in PROGRAMS:
            program = Path(os.environ["DALIAN_BIN"], name)
            told = subprocess.run([program, "--option-table"], check=True, stdout=subprocess.PIPE, text=True).stdout
            cls.tables[name] = json.loads(told)
            subprocess.run([sys.executable, ROOT / "tools/packages/manual.py", program, cls.folder.name], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def page(self, name):
        """As man shows it; groff's own warnings fail the test."""
        done = subprocess.run(["groff", "-man", "-ww", "-Kutf8", "-Tutf8", "-P-cbou",
                               Path(self.folder.name, "man1", name + ".1")], check=True, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.replace("\u2010", "-").replace("\u2212", "-")

    def complete(self, name, *words):
        script = (f"source {self.folder.name}/completions/{name}; COMP_WORDS=({' '.join(words)} ''); "
                  f"COMP_CWORD={len(words)}; _{name}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        return subprocess.run(["bash", "-c", script], check=True, stdout=subprocess.PIPE, text=True,
                              cwd=self.folder.name).stdout.split()

    def test_a_page_tells_every_option_of_its_program(self):
        for name in PROGRAMS:
            shown = self.page(name)
            for option in options_below(self.tables[name]):
                for word in option["names"]:
                    self.assertRegex(shown, r"(?m)(^|[\s,])" + re.escape(word) + r"\b", name)

    def test_what_the_programs_offer_is_completed(self):
        for name in PROGRAMS:
            table = self.tables[name]
            offered = self.complete(name, name)
            for option in table["options"]:
                for word in (w for w in option["names"] if w.startswith("--")):
                    self.assertIn(word, offered)
            for command in table["commands"]:
                self.assertIn(command["name"], offered)
                below = self.complete(name, name, command["name"])
                for deeper in command["commands"]:
                    self.assertIn(deeper["name"], below)

    def test_choices_of_an_option_are_completed(self):
        self.assertEqual(self.complete("twind", "twind", "--clock"), ["wall", "feed"])
        self.assertIn("csv", self.complete("twinctl", "twinctl", "history", "export", "--format"))

    def test_a_file_is_completed_where_one_is_meant(self):
        self.assertIn("completions", self.complete("twind", "twind", "--config"))


if __name__ == "__main__":
    unittest.main()
