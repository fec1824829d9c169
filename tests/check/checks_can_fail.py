#!/usr/bin/env python3
"""The checks of tools/check refuse trees that break their rules."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECKS = ROOT / "tools" / "check"


def run(check, files):
    """Exit status and output of a check on a temporary tree that git tracks."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        subprocess.run(["git", "init", "-q", folder], check=True)
        subprocess.run(["git", "-C", folder, "add", "-A"], check=True)
        done = subprocess.run([sys.executable, CHECKS / check, folder], stdout=subprocess.PIPE, text=True)
        return done.returncode, done.stdout


class Layers(unittest.TestCase):
    def test_allows_an_arrow_and_what_it_carries(self):
        status, _ = run("check_layers.py", {"twin/fusion/a.cpp": '#include "twin/base/geo.hpp"\n'})
        self.assertEqual(status, 0)

    def test_refuses_the_way_back(self):
        status, out = run("check_layers.py", {"twin/base/a.hpp": '#include "twin/state/track.hpp"\n'})
        self.assertEqual(status, 1)
        self.assertIn("twin/base must not include twin/state/track.hpp", out)

    def test_does_not_carry_across_top_level_folders(self):
        status, _ = run("check_layers.py", {"renderer/scene/a.hpp": '#include "twin/state/track.hpp"\n'})
        self.assertEqual(status, 1)

    def test_lets_the_renderer_see_one_header_of_the_twin(self):
        self.assertEqual(run("check_layers.py", {"renderer/app/a.cpp": '#include "twin/app/service.hpp"\n'})[0], 0)
        self.assertEqual(run("check_layers.py", {"renderer/app/a.cpp": '#include "twin/app/receiver.hpp"\n'})[0], 1)

    def test_connectors_do_not_see_each_other(self):
        self.assertEqual(run("check_layers.py", {"connectors/synth/a.cpp": '#include "connectors/ais/nmea.hpp"\n'})[0], 1)

    def test_refuses_an_unknown_folder(self):
        self.assertEqual(run("check_layers.py", {"twin/misc/a.hpp": "\n"})[0], 1)


class Licences(unittest.TestCase):
    TABLE = "# Sources\n## Every file\n| files | origin | licence |\n|---|---|---|\n| `assets/SOURCES.md` | us | A |\n"

    def test_accepts_files_that_a_row_speaks_of(self):
        status, out = run("check_licences.py", {"assets/SOURCES.md": self.TABLE + "| `assets/city/*` | us | A |\n",
                                                "assets/city/a.toml": "\n"})
        self.assertEqual(status, 0, out)

    def test_refuses_a_file_without_origin_and_a_row_without_file(self):
        status, out = run("check_licences.py", {"assets/SOURCES.md": self.TABLE, "assets/city/a.toml": "\n"})
        self.assertEqual(status, 1)
        self.assertIn("assets/city/a.toml", out)
        status, out = run("check_licences.py", {"assets/SOURCES.md": self.TABLE + "| `assets/gone/*` | us | A |\n"})
        self.assertEqual(status, 1)
        self.assertIn("no file fits `assets/gone/*`", out)

    def test_refuses_a_table_that_is_not_there(self):
        self.assertEqual(run("check_licences.py", {"assets/SOURCES.md": "# Sources\n"})[0], 1)


class Repository(unittest.TestCase):
    def test_accepts_plain_text(self):
        self.assertEqual(run("check_repository.py", {"a.md": "A sentence.\n"})[0], 0)

    def test_refuses_machine_paths_binaries_and_long_files(self):
        for name, content in {"a.md": "see " + "/wo" + "rk/main\n", "b.bin": b"\0\1", "c.cpp": "//\n" * 401,
                              "d.cpp": "// TO" + "DO later\n"}.items():
            status, out = run("check_repository.py", {name: content})
            self.assertEqual(status, 1, name)
            self.assertIn(name, out)


if __name__ == "__main__":
    unittest.main(verbosity=1)
