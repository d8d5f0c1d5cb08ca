"""run, study, merge and calibrate are killed (kill -9) at random moments, over earlier results and files of somebody's own. Nothing
older may be lost, and called again, each gives the same bytes as one that nobody killed. Usage: kills.py BINARY [--kills N] [--seed S]"""

import argparse
import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from trial import VERBS, Trial


def killed(trial, after):
    folder = trial.copy()
    process = subprocess.Popen([trial.binary, *trial.line.split()], cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.kill()
    ended = process.wait() != -9
    faults = trial.faults_at_once(folder) + trial.faults_after(folder)
    shutil.rmtree(folder)
    return ended, [f"{trial.verb} killed after {after:.4f} s: {fault}" for fault in faults]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    draw = random.Random(given.seed)
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for verb in VERBS:
            trial = Trial(given.binary, verb)
            folder, begun = trial.copy(), time.monotonic()
            trial.call(folder)
            seconds = time.monotonic() - begun
            shutil.rmtree(folder)
            moments = [draw.uniform(0, 1.2 * seconds) for _ in range(given.kills)]
            done = list(pool.map(lambda after: killed(trial, after), moments))
            faults = [fault for _, found in done for fault in found]
            early = sum(not ended for ended, _ in done)
            print(f"{verb}: {given.kills} kills within {1.2 * seconds:.3f} s, {early} before its end, {len(faults)} faults", flush=True)
            for fault in faults[:20]:
                print("  ", fault, flush=True)
            failed += faults
    print(f"{len(VERBS) * given.kills} kills, {len(failed)} faults")
    sys.exit(1 if failed else 0)


main()
