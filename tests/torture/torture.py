#!/usr/bin/env python3
"""Kills and failing calls, at random and at every step; afterwards nothing may be lost or doubled.

    B=build tests/torture/torture.py kill   [--kills 500] [--files 10000] [--victim daemon] [--move] [--seed 1]
    B=build tests/torture/torture.py fail   [--first 1] [--step 1] [--only malloc] [--every]    each n-th call fails
    B=build tests/torture/torture.py steps  [--first 1] [--step 1] [--move]    killed at each n-th call that the world can see
    B=build tests/torture/torture.py flood  [--files 200000]    files made faster than inotify's queue takes them

Prints TAP; the figures are in its comments. What must hold, always: each file ends in the ledger once; the set of (file, finding) is that
of an undisturbed run, in the store, in the JSON lines and in syslog; what a sink was given twice has the same id; no process dies of
itself.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import errno
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time

from world import PATIENCE_S, B, World, children, put, report, strike, text_of

# What may fail, and how. A full disk, a dying one, no memory, no descriptors, no processes, a socket that is gone.
SQLITE_IOERR, SQLITE_FULL = 10, 13
FAULTS = [
    ("tallyd", "open", errno.EMFILE), ("tallyd", "watch", errno.ENOSPC), ("tallyd", "read", errno.EIO),
    ("tallyd", "write", errno.ENOSPC), ("tallyd", "fsync", errno.EIO), ("tallyd", "ftruncate", errno.EIO),
    ("tallyd", "stat", errno.EIO), ("tallyd", "rename", errno.EIO), ("tallyd", "mmap", errno.ENOMEM),
    ("tallyd", "fork", errno.EAGAIN), ("tallyd", "socket", errno.EMFILE), ("tallyd", "connect", errno.ECONNREFUSED),
    ("tallyd", "send", errno.ENOBUFS), ("tallyd", "recv", errno.ENOMEM), ("tallyd", "sqlite", SQLITE_IOERR),
    ("tallyd", "sqlite", SQLITE_FULL), ("tallyd", "malloc", errno.ENOMEM),
    ("tally-inspect", "open", errno.EMFILE), ("tally-inspect", "read", errno.EIO), ("tally-inspect", "stat", errno.EIO),
    ("tally-inspect", "mmap", errno.ENOMEM), ("tally-inspect", "fork", errno.EAGAIN),
    ("tally-inspect", "socket", errno.EMFILE), ("tally-inspect", "send", errno.ENOBUFS),
    ("tally-inspect", "recv", errno.ENOMEM), ("tally-inspect", "malloc", errno.ENOMEM),
]
TALLY, PLACE, PLACES_MAX = struct.Struct("l16s512s"), struct.Struct("Ll"), 8192  # of interpose.c
Run = collections.namedtuple("Run", "call places wrong gave_up")
OFTEN = ("malloc",)  # too often for each call: each place that calls it instead
NEVER = 10 ** 9
TRIES = 5
MISSED_SHARE = 0.05  # of the places: more than that, and the sweep has not seen the program
VICTIMS = ("daemon", "inspector", "child")


def strike_at(world, victim):
    """Kills the daemon, its inspector, or one of the inspector's children; who it was."""
    if world.ended():
        world.note_end()
        return "gone"
    with contextlib.suppress(IndexError, OSError):
        if victim == "daemon":
            world.kill()
            return victim
        pid = random.choice(children(world.process.pid))
        strike(random.choice(children(pid)) if victim == "child" else pid)
        return victim
    return "nobody"


def undisturbed(folder, files, moving):
    """What comes of the same files in the same folder when nothing happens to the daemon."""
    world = World(folder=folder, moving=moving)
    world.start()
    for number in range(files):
        put(world, number, random.Random(number))
    if not world.wait(files, 60 + files / 20, 0.5):
        world.close(True)
        raise SystemExit("the undisturbed run does not end")
    outcome = world.outcome()
    world.close()
    os.mkdir(folder)
    return outcome


def torture_kill(options):
    rng, folder = random.Random(options.seed), tempfile.mkdtemp(prefix="tallyd-torture-")
    reference = undisturbed(folder, options.files, options.move)
    world, names, struck = World(folder=folder, moving=options.move), [], collections.Counter()

    def feed():
        pause = options.kills * 0.12 / options.files
        for number in range(options.files):
            names.append(put(world, number, random.Random(number)))
            if number % 20 == 0:
                time.sleep(pause * 20)

    world.start()
    feeder = threading.Thread(target=feed)
    feeder.start()
    while sum(struck[victim] for victim in VICTIMS) < options.kills:
        time.sleep(rng.random() * 0.2)
        struck[strike_at(world, options.victim or rng.choice(("daemon",) + VICTIMS))] += 1
        if world.ended():
            world.start()
    alive = feeder.is_alive()
    feeder.join()
    begun = time.monotonic()
    done = world.wait(options.files, 60 + options.files / 20, 0.5, supervised=True)
    wrong = world.judge(names, reference) if done else [f"not done: {world.sql('SELECT state, count(*) FROM file GROUP BY 1')}"]
    lines, syslog = world.replays()
    print(f"# {options.files} files, killed: {dict(struck)}, the last {'while files came' if alive else 'when all files were there'}; "
          f"all done {time.monotonic() - begun:.1f} s after the last of both; {len(reference['store'])} findings, {len(wrong)} "
          f"things wrong; given again under the same id: {lines} to the JSON lines, {syslog} to syslog")
    world.close(bool(wrong))
    return [("kill " + (options.victim or "any of them") + (", files move" if options.move else ""), wrong)]


FEW = 3
# What a file may come to for want of something: no crash, and nothing that says that it is the file's own fault.
MAY_END = ("limit", "killed", "unreadable", "changed")


class Small:
    """What a run with one fault needs of the installation, and no more: it is run ten thousand times."""

    def __init__(self, moving):
        self.moving = moving
        self.folder = tempfile.mkdtemp(prefix="tallyd-torture-")
        os.mkdir(self.folder + "/plugins")
        os.mkdir(self.folder + "/lexicon")
        shutil.copy(B + "/plugins/text.so", self.folder + "/plugins")
        self.more = f"[plugins]\npath = {self.folder}/plugins\n[lexicon]\npath = {self.folder}/lexicon"

    def close(self):
        shutil.rmtree(self.folder)


# Where a library ends the process for want of memory, instead of saying so. None of it may come after the start.
GIVES_UP = {"getgrnam": "the C library, looking up a group", "getpwnam": "the C library, looking up a user",
            "uv_queue_work": "libuv, starting its threads"}


def gave_up(world, call, stack):
    """Which library ended the daemon before it was at work. None: if a signal ended it, it is a defect."""
    with open(world.folder + "/daemon.log", "rb") as log:
        at_work = b"is at work" in log.read()
    died = world.process.returncode in (-signal.SIGABRT, -signal.SIGSEGV)
    known = (GIVES_UP[name] for name in stack if name in GIVES_UP)
    return next(known, None) if call == "malloc" and died and not at_work else None


UNREAD = "SELECT count(*) FROM file WHERE outcome IS NOT 'inspected'"


def asked_again(world):
    """Whether what could not be inspected is, once somebody asks for it (`tallyctl retry`)."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        subprocess.run([B + "/tallyctl", "retry", "--socket", world.folder + "/run/control"], check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if world.wait(FEW, 5) and not world.sql(UNREAD)[0][0]:
            return True
        time.sleep(0.1)
    return False


def mended(world, names):
    """What is wrong when the fault has passed, and what could not be inspected has been asked for again."""
    unread = world.settled(FEW) and world.sql(UNREAD)[0][0]
    if unread or not world.settled(FEW):
        world.start()
        if not world.wait(FEW):
            return ["not done after the fault had passed"]
    ends = world.sql("SELECT DISTINCT outcome, reason FROM file WHERE outcome <> 'inspected'")
    if any(outcome not in MAY_END for outcome, _ in ends):
        return [f"files came to {ends}"]
    if ends and not asked_again(world):
        return [f"files stay {ends}"]
    world.stop()
    return world.judge(names)


def read_tally(path):
    """(the call it came to or "", the libraries' functions on its stack, {place: how often it was come to})"""
    with open(path, "rb") as file:
        _, call, stack = TALLY.unpack(file.read(TALLY.size))
        places = {place: count for place, count in PLACE.iter_unpack(file.read()) if place}
    if len(places) == PLACES_MAX:
        raise SystemExit("too many places: raise PLACES_MAX")
    return call.rstrip(b"\0").decode(), stack.rstrip(b"\0").decode().split(), places


def one_fault(small, program, fault, place=0):
    """A daemon that meets the fault, then one that does not."""
    world = World(settle="50ms", moving=small.moving, more=small.more)
    tally = world.folder + "/tally"
    with open(tally, "wb") as file:
        file.truncate(TALLY.size + PLACES_MAX * PLACE.size)
    names = [put(world, number, random.Random(number)) for number in range(FEW)]
    world.start({"LD_PRELOAD": B + "/tests/torture/interpose.so", "TORTURE_PROGRAM": program, "TORTURE_FAULT": fault,
                 "TORTURE_PLACE": f"{place:x}", "TORTURE_TALLY": tally})
    world.wait(FEW, 10)
    call, stack, places = read_tally(tally)
    library = gave_up(world, call, stack) if world.ended() else None
    if world.ended() and not library and not (fault.endswith(":kill") and call):
        world.note_end()
    world.stop()
    try:
        wrong = mended(world, names)
    except sqlite3.Error as error:
        wrong = [f"the store cannot be read: {error}"]
    for problem in wrong:
        print(f"# {program} {fault} {place:x}, {call}: {problem}", flush=True)
    if wrong:
        with open(world.folder + "/daemon.log", encoding="utf-8", errors="replace") as log:
            print("#   " + "#   ".join(log.readlines()[-4:]), end="", flush=True)
    world.close(bool(wrong))
    return Run(call, places, wrong, library)


def sweep(small, pool, program, name, what, options):
    """One call at n = first, first + step, … until the run does not come to it any more."""
    n, wrong, met = options.first, [], collections.Counter()
    while True:
        numbers = [n + i * options.step for i in range(options.jobs)]
        for number, run in zip(numbers, pool.map(lambda at: one_fault(small, program, f"{name}:{at}:{what}"), numbers)):
            wrong += [f"call {number}, {run.call}: {problem}" for problem in run.wrong]
            met[run.call] += 1
        if met[""] or sum(met.values()) >= options.most:
            break
        n += options.step * options.jobs
    del met[""]
    print(f"# {program} {name} {what}: {sum(met.values())} runs came to it, at each {options.step}. call from the {options.first}.: "
          f"{dict(met)}; {len(wrong)} things wrong", flush=True)
    return f"{program} {name} {what}" + (", files move" if small.moving else ""), wrong


class Places:
    """The places that call something, each wanted at its first call and, where there are more, at a later one. Runs differ a
    little: what a run shows that was not known is wanted too; what is not come to again in TRIES runs is told."""

    def __init__(self, places, options):
        self.known, self.random = dict(places), random.Random(options.seed)
        self.tried, self.missed = collections.Counter(), []
        self.todo = collections.deque(want for place in sorted(places)[options.first - 1::options.step]
                                      for want in self.wants(place, places[place]))
        self.new = options.step == 1

    def wants(self, place, count):
        return [(place, 1)] + ([(place, self.random.randint(2, count))] if count > 1 else [])

    def next(self, n):
        return [self.todo.popleft() for _ in range(min(n, len(self.todo)))]

    def note(self, want, run):
        for place in run.places.keys() - self.known.keys() if self.new else ():
            self.known[place] = run.places[place]
            self.todo.append((place, 1))
        if run.call:
            return
        self.tried[want] += 1
        if self.tried[want] < TRIES:
            self.todo.append((want[0], min(want[1], 2)))
        else:
            self.missed.append(want)


def sweep_places(small, pool, program, name, what, options):
    """For what is called too often for each call: every place that calls it."""
    places = Places(one_fault(small, program, f"{name}:{NEVER}:{what}").places, options)
    calls, met, wrong, given_up = sum(places.known.values()), 0, [], collections.Counter()
    while places.todo and met < options.most:
        wants = places.next(4 * options.jobs)
        for want, run in zip(wants, pool.map(lambda at: one_fault(small, program, f"{name}:{at[1]}:{what}", at[0]), wants)):
            wrong += [f"place {want[0]:x}, call {want[1]}: {problem}" for problem in run.wrong]
            places.note(want, run)
            given_up.update([run.gave_up] if run.gave_up and not run.wrong else [])
            met += bool(run.call)
        if met % 200 < len(wants):
            print(f"# {met} runs, {len(places.todo)} to come", file=sys.stderr, flush=True)
    first = [place for place, n in places.missed if n == 1]
    print(f"# {program} {name} {what}: {calls} calls come from {len(places.known)} places; {met} runs came to it, at each "
          f"{options.step}. place's first call and at a later one; {len(first)} places and {len(places.missed) - len(first)} "
          f"later calls were seen once and not again; {len(wrong)} things wrong", flush=True)
    for library, times in given_up.items():
        print(f"# {times} times the daemon was ended before it was at work by {library}; after a restart nothing was lost", flush=True)
    if len(first) > len(places.known) * MISSED_SHARE:
        wrong.append(f"{len(first)} places were not come to")
    return f"{program} {name} {what}", wrong


def torture_calls(calls, options):
    small = Small(options.move)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = [(sweep_places if name in OFTEN and not options.every else sweep)(small, pool, program, name, what, options)
                   for program, name, what in calls]
    small.close()
    return results


def torture_fail(options):
    return torture_calls([fault for fault in FAULTS if (not options.only or fault[1] in options.only)
                          and (not options.program or fault[0] == options.program)], options)


def torture_steps(options):
    return torture_calls([(program, "any", "kill") for program in ("tallyd", "tally-inspect")], options)


QUEUE = "/proc/sys/fs/inotify/max_queued_events"
SHORT_QUEUE = 1024


@contextlib.contextmanager
def short_queue():
    """inotify's queue is as long as the setting was when its descriptor was made: lowered where we may, and put back at once."""
    with open(QUEUE, encoding="ascii") as file:
        usual = file.read().strip()
    try:
        with open(QUEUE, "w", encoding="ascii") as file:
            file.write(str(SHORT_QUEUE))
        print(f"# a queue of {SHORT_QUEUE} events")
    except OSError:
        print(f"# {QUEUE} may not be changed here: a queue of {usual} events")
    try:
        yield
    finally:
        with contextlib.suppress(OSError), open(QUEUE, "w", encoding="ascii") as file:
            file.write(usual)


def pace(world):
    """Files a second in each tenth of those inspected, by the ledger's times: whether it slows down as the ledger grows."""
    times = [at for at, in world.sql("SELECT done_ms FROM report ORDER BY done_ms")]
    tenth = len(times) // 10
    return [round(1000 * tenth / max(times[n + tenth - 1] - times[n], 1)) for n in range(0, tenth * 10, tenth)] if tenth else []


def torture_flood(options):
    """Files by rename, as fast as they can be made, into a daemon that is held while the first half comes. Nothing but the
    overflow has the folder read through: the usual time for that is long."""
    world = World(rescan="5m")
    with short_queue():
        world.start()
        world.wait(0)
    for number in range(options.files):
        with open(f"{world.folder}/making/{number}", "w", encoding="utf-8") as file:
            file.write(text_of(number))
    begun = time.monotonic()
    world.process.send_signal(signal.SIGSTOP)
    for number in range(options.files):
        os.rename(f"{world.folder}/making/{number}", f"{world.drop}/{number:06}.txt")
        if number == options.files // 2:
            world.process.send_signal(signal.SIGCONT)
    made = time.monotonic() - begun
    done = world.wait(options.files, 120 + options.files / 20, 1 + options.files / 100000)
    took = time.monotonic() - begun
    overflows = world.sql("SELECT count(*) FROM event WHERE dataset = 'tallyd.service' AND line LIKE '%\"overflow\"%'")[0][0]
    wrong = world.judge([f"{number:06}.txt" for number in range(options.files)]) if done else [
        f"not done: {world.sql('SELECT state, count(*) FROM file GROUP BY 1')}"]
    print(f"# {options.files} files in {made:.1f} s; {overflows} overflows of inotify's queue; all inspected and told {took - made:.1f} s "
          f"after the last came ({options.files / took:.0f} a second; tenth by tenth {' '.join(map(str, pace(world)))})")
    world.close(bool(wrong))
    return [("flood", wrong)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kill", "fail", "steps", "flood"])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--files", type=int, default=10000)
    parser.add_argument("--victim", choices=VICTIMS, help="of `kill`: only this one")
    parser.add_argument("--move", action="store_true", help="of `kill` and `steps`: the files leave the folder (after = move)")
    parser.add_argument("--every", action="store_true", help="of `fail`: each call, not each place that calls")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--most", type=int, default=10 ** 9, help="of `fail` and `steps`: runs of each call, at most")
    parser.add_argument("--jobs", type=int, default=2, help="of `fail` and `steps`: daemons at once")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="of `fail`: these calls")
    parser.add_argument("--program", help="of `fail`: calls of this one")
    options = parser.parse_args()
    random.seed(options.seed)
    torture = {"kill": torture_kill, "fail": torture_fail, "steps": torture_steps, "flood": torture_flood}
    sys.exit(report(torture[options.what](options)))


if __name__ == "__main__":
    main()
