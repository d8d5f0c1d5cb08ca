"""Sobol' indices beside SALib: the same indices from the rows that `maskflow sensitivity` keeps, to 1e-9, on shipped scenarios; and the
errors of textbook functions on maskflow's rows beside those on rows of SALib and on random ones.
Usage: salib.py BINARY ERRORS, where ERRORS is what the test `errors_by_rows` prints."""

import csv
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from SALib.analyze.sobol import analyze, first_order, total_order
from SALib.sample import sobol
from SALib.test_functions import Ishigami

ROOT = Path(__file__).resolve().parents[2]
CASES = ["scenarios/jiangxi-2020 --most 4 --rows 32", "scenarios/china-2020 --most 3 --rows 16", "assets/template --rows 128"]
WITHIN = 1e-9
SEEDS = 50


def compared(binary, case):
    """How many indices of a scenario are compared, the largest difference, and what is wrong."""
    with tempfile.TemporaryDirectory(prefix="maskflow-salib-") as place:
        line = f"sensitivity {case} --methods sobol --trajectories 2 --no-charts --quiet --out {place}"
        subprocess.run([binary, *line.split()], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        [folder] = Path(place).iterdir()
        rows = pq.read_table(folder / "sobol_rows.parquet").to_pandas()
        told = list(csv.DictReader(open(folder / "sobol.csv", encoding="utf-8")))
    parts = list(dict.fromkeys(rows.part[rows.matrix == "AB"]))
    problem = {"num_vars": len(parts), "names": parts, "bounds": [[0, 1]] * len(parts)}
    count, worst, faults = 0, 0.0, []
    for outcome in dict.fromkeys(row["outcome"] for row in told):
        outputs = rows[outcome].to_numpy()
        if np.ptp(outputs) == 0:
            expected = np.zeros((2, len(parts)))
        else:
            found = analyze(problem, outputs, calc_second_order=False, num_resamples=2)
            expected = np.array([found["S1"], found["ST"]])
        own = [row for row in told if row["outcome"] == outcome]
        if [row["input"] for row in own] != parts:
            faults.append(f"{case} {outcome}: parts differ")
        got = np.array([[float(row[name]) for row in own] for name in ("first", "total")])
        off = np.abs(got - expected)
        count, worst = count + off.size, max(worst, off.max())
        faults += [f"{case} {outcome} {parts[at]}: {got[which, at]}, by SALib {expected[which, at]}"
                   for which, at in np.argwhere(~(off < WITHIN))]
    return count, worst, faults


def linear(points):
    return points @ np.array([1.0, 2.0, 3.0])


def closed_form():
    """First-order and total indices of each function."""
    first, second, both = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * np.pi**8 / 225
    total = first + second + both
    return {"ishigami": np.array([[first, second, 0], [first + both, second, both]]) / total,
            "linear": np.array([[1, 4, 9], [1, 4, 9]]) / 14}


def error(name, rows, exact, sample):
    """Root mean squares over seeds and inputs of the errors of both indices, by SALib's estimators."""
    function = {"ishigami": lambda points: Ishigami.evaluate(np.pi * (2 * points - 1)), "linear": linear}[name]
    squares = []
    for seed in range(1, SEEDS + 1):
        outputs = function(sample(rows, seed))
        outputs = (outputs - outputs.mean()) / outputs.std()
        a, b = outputs[0::5], outputs[4::5]
        mixed = [outputs[at::5] for at in (1, 2, 3)]
        found = [[estimate(a, ab, b) for ab in mixed] for estimate in (first_order, total_order)]
        squares.append((np.array(found) - exact) ** 2)
    return np.sqrt(np.mean(squares, axis=(0, 2)))


def of_salib(rows, seed):
    problem = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[0, 1]] * 3}
    return sobol.sample(problem, rows, calc_second_order=False, seed=seed)


def at_random(rows, seed):
    points = np.random.default_rng(seed).random((rows, 6))
    a, b = points[:, :3], points[:, 3:]
    mixed = [np.where(np.arange(3) == at, b, a) for at in range(3)]
    return np.stack([a, *mixed, b], axis=1).reshape(-1, 3)


def main():
    binary, errors = sys.argv[1:]
    warnings.simplefilter("ignore")
    faults = []
    for case in CASES:
        count, worst, found = compared(str(Path(binary).resolve()), case)
        print(f"{case}: {count} indices, largest difference {worst:.1e}, {len(found)} faults", flush=True)
        faults += found
    exact = closed_form()
    print("| function | rows | maskflow S1, ST | SALib S1, ST | random rows S1, ST |\n|---|---|---|---|---|")
    lines = [line.split()[1:] for line in open(errors, encoding="utf-8") if line.startswith("errors ")]
    for name, rows, *own in sorted(lines, key=lambda line: (line[0], int(line[1]))):
        own = [float(value) for value in own]
        beside = [error(name, int(rows), exact[name], sample) for sample in (of_salib, at_random)]
        shown = [", ".join(f"{value:.4f}" for value in pair) for pair in [own, *beside]]
        print(f"| {name} | {rows} | {' | '.join(shown)} |", flush=True)
        faults += [f"{name}, {rows} rows: an error of {value}, by SALib {other}"
                   for value, other in zip(own, beside[0]) if value > 3 * other]
    if not lines:
        faults.append(f"{errors}: no errors are printed there")
    for fault in faults[:20]:
        print("  ", fault)
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
