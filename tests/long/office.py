"""Tables saved by LibreOffice Calc: each shipped scenario's tables go through a workbook and come back as CSV in several
encodings and with several delimiters; what maskflow makes of them has to be the same to the byte.

    python3 tests/long/office.py target/release/maskflow
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

# How Calc saves: delimiter, quote, encoding (76 UTF-8, 67 GBK, 65535 "Unicode text"), first line.
FORMS = {
    "utf-8": "44,34,76,1",
    "gbk": "44,34,67,1",
    "utf-16": "9,34,65535,1",
    "semicolons": "59,34,76,1",
}
SCENARIOS = ["jiangxi-2020", "china-2020"]


def convert(office, profile, to, out, paths, reading=None):
    command = [office, f"-env:UserInstallation=file://{profile}", "--headless"]
    if reading:
        command.append(f"--infilter=CSV:{reading}")
    command += ["--convert-to", to, "--outdir", str(out)] + [str(path) for path in paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"soffice: {done.stderr}")


def simulate(program, folder, out):
    command = [program, "run", str(folder), "--no-charts", "--quiet", "--lang", "en", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{folder}: {done.stdout}{done.stderr}")
    files = sorted((out / folder.name).rglob("*"))
    return {
        path.name: path.read_bytes()
        for path in files
        if path.is_file() and path.name != "manifest.json"
    }


def in_gbk(text):
    """A text as GBK holds it: letters that it lacks, in names and remarks, become question marks when a table is saved."""
    return text.decode().encode("gbk", "replace")


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    office = shutil.which("soffice")
    faults = 0
    with tempfile.TemporaryDirectory(prefix="maskflow-office-") as place:
        place = pathlib.Path(place)
        for name in SCENARIOS:
            shipped = pathlib.Path("scenarios") / name
            expected = simulate(program, shipped, place / "shipped")
            books = place / f"{name}-books"
            tables = sorted(shipped.glob("*.csv"))
            # As Calc reads a table that somebody opens: it finds dates and numbers by itself.
            convert(office, place / "profile", "xlsx", books, tables, reading="44,34,76,1,,0,false,true")
            for form, token in FORMS.items():
                folder = place / form / name
                shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("*.csv"))
                to = f"csv:Text - txt - csv (StarCalc):{token}"
                convert(office, place / "profile", to, folder, sorted(books.glob("*.xlsx")))
                found = simulate(program, folder, place / f"{form}-out")
                same = in_gbk if form == "gbk" else bytes
                other = [file for file in expected if same(found.get(file, b"")) != same(expected[file])]
                faults += len(other)
                first = (folder / "lines.csv").read_bytes()[:60]
                print(f"{name}, {form}: {len(expected)} files, {len(other)} differ {other[:5]} {first!r}")
    print(f"{faults} faults")
    sys.exit(faults > 0)


main()
