"""What faults.py and kills.py have in common: a folder with earlier results and somebody's own files, the verbs that are tried on
it, and what must hold afterwards."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PARAMETER = """
[[parameter]]
id = "speed"
title_zh = "设备速度"
title_en = "Speed of lines"
scale = ["lines[*].speed_per_minute"]
prior = { uniform = [0.5, 1.5] }
"""
OBSERVED = """date,scope,metric,value,use,error,confidence
2020-02-02,province,output,140000,fit,0.3,A
2020-02-04,province,output,150000,fit,0.3,A
"""
QUIET = "--no-charts --quiet --threads 1"
STUDY = f"study small --replicates 12 --chunk 3 {QUIET} --out study"
MERGE = f"merge parts/small.shard-1-of-2 parts/small.shard-2-of-2 --no-charts --quiet --out study"
CALIBRATE = f"calibrate small --draws 100 --waves 1 --fits 20 {QUIET} --out calibration"
# A verb, what makes its earlier results, and whether somebody keeps files among them.
VERBS = {
    "run": (f"run small {QUIET} --out out", "--set policy.link_ratio=0.6", False),
    "run_beside_files": (f"run small {QUIET} --out out", "--set policy.link_ratio=0.6", True),
    "study": (STUDY, "--set policy.link_ratio=0.6", False),
    "merge": (MERGE, None, True),
    "calibrate": (CALIBRATE, "--seed 7", True),
}
PLACES = {"run": "out/small", "run_beside_files": "out/small", "study": "study/small", "merge": "study/small",
          "calibrate": "calibration/small"}


def contents(folder):
    """Every file below a folder: its SHA-256 by its name."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class Trial:
    """A verb that is disturbed."""

    def __init__(self, binary, verb):
        self.binary, self.verb = str(Path(binary).resolve()), verb
        self.line, earlier, beside = VERBS[verb]
        self.place = PLACES[verb]
        self.kept = tempfile.TemporaryDirectory(prefix="maskflow-trial-")
        self.before = Path(self.kept.name) / "before"
        self.before.mkdir()
        self.prepare(earlier, beside)
        self.mine = {name: digest for name, digest in contents(self.before).items()
                     if "mine" in name or name.startswith(("parts/", "small/"))}
        self.old = contents(self.before / self.place)
        self.overlay = contents(self.before).get("small-fitted.toml")
        after = Path(self.kept.name) / "after"
        shutil.copytree(self.before, after)
        done = self.call(after)
        assert done.returncode == 0, done.stderr
        self.new = self.listed(after)
        self.new_overlay = contents(after).get("small-fitted.toml")

    def prepare(self, earlier, beside):
        self.run(self.before, "generate small --prefectures 3 --enterprises 12 --days 28 --seed 4")
        scenario = self.before / "small/scenario.toml"
        scenario.write_text(scenario.read_text() + PARAMETER)
        (self.before / "small/observed.csv").write_text(OBSERVED)
        if self.verb == "merge":
            for shard in "12":
                self.run(self.before, STUDY.replace("--out study", f"--shard {shard}/2 --out parts"))
            self.run(self.before, STUDY + " --set policy.link_ratio=0.6")
        else:
            self.run(self.before, f"{self.line} {earlier}")
        for name in ["mine.txt", f"{Path(self.place).parent}/mine.txt", "small/mine.txt"]:
            (self.before / name).write_text("mine")
        if beside:
            (self.before / self.place / "mine").mkdir()
            (self.before / self.place / "mine/notes.txt").write_text("mine")

    def run(self, folder, line):
        done = subprocess.run([self.binary, *line.split()], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, (line, done.stderr)
        return done

    def call(self, folder, before=()):
        """The verb itself, under another program where that is given."""
        command = [*before, self.binary, *self.line.split()]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")

    def copy(self):
        folder = Path(tempfile.mkdtemp(prefix="maskflow-trial-"))
        shutil.copytree(self.before, folder, dirs_exist_ok=True)
        return folder

    def listed(self, folder):
        """Files that the manifest of the place lists, as they are."""
        place = Path(folder) / self.place
        manifest = json.loads((place / "manifest.json").read_text())
        there = contents(place)
        return {entry["file"]: there.get(entry["file"]) for entry in manifest["files"]}

    def faults_at_once(self, folder):
        """What is wrong right after the verb ended, however it did: somebody's files, and every byte of what was there before."""
        there = contents(folder)
        faults = [f"{name} is changed or gone" for name, digest in self.mine.items() if there.get(name) != digest]
        whole = set(there.values())
        if not self.is_new(folder):
            faults += [f"{self.place}/{name} is nowhere" for name, digest in self.old.items() if digest not in whole]
        if self.overlay and there.get("small-fitted.toml") not in (self.overlay, self.new_overlay):
            faults.append("small-fitted.toml is neither old nor new")
        return faults

    def is_new(self, folder):
        """Whether the place holds the new results, whole."""
        try:
            return self.listed(folder) == self.new
        except (OSError, ValueError, KeyError):
            return False

    def faults_after(self, folder):
        """What is wrong once somebody has looked at the results, and after the verb has been called again."""
        subprocess.run([self.binary, "audit", str(Path(self.place).parent)], cwd=folder, capture_output=True)
        if self.verb in ("study", "merge"):
            # Reading runs settles what was being placed; studies are no runs, and are settled by the next study.
            subprocess.run([self.binary, "audit", self.place], cwd=folder, capture_output=True)
        faults = self.faults_at_once(folder)
        there = contents(folder / self.place)
        old = all(there.get(name) == digest for name, digest in self.old.items())
        if not (old or self.is_new(folder)):
            faults.append(f"{self.place} is neither old nor new")
        line = self.line + (" --resume" if self.verb == "study" else "")
        again = subprocess.run([self.binary, *line.split()], cwd=folder, capture_output=True, text=True)
        if again.returncode != 0:
            faults.append(f"called again: {again.returncode} {again.stderr}")
        elif not self.is_new(folder):
            faults.append("called again: other bytes")
        faults += self.faults_at_once(folder)
        left = [path.name for path in folder.rglob(".maskflow-*")] + [path.name for path in folder.rglob(".*.unfinished")]
        if left:
            faults.append(f"left over: {left}")
        return faults
