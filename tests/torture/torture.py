#!/usr/bin/env python3
"""Kills and failing calls, at random and at every step; afterwards nothing may be lost or doubled.

    B=build tests/torture/torture.py kill   [--kills 500] [--files 10000] [--seed 1]
    B=build tests/torture/torture.py fail   [--step 1]          each n-th call fails, for all n (every STEP-th)
    B=build tests/torture/torture.py steps  [--step 1]          the daemon is killed at each n-th call, for all n
    B=build tests/torture/torture.py flood  [--files 200000]    files made faster than the daemon takes them

Prints TAP; the figures are in its comments. What must hold, always: each file ends in the ledger once; the set of (file, finding) is that
of an undisturbed run, in the store, in the JSON lines and in syslog; what a sink was given twice has the same id; no process dies of
itself.
"""
import argparse
import errno
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.abspath(os.environ.get("B", ROOT + "/build"))
PATIENCE_S = 120
STOP_S = 40  # twice what [daemon] stop allows by default
CONFIG = """[daemon]
state_dir = {0}/state
run_dir = {0}/run
user = root
workers = 2
[watch drop]
path = {0}/drop
settle = 200ms
rescan = 2s
[rules]
path = {1}/tests/e2e/rules
[sink jsonl]
path = {0}/alerts.jsonl
[sink syslog]
socket = {0}/log
"""
# What may fail, and how. A full disk, a dying one, no memory, no descriptors, no processes, a socket that is gone.
FAULTS = [("open", errno.EMFILE), ("read", errno.EIO), ("write", errno.ENOSPC), ("fsync", errno.EIO), ("ftruncate", errno.EIO),
          ("stat", errno.EIO), ("mmap", errno.ENOMEM), ("malloc", errno.ENOMEM), ("fork", errno.EAGAIN), ("socket", errno.EMFILE),
          ("connect", errno.ECONNREFUSED), ("send", errno.ENOBUFS), ("recv", errno.ENOMEM)]


def text_of(number):
    """An invented report with two findings of the rule e2e.mark, of its own words."""
    return (f"云岭县虚构事务中心2021年度部门整体支出绩效自评报告\n\n一、基本情况\n\n第{number}份的标记甲。"
            f"本部门内设股室3个。第{number}份的标记乙。\n")


class Syslog(threading.Thread):
    """Keeps the ids of the findings that come to a datagram socket."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        self.ids = []

    def run(self):
        while True:
            text = self.socket.recv(65536).decode("utf-8", "replace")
            twin = json.loads(text[text.index("{"):])
            if twin.get("dataset") == "tallyd.finding":
                self.ids.append(twin["id"])


class World:
    """A folder with a daemon in it that may be killed and started again."""

    def __init__(self, **fault):
        self.folder = tempfile.mkdtemp(prefix="tallyd-torture-")
        self.drop, self.alerts = self.folder + "/drop", self.folder + "/alerts.jsonl"
        for name in ("drop", "state", "run", "making"):
            os.mkdir(f"{self.folder}/{name}")
        with open(self.folder + "/tallyd.conf", "w", encoding="utf-8") as file:
            file.write(CONFIG.format(self.folder, ROOT))
        self.syslog = Syslog(self.folder + "/log")
        self.syslog.start()
        self.log = open(self.folder + "/daemon.log", "ab")
        self.process, self.fault, self.strange = None, fault, []

    def start(self, fault=None):
        environment = dict(os.environ)
        if fault:
            environment |= {"LD_PRELOAD": B + "/tests/torture/interpose.so", "TORTURE_PROGRAM": "tallyd", "TORTURE_FAULT": fault,
                            "TORTURE_HIT": self.folder + "/hit"}
        self.process = subprocess.Popen([B + "/tallyd", "-c", self.folder + "/tallyd.conf"], stderr=self.log, env=environment)

    def ended(self):
        return self.process.poll() is not None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def note_end(self):
        """An end that nobody brought about: by a signal, it is a defect."""
        if self.process.returncode < 0:
            self.strange.append(f"ended by signal {-self.process.returncode}")

    def sql(self, query):
        with sqlite3.connect(f"file:{self.folder}/state/tallyd.db?mode=ro", uri=True, timeout=10) as db:
            return db.execute(query).fetchall()

    def settled(self, files):
        """All files done and everything delivered."""
        try:
            done, last = self.sql("SELECT (SELECT count(*) FROM file WHERE state = 'done'), (SELECT max(seq) FROM event)")[0]
            behind = self.sql(f"SELECT count(*) FROM sink WHERE seq < {last or 0}")[0][0]
            sinks = self.sql("SELECT count(*) FROM sink")[0][0]
        except sqlite3.Error:
            return False
        return done >= files and sinks == 2 and not behind

    def wait(self, files, patience=PATIENCE_S):
        """Until all is settled or the daemon has ended. Whether it is."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.settled(files):
                return True
            if self.ended():
                return False
            time.sleep(0.02)
        return False

    def stop(self):
        if not self.ended():
            self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.strange.append("did not stop when it was told to")
            self.kill()

    def findings(self):
        """(file, message) from the store and from the JSON lines, and what is wrong with either."""
        stored = [(os.path.basename(path), message) for path, message in self.sql("SELECT path, message FROM finding")]
        lines, ids, wrong = [], {}, list(self.strange)
        with open(self.alerts, encoding="utf-8") as file:
            for line in file:
                event = json.loads(line)
                if event["event"]["dataset"] != "tallyd.finding":
                    continue
                lines.append((event["file"]["name"], event["message"]))
                ids.setdefault(event["event"]["id"], lines[-1])
        if len(set(stored)) != len(stored):
            wrong.append(f"{len(stored) - len(set(stored))} findings twice in the store")
        if len(set(lines)) != len(ids):
            wrong.append("a replay has another id")
        if len(lines) != len(set(lines)):
            wrong.append(f"{len(lines) - len(set(lines))} findings twice in the JSON lines")
        if set(self.syslog.ids) != set(ids):
            wrong.append(f"syslog has {len(set(self.syslog.ids))} findings, the JSON lines {len(ids)}")
        return set(stored), set(lines), wrong

    def judge(self, names):
        """What is lost, doubled or strange; an empty list where all is well."""
        expected = {(name, f"有标记：第{int(name[:-4])}份的标记{which}。") for name in names for which in "甲乙"}
        stored, lines, wrong = self.findings()
        for where, got in (("store", stored), ("JSON lines", lines)):
            if got != expected:
                wrong.append(f"{where}: {len(expected - got)} findings lost, {len(got - expected)} that should not be")
        undone = self.sql("SELECT count(*) FROM file WHERE state <> 'done' OR outcome <> 'inspected'")[0][0]
        if undone:
            ends = self.sql("SELECT DISTINCT state, outcome, reason FROM file WHERE outcome IS NOT 'inspected'")
            wrong.append(f"{undone} files were not inspected to the end: {ends}")
        rounds = self.sql("SELECT count(*) FROM (SELECT file FROM report GROUP BY file HAVING count(*) > 1)")[0][0]
        if rounds:
            wrong.append(f"{rounds} files were inspected to an end twice")
        return wrong

    def close(self, keep):
        self.stop()
        self.log.close()
        if keep:
            print("# kept: " + self.folder)
        else:
            shutil.rmtree(self.folder)


def put(world, number, rng):
    """One report into the folder, by rename, by copy or by a slow writer."""
    name, text = f"{number:06}.txt", text_of(number).encode()
    way = rng.randrange(3)
    if way == 0:
        with open(f"{world.folder}/making/{name}", "wb") as file:
            file.write(text)
        os.rename(f"{world.folder}/making/{name}", f"{world.drop}/{name}")
    elif way == 1:
        with open(f"{world.drop}/{name}", "wb") as file:
            file.write(text)
    else:
        with open(f"{world.drop}/{name}", "wb", buffering=0) as file:
            for part in (text[:40], text[40:90], text[90:]):
                file.write(part)
                time.sleep(rng.random() * 0.004)
    return name


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


def strike(world, rng):
    """Kills the daemon, its inspector, or one of the inspector's children."""
    if world.ended():
        world.note_end()
        return "gone"
    try:
        victim = rng.choice(["daemon", "daemon", "inspector", "child"])
        if victim == "daemon":
            world.kill()
            return victim
        pid = rng.choice(children(world.process.pid))
        if victim == "child":
            pid = rng.choice(children(pid))
        os.kill(pid, signal.SIGKILL)
        return victim
    except (IndexError, OSError):
        return "nobody"


def torture_kill(options):
    rng = random.Random(options.seed)
    world, names, struck = World(), [], {}

    def feed():
        pause = options.kills * 0.12 / options.files
        for number in range(options.files):
            names.append(put(world, number, random.Random(number)))
            if number % 20 == 0:
                time.sleep(pause * 20)

    world.start()
    feeder = threading.Thread(target=feed)
    feeder.start()
    for _ in range(options.kills):
        time.sleep(rng.random() * 0.2)
        victim = strike(world, rng)
        struck[victim] = struck.get(victim, 0) + 1
        if world.ended():
            world.start()
    feeder.join()
    begun = time.monotonic()
    done = world.wait(options.files, 60 + options.files / 20)
    wrong = world.judge(names) if done else [f"not done: {world.sql('SELECT state, count(*) FROM file GROUP BY 1')}"]
    replays = len(world.syslog.ids) - len(set(world.syslog.ids))
    print(f"# {options.files} files, {sum(struck.values())} kills {struck}; all done {time.monotonic() - begun:.1f} s after the last; "
          f"{2 * options.files} findings; syslog was given {replays} of them again, under the same id")
    world.close(bool(wrong))
    return [("kill", wrong)]


FEW = 4


def one_fault(fault):
    """A daemon that meets the fault, then one that does not. (whether it came to it, what is wrong)"""
    world = World()
    names = [put(world, number, random.Random(number)) for number in range(FEW)]
    world.start(fault)
    world.wait(FEW, 10)
    hit = os.path.exists(world.folder + "/hit")
    killed = fault.endswith(":kill") and hit
    if world.ended() and not killed:
        world.note_end()
    world.stop()
    wrong = []
    if not world.settled(FEW):
        world.start()
        if not world.wait(FEW):
            wrong.append("not done after the fault had passed")
        world.stop()
    wrong = wrong or world.judge(names)
    if wrong:
        with open(world.folder + "/daemon.log", encoding="utf-8", errors="replace") as log:
            wrong += log.read().splitlines()[-4:]
    world.close(False)
    return hit, wrong


def torture_calls(calls, first, step):
    """Each call at n = first, first + step, … until the run does not come to it any more."""
    results = []
    for name, what in calls:
        n, wrong = first, []
        while True:
            hit, problems = one_fault(f"{name}:{n}:{what}")
            wrong += [f"call {n}: {problem}" for problem in problems]
            if not hit:
                break
            n += step
        results.append((f"{name} {what}", wrong))
        print(f"# {name} {what}: {n} calls, every {step}. of them", flush=True)
    return results


def torture_fail(options):
    return torture_calls([(name, error) for name, error in FAULTS if not options.only or name in options.only], options.first,
                         options.step)


def torture_steps(options):
    return torture_calls([("any", "kill")], options.first, options.step)


def torture_flood(options):
    """Files by rename, as fast as they can be made, into a daemon that is at work."""
    world = World()
    world.start()
    world.wait(0)
    for number in range(options.files):
        with open(f"{world.folder}/making/{number}", "w", encoding="utf-8") as file:
            file.write(text_of(number))
    begun = time.monotonic()
    for number in range(options.files):
        os.rename(f"{world.folder}/making/{number}", f"{world.drop}/{number:06}.txt")
    made = time.monotonic() - begun
    done = world.wait(options.files, 120 + options.files / 40)
    overflows = world.sql("SELECT count(*) FROM event WHERE dataset = 'tallyd.service' AND line LIKE '%\"overflow\"%'")[0][0]
    wrong = world.judge([f"{number:06}.txt" for number in range(options.files)]) if done else ["not done"]
    print(f"# {options.files} files in {made:.1f} s; {overflows} overflows of inotify's queue; all inspected and told after "
          f"{time.monotonic() - begun:.1f} s")
    world.close(bool(wrong))
    return [("flood", wrong)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kill", "fail", "steps", "flood"])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--files", type=int, default=10000)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="of `fail`: these calls")
    options = parser.parse_args()
    results = {"kill": torture_kill, "fail": torture_fail, "steps": torture_steps, "flood": torture_flood}[options.what](options)
    print(f"1..{len(results)}")
    for number, (name, wrong) in enumerate(results, 1):
        print(("not " if wrong else "") + f"ok {number} - {name}")
        for line in wrong[:40]:
            print("#   " + line)
    sys.exit(any(wrong for _, wrong in results))


if __name__ == "__main__":
    main()
