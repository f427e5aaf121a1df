#!/usr/bin/env python3
"""Runs the parts of the torture one behind the other, and ends with a table of what came of each.

    B=build tests/torture/run.py [--seconds 3600] [--samples FOLDER] [PART…]    all parts where none is named

What a part prints is kept in build/torture/PART.log. Exit status 1 where a part is not in order; the parts behind it run
all the same.
"""
import argparse
import collections
import os
import re
import subprocess
import sys
import textwrap
import time

from world import B, ROOT

HERE = ROOT + "/tests/torture/"
Result = collections.namedtuple("Result", "part wrong tests skipped seconds figures")
WIDTH, INDENT = 150, 34


def parts(options):
    """{part: command}, in the order in which they run: what finds most comes first."""
    torture, soak = [HERE + "torture.py"], [HERE + "soak.py"]
    return {
        "steps": torture + ["steps"],
        "steps-move": torture + ["steps", "--move"],
        "kill": torture + ["kill"],
        "kill-daemon": torture + ["kill", "--victim", "daemon"],
        "kill-inspector": torture + ["kill", "--victim", "inspector"],
        "kill-child": torture + ["kill", "--victim", "child"],
        "kill-move": torture + ["kill", "--move"],
        "hostile": [HERE + "hostile.py", options.samples],
        "fail": torture + ["fail"],
        "flood": torture + ["flood"],
        "soak": soak + ["--seconds", str(options.seconds)],
        "valgrind": soak + ["--valgrind", "--seconds", "300"],
        "systemd": ["make", "--no-print-directory", "-C", ROOT, "systemd-test-run", "B=" + B],
    }


def is_figure(line):
    return re.match(r"# (?!kept: )\S.*\d", line)


def run(part, command):
    """Its output is shown and kept as it comes."""
    lines, begun = [], time.monotonic()
    print(f"# --- {part}: {' '.join(command)}", flush=True)
    with open(f"{B}/torture/{part}.log", "w", encoding="utf-8") as log, \
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            log.write(line)
            log.flush()
            lines.append(line.rstrip())
    tests = [line for line in lines if re.match(r"(not )?ok \d", line)]
    wrong = sum(line.startswith("not ") for line in tests) or int(process.returncode != 0)
    skipped = sum("# skip" in line for line in tests)
    return Result(part, wrong, len(tests), skipped, time.monotonic() - begun, [line[2:] for line in lines if is_figure(line)])


def verdict(result):
    if result.wrong:
        return f"{result.wrong} NOT OK"
    if result.tests == result.skipped:
        return "skipped"
    return f"ok, {result.tests - result.skipped} of {result.tests}"


def table(results):
    print(f"\n{'part':16}{'result':12}{'took':>6}  figures")
    for result in results:
        minutes, seconds = divmod(round(result.seconds), 60)
        head = f"{result.part:16}{verdict(result):12}{minutes:3}:{seconds:02}  "
        for figures in result.figures or [""]:
            aligned = len(re.findall("  +", figures)) > 1
            for line in [figures] if aligned else textwrap.wrap(figures, WIDTH - INDENT - 2, subsequent_indent="  ") or [""]:
                print(f"{head:{INDENT + 2}}{line}".rstrip())
                head = ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3600, help="of `soak`")
    parser.add_argument("--samples", default=ROOT + "/../shared/samples/formats", help="of `hostile`: more documents")
    parser.add_argument("parts", nargs="*", metavar="PART")
    options = parser.parse_args()
    known = parts(options)
    for part in set(options.parts) - set(known):
        parser.error(f"{part}: the parts are {' '.join(known)}")
    os.makedirs(B + "/torture", exist_ok=True)
    results = [run(part, command) for part, command in known.items() if not options.parts or part in options.parts]
    table(results)
    sys.exit(any(result.wrong for result in results))


if __name__ == "__main__":
    main()
