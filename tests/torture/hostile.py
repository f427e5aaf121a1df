#!/usr/bin/env python3
"""Every odd document there is, through the whole daemon: what the fuzzers start from and have found, the broken and hostile files
among the tests' own, and those of the folders named (`make torture` names ../shared/samples/formats where it is).

    B=build tests/torture/hostile.py [FOLDER…]

Each must come to an end in the ledger that is no crash and no nonsense, and the daemon and its inspector must be those of the
beginning. Prints how many came to what.
"""
import glob
import os
import shutil
import sys

from world import ROOT, B, World, children, report

# Fuzz targets whose inputs are documents, and the suffix that they then have.
SUFFIXES = {"html": ".html", "odf": ".odt", "ofd": ".ofd", "ole": ".doc", "ooxml": ".docx", "pdf": ".pdf", "rtf": ".rtf", "separated": ".csv",
            "claims": ".txt", "grid": ".txt", "quantity": ".txt", "text": ".txt"}
OWN = ["tests/cases/*/*", "docs/examples/*"]
BAD = ("crashed", "bad_answer", "killed")
PATIENCE_S = 1800


def documents(folders):
    """(name in the drop folder, path), each name once."""
    for target, suffix in SUFFIXES.items():
        for home in (ROOT + "/tests/fuzz/corpus/", B + "/fuzz/corpus/"):
            for path in sorted(glob.glob(home + target + "/*")):
                name = os.path.basename(path)
                yield f"{target}-{home == ROOT}-{name}" + ("" if "." in name else suffix), path
    for path in sorted(path for pattern in OWN for path in glob.glob(f"{ROOT}/{pattern}")):
        yield path[len(ROOT) + 1:].replace("/", "-"), path
    for folder in folders:
        for path in sorted(glob.glob(folder + "/**", recursive=True)):
            yield path[len(folder):].strip("/").replace("/", "-"), path


def drop_all(world, folders):
    names = set()
    for name, path in documents(folders):
        if os.path.isfile(path):
            names.add(name)
            shutil.copyfile(path, f"{world.drop}/{name}")
    return names


def main():
    folders = [folder for folder in sys.argv[1:] if os.path.isdir(folder)]
    for folder in set(sys.argv[1:]) - set(folders):
        print(f"# {folder} is not here: skipped")
    world, wrong = World(rules=B + "/rules"), []
    world.start()
    world.wait(0)
    inspectors = children(world.process.pid)
    names = drop_all(world, folders)
    if not world.wait(len(names), PATIENCE_S, 1):
        wrong.append(f"not done: {world.sql('SELECT state, count(*) FROM file GROUP BY 1')}")
    for outcome, count in world.sql("SELECT outcome, count(*) FROM file GROUP BY 1 ORDER BY 2 DESC"):
        print(f"# {count} {outcome}")
    wrong += [f"{path}: {outcome}, {reason}" for path, outcome, reason in world.sql(
        f"SELECT path, outcome, reason FROM ledger WHERE outcome IN {BAD}")]
    if world.ended():
        wrong.append(f"the daemon ended with {world.process.returncode}")
    elif children(world.process.pid) != inspectors:
        wrong.append("it is another inspector")
    print(f"# {len(names)} documents")
    world.close(bool(wrong))
    sys.exit(report([("hostile documents", wrong)]))


if __name__ == "__main__":
    main()
