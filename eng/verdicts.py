#!/usr/bin/env python3
"""Runs a configuration with several seeds and prints the verdicts seed by seed, as a Markdown table.

    eng/verdicts.py CONFIG [--seeds 10] [--first 0] [--output FOLDER] [--program PROGRAM] [-- ARGUMENTS OF mmoe run]

A verdict that holds is the same for the next seed: the last row counts how many seeds have the most frequent one. Runs are done one after the
other, and kept in FOLDER (by default artifacts/verdicts); a seed whose run is there already is not run again.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ISSUES = ["tug-of-war", "collapse", "instability", "loss-scale"]


def figure(value):
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.2g}"


def cell(verdict):
    if verdict["value"] is None:
        return verdict["verdict"]
    ends = f" [{figure(verdict['lower'])}, {figure(verdict['upper'])}]" if verdict.get("lower") is not None else ""
    return f"{verdict['verdict']} {figure(verdict['value'])}{ends}"


def run(program, config, seed, output, arguments):
    folder = output / f"seed-{seed}"
    finished = list(folder.glob("*/verdicts.json"))
    if not finished:
        done = subprocess.run(
            [program, "run", config, "--set", f"run.seed={seed}", "--set", f"run.output={folder.resolve()}", *arguments],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"seed {seed}: exit code {done.returncode}\n{done.stderr}")
        finished = list(folder.glob("*/verdicts.json"))
    return json.loads(finished[-1].read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, help="the first seed, for seeds that no rule was chosen on")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "artifacts" / "verdicts")
    parser.add_argument("--program", default=ROOT / "mmoe", help="the program, for instance of another version; by default this checkout's")
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    arguments = sys.argv[end + 1:]
    options = parser.parse_args(sys.argv[1:end])
    verdicts = {}
    print("| seed | " + " | ".join(issue.replace("-", " ") for issue in ISSUES) + " |")
    print("| --- |" + " --- |" * len(ISSUES), flush=True)
    for seed in range(options.first, options.first + options.seeds):
        verdicts[seed] = run(options.program, options.config, seed, options.output, arguments)
        print(f"| {seed} | " + " | ".join(cell(verdicts[seed][issue]) for issue in ISSUES) + " |", flush=True)
    same = [collections.Counter(verdicts[seed][issue]["verdict"] for seed in verdicts).most_common(1)[0] for issue in ISSUES]
    print("| same verdict | " + " | ".join(f"{verdict}: {count} of {options.seeds}" for verdict, count in same) + " |")


if __name__ == "__main__":
    main()
