#!/usr/bin/env python3
"""An ordinary day, made long: files arrive and go, the rules are reloaded every ten seconds, the log is rotated.

    B=build tests/torture/soak.py [--seconds 3600] [--rate 4] [--valgrind]

Afterwards every file is in the ledger with its findings, every finding is in the store, in the JSON lines and in syslog, and the
descriptors and the memory of the daemon, the inspector and its children are what they were: the descriptors when nothing is at
work, early and at the end; the memory all day long. Under valgrind, which could not work in
the sandbox (under_valgrind.c opens it), nothing of the daemon, the inspectors or their children may be definitely lost, and no
memory used that is not theirs.
"""
import argparse
import collections
import contextlib
import glob
import os
import random
import re
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

from world import PATIENCE_S, RULES, B, World, children, findings_of, put, report

RELOAD_S, ROTATE_S, SAMPLE_S, SAMPLES = 10, 25, 5, 40  # samples: so many at least
KEPT_S = 30          # that long a file lies in the folder; longer where all is slower
REST_S, LOOKS = 2, 10  # nothing is at work for so long, in which so many looks are taken
CHANGED_RELOADS = 6  # every sixth reload brings a changed rule
WARM_UP = 0.2        # of the time is not looked at: caches fill
SLACK_KIB = 1024     # and a twentieth: what an allocator's luck makes
VALGRIND = ["valgrind", "--leak-check=full", "--errors-for-leak-kinds=definite", "--show-leak-kinds=definite", "--error-exitcode=9"]
# The daemon's own children are on their way to another program.
OF_DAEMON = [*VALGRIND, "--child-silent-after-fork=yes", "--log-file={folder}/valgrind.daemon"]
OF_INSPECTOR = f"""#!/bin/sh
exec {' '.join(VALGRIND)} --log-file={{folder}}/valgrind.inspector.%p {B}/tally-inspect
"""
SLOWER = 6  # under valgrind
FLAT_S = 600  # in less time the caches have not filled


# What is looked at of a process: its descriptors, the memory it has resident, and its share of that, in KiB.
Figures = collections.namedtuple("Figures", "descriptors rss pss")


def look(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        kib = {line.split()[0]: int(line.split()[1]) for line in file if line.startswith(("Rss:", "Pss:"))}
    return Figures(len(os.listdir(f"/proc/{pid}/fd")), kib["Rss:"], kib["Pss:"])


def of_columns(judge, some):
    return Figures(*map(judge, zip(*some)))


class Samples:
    """Figures of each kind of process, in the order of time, with the second they were taken at."""

    def __init__(self):
        self.of = {"tallyd": [], "tally-inspect": [], "its children": []}
        self.rests = []
        self.begun = time.monotonic()

    def take(self, pid):
        """Only where nothing changes hands: one inspector, and it is not just being started. Whether it was so."""
        inspectors = children(pid)
        if len(inspectors) != 1:
            return False
        with contextlib.suppress(OSError, KeyError, ValueError):
            seen = {"tallyd": look(pid), "tally-inspect": look(inspectors[0])}
            seen["its children"] = max(look(child) for child in children(inspectors[0]))
            for kind, figures in seen.items():
                self.of[kind].append((round(time.monotonic() - self.begun), figures))
            return True
        return False

    def rest(self, pid):
        """Nothing is at work: what each usually has."""
        end, looks = time.monotonic() + REST_S, 0
        while looks < LOOKS or time.monotonic() < end:
            time.sleep(REST_S / LOOKS)
            looks += self.take(pid)
            if time.monotonic() > end + PATIENCE_S:
                raise SystemExit("it does not come to rest")
        self.rests.append({kind: of_columns(statistics.median, [figures for _, figures in taken[-looks:]]) for kind, taken in self.of.items()})

    def keep(self, path):
        """All of them, for who wants to draw them."""
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write("\t".join(("second", "process") + Figures._fields) + "\n")
            for kind, samples in self.of.items():
                file.writelines("\t".join(map(str, (at, kind) + figures)) + "\n" for at, figures in samples)
        print("# every sample: " + path)

    def judge(self, flat):
        """`flat`: that memory does not grow is judged, not only shown."""
        print(f"# {'process':14}{'':26}{'descriptors':>12}{'RSS KiB':>10}{'PSS KiB':>10}")
        return [line for kind in self.of for line in self.judge_kind(kind, flat)]

    def judge_kind(self, kind, flat):
        taken = [figures for _, figures in self.of[kind]]
        figures = taken[int(len(taken) * WARM_UP):]
        if len(figures) < 8:
            return [f"{kind}: only {len(taken)} samples"]
        part = len(figures) // 4
        quarters = {"first quarter": figures[:part], "last quarter": figures[-part:]}
        rows = {"first": taken[0], "last": taken[-1], f"most of {len(taken)}": of_columns(max, taken)}
        rows |= {"median, " + name: of_columns(statistics.median, quarter) for name, quarter in quarters.items()}
        rows |= {"at rest, " + when: rest[kind] for when, rest in zip(("early", "at the end"), self.rests)}
        for what, row in rows.items():
            print(f"# {kind:14}{what:26}{row.descriptors:>12g}{row.rss:>10g}{row.pss:>10g}")
        more = rows["at rest, at the end"].descriptors - rows["at rest, early"].descriptors
        wrong = [f"{kind}: {more} descriptors more"] if more > 0 else []
        first, last = rows["median, first quarter"], rows["median, last quarter"]
        return wrong + [f"{kind}: {name} {now - then:g} KiB more" for name, then, now in zip(first._fields[1:], first[1:], last[1:])
                        if flat and now > then * 1.05 + SLACK_KIB]


class Day:
    """What goes on around the daemon: files at this rate, and what is done every so many seconds."""

    def __init__(self, world, rules, rate, slower, due):
        self.world, self.rules, self.pause, self.kept = world, rules, slower / rate, round(KEPT_S * rate)
        self.due = {self.reload: RELOAD_S * slower, self.rotate: ROTATE_S} | due
        self.next_at = {act: time.monotonic() + every for act, every in self.due.items()}
        self.names, self.rotations, self.reloads, self.random = [], 0, 0, random.Random(1)

    def arrive(self):
        """One more; one that has lain there for long enough goes."""
        self.names.append(put(self.world, len(self.names), self.random))
        if len(self.names) > self.kept:
            os.unlink(f"{self.world.drop}/{self.names[-self.kept - 1]}")

    def reload(self):
        self.reloads += 1
        if self.reloads % CHANGED_RELOADS == 0:
            with open(self.rules + "/e2e/mark.lua", "a", encoding="utf-8") as file:
                file.write(f"-- {self.reloads}\n")
        if self.reloads % 2:
            self.world.process.send_signal(signal.SIGHUP)
        else:
            subprocess.run([B + "/tallyctl", "reload", "--socket", self.world.folder + "/run/control"], check=False,
                           stdout=subprocess.DEVNULL, stderr=self.world.log)

    def rotate(self):
        if os.path.exists(self.world.alerts):
            self.rotations += 1
            os.rename(self.world.alerts, f"{self.world.alerts}.{self.rotations}")


def live(day, seconds):
    """Until the time is over or the daemon has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not day.world.ended():
        day.arrive()
        for act, every in day.due.items():
            if time.monotonic() >= day.next_at[act]:
                act()
                day.next_at[act] = time.monotonic() + every
        time.sleep(day.pause)


def live_and_rest(day, seconds, samples):
    """Twice everything comes to rest: when the caches are warm, and at the end. Whether it did."""
    for part in (WARM_UP, 1 - WARM_UP):
        live(day, seconds * part)
        if not day.world.wait(len(day.names), 600):
            return False
        if samples:
            samples.rest(day.world.process.pid)
    return True


def judge(world, day):
    """No file and no finding may be missing; one that was inspected again by changed rules is told again, under its id."""
    wrong = list(world.strange)
    expected = findings_of(day.names)
    for where, found in (("store", world.stored()), ("JSON lines", world.lines())):
        got = {pair[:2] for pair in found}
        if got != expected:
            wrong.append(f"{where}: {len(expected - got)} findings lost, {len(got - expected)} that should not be")
    odd = world.sql("SELECT DISTINCT outcome, reason FROM file WHERE outcome NOT IN ('inspected', 'vanished')")
    if odd:
        wrong.append(f"files came to {odd}")
    ids = {key for _, _, key in world.stored()}
    world.syslog.await_all(ids)
    if set(world.syslog.ids) != ids:
        wrong.append("syslog has other findings than the store")
    return wrong


class Pidfds(threading.Thread):
    """Gives pidfds to who cannot make them (under_valgrind.c)."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(path)
        self.socket.listen()

    def run(self):
        while True:
            asker, _ = self.socket.accept()
            with asker, contextlib.suppress(OSError):
                pidfd = os.pidfd_open(struct.unpack("i", asker.recv(4))[0])
                socket.send_fds(asker, [b"!"], [pidfd])
                os.close(pidfd)


def valgrind_options(folder):
    """[daemon] with an inspector under valgrind, and the command for the daemon."""
    Pidfds(folder + "/pidfds").start()
    path = folder + "/tally-inspect"
    with open(path, "w", encoding="ascii") as file:
        file.write(OF_INSPECTOR.format(folder=folder))
    os.chmod(path, 0o755)
    environment = ["env", f"LD_PRELOAD={B}/tests/torture/under_valgrind.so", f"PIDFDS={folder}/pidfds"]
    return {"daemon": "inspector = " + path, "command": environment + [part.format(folder=folder) for part in OF_DAEMON]}


def judge_valgrind(folder, daemon):
    """What valgrind says of each process that came to its end; who is killed says nothing."""
    counts, wrong = collections.Counter(), []
    for path in sorted(glob.glob(folder + "/valgrind.*")):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        parent = re.search(r"Parent PID: (\d+)", text)
        kind = "daemon" if path.endswith(".daemon") else "inspector" if parent and int(parent[1]) == daemon else "children"
        summary = re.search(r"ERROR SUMMARY: ([0-9,]+) errors", text)
        if not summary:
            counts[kind + " killed"] += 1
            continue
        counts[kind] += 1
        if summary[1] != "0":
            wrong.append(f"{os.path.basename(path)}: {summary[0]}: {text[:2000]}")
    print("# ended under valgrind: " + ", ".join(f"{count} of {kind}" for kind, count in sorted(counts.items())))
    return wrong


def soak(seconds, rate, valgrind):
    folder = tempfile.mkdtemp(prefix="tallyd-soak-")
    rules = folder + "/rules"
    shutil.copytree(RULES, rules)
    world = World(folder=folder, rules=f"{B}/rules {rules}", **(valgrind_options(folder) if valgrind else {}))
    world.start()
    if valgrind:
        world.wait(0)
    samples = None if valgrind else Samples()
    look_at = {} if valgrind else {lambda: samples.take(world.process.pid): min(SAMPLE_S, seconds / SAMPLES)}
    day = Day(world, rules, rate, SLOWER if valgrind else 1, look_at)
    done = live_and_rest(day, seconds, samples)
    wrong = [] if done else ["not done: " + str(world.sql("SELECT state, count(*) FROM file GROUP BY 1"))]
    world.stop()
    if world.process.returncode:
        wrong.append(f"the daemon ended with {world.process.returncode}")
    wrong += judge(world, day)
    print(f"# {seconds} s{' under valgrind' if valgrind else ''}: {len(day.names)} files, {day.reloads} reloads, {day.rotations} "
          f"rotations; {len(world.stored())} findings in the store, {len(set(world.lines()))} in the JSON lines, "
          f"{len(set(world.syslog.ids))} in syslog")
    if valgrind:
        wrong += judge_valgrind(folder, world.process.pid)
    elif done:
        samples.keep(B + "/torture/soak.tsv")
        wrong += samples.judge(flat=seconds >= FLAT_S)
    world.close(bool(wrong))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--rate", type=float, default=4, help="files a second")
    parser.add_argument("--valgrind", action="store_true")
    options = parser.parse_args()
    sys.exit(report([("soak", soak(options.seconds, options.rate, options.valgrind))]))


if __name__ == "__main__":
    main()
