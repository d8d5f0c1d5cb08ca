"""Every file call of run, study, merge and calibrate fails once, with EIO and with ENOSPC, and is the last one of a killed program once,
in folders with earlier results and files of somebody's own (strace --inject). Nothing older may be lost, and every error must be
named. Usage: faults.py BINARY [--every K] [--verbs a,b] [--kinds a,b]"""

import argparse
import shutil
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from trial import VERBS, Trial

CALLS = ["openat", "read", "write", "fsync", "ftruncate", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat",
         "rmdir", "link", "linkat", "flock", "getdents64", "statx", "newfstatat", "copy_file_range"]
KINDS = {"EIO": "error=EIO", "ENOSPC": "error=ENOSPC", "SIGKILL": "signal=SIGKILL"}


def counted(trial):
    """How often the verb makes each file call on its main thread."""
    folder = trial.copy()
    trace = folder / "mine-trace"
    done = trial.call(folder, ["strace", "-qq", "-o", str(trace), "-e", f"trace={','.join(CALLS)}"])
    calls = Counter(line.split("(")[0] for line in trace.read_text(errors="replace").splitlines())
    shutil.rmtree(folder)
    assert done.returncode == 0, done.stderr
    return {call: calls[call] for call in CALLS if calls[call]}


def disturbed(trial, kind, call, when):
    folder = trial.copy()
    inject = f"inject={call}:{KINDS[kind]}:when={when}"
    done = trial.call(folder, ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject])
    faults = trial.faults_at_once(folder)
    if "panicked" in done.stderr:
        faults.append(f"panicked: {done.stderr}")
    # 127: the program could not be loaded at all.
    if kind != "SIGKILL" and done.returncode not in (0, 1, 2, 3, 127):
        faults.append(f"ended with {done.returncode}: {done.stderr}")
    named = "cannot " in done.stderr or "found:" in done.stderr or "damaged" in done.stderr or "expected" in done.stderr
    if kind != "SIGKILL" and done.returncode in (1, 2, 3) and not named:
        faults.append(f"does not name its error: {done.returncode} {done.stderr!r}")
    faults += trial.faults_after(folder)
    shutil.rmtree(folder)
    return [f"{trial.verb} {kind} at {call} {when}: {fault}" for fault in faults]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--verbs", default=",".join(VERBS))
    parser.add_argument("--kinds", default=",".join(KINDS))
    given = parser.parse_args()
    faults, disturbed_runs = [], 0
    with ThreadPoolExecutor(2) as pool:
        for verb in given.verbs.split(","):
            trial = Trial(given.binary, verb)
            calls = counted(trial)
            tries = [(kind, call, when) for kind in given.kinds.split(",") for call, count in calls.items()
                     for when in range(1, count + 1, given.every)]
            found = [fault for faults in pool.map(lambda one: disturbed(trial, *one), tries) for fault in faults]
            print(f"{verb}: {sum(calls.values())} file calls, {len(tries)} disturbed runs, {len(found)} faults", flush=True)
            faults += found
            disturbed_runs += len(tries)
            for fault in found[:20]:
                print("  ", fault, flush=True)
    print(f"{disturbed_runs} disturbed runs, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
