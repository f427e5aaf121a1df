"""What every kind of torture shares: a folder with a daemon in it that may be killed and started again, a syslog that
remembers, invented reports, and the judge that compares what came out with what went in."""
import glob
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.abspath(os.environ.get("B", ROOT + "/build"))
RULES = ROOT + "/tests/e2e/rules"
PATIENCE_S = 120
STOP_S = 40  # twice what [daemon] stop allows by default
CONFIG = """[daemon]
state_dir = {folder}/state
run_dir = {folder}/run
user = root
workers = 2
{daemon}
[watch drop]
path = {folder}/drop
settle = {settle}
rescan = {rescan}
{watch}
[rules]
path = {rules}
[sink jsonl]
path = {folder}/alerts.jsonl
[sink syslog]
socket = {folder}/log
{more}
"""
MARKS = "甲乙"


def text_of(number):
    """An invented report with two findings of the rule e2e.mark, of its own words."""
    return (f"云岭县虚构事务中心2021年度部门整体支出绩效自评报告\n\n一、基本情况\n\n第{number}份的标记甲。"
            f"本部门内设股室3个。第{number}份的标记乙。\n")


def findings_of(names):
    """(file, message) of what must be found in these."""
    return {(name, f"有标记：第{int(name[:-4])}份的标记{mark}。") for name in names for mark in MARKS}


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
            if not text:  # shut down
                return
            twin = json.loads(text[text.index("{"):])
            if twin.get("dataset") == "tallyd.finding" and twin.get("rule") == "e2e.mark":
                self.ids.append(twin["id"])

    def await_all(self, ids):
        """The daemon is done when it has sent; this thread may still be reading."""
        end = time.monotonic() + 5
        while not ids <= set(self.ids) and time.monotonic() < end:
            time.sleep(0.02)


class World:
    """A folder with a daemon in it. `rules`: folders; `moving`: files that were inspected leave the folder; `daemon`: more
    lines of [daemon]; `more`: further sections; `command`: what it is run under."""

    def __init__(self, folder=None, rules=RULES, settle="200ms", rescan="2s", moving=False, daemon="", more="", command=()):
        self.folder = folder or tempfile.mkdtemp(prefix="tallyd-torture-")
        self.drop, self.alerts = self.folder + "/drop", self.folder + "/alerts.jsonl"
        for name in ("drop", "state", "run", "making"):
            os.mkdir(f"{self.folder}/{name}")
        with open(self.folder + "/tallyd.conf", "w", encoding="utf-8") as file:
            watch = f"after = move\nmove_to = {self.folder}/done" if moving else ""
            file.write(CONFIG.format(folder=self.folder, rules=rules, settle=settle, rescan=rescan, daemon=daemon, watch=watch, more=more))
        self.moving = moving
        self.syslog = Syslog(self.folder + "/log")
        self.syslog.start()
        self.log = open(self.folder + "/daemon.log", "ab")
        self.command = [*command, B + "/tallyd", "-c", self.folder + "/tallyd.conf"]
        self.process, self.strange = None, []

    def start(self, environment=None):
        self.process = subprocess.Popen(self.command, stderr=self.log, env=dict(os.environ) | (environment or {}))

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
        """All files done, those that leave have left, and everything is delivered."""
        try:
            done, last = self.sql("SELECT (SELECT count(*) FROM file WHERE state = 'done'), (SELECT max(seq) FROM event)")[0]
            behind = self.sql(f"SELECT count(*) FROM sink WHERE seq < {last or 0}")[0][0]
            sinks = self.sql("SELECT count(*) FROM sink")[0][0]
            leaving = self.moving and self.sql("SELECT count(*) FROM file WHERE leaving OR moved IS NULL")[0][0]
        except sqlite3.Error:
            return False
        return done >= files and sinks == 2 and not behind and not leaving

    def wait(self, files, patience=PATIENCE_S, pause=0.02, supervised=False):
        """Until all is settled or the daemon has ended. Whether it is. `supervised`: a daemon that gave up is started again, as
        systemd does."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.settled(files):
                return True
            if self.ended():
                if not supervised:
                    return False
                self.note_end()
                self.start()
            time.sleep(pause)
        return False

    def stop(self):
        if not self.ended():
            self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.strange.append("did not stop when it was told to")
            self.kill()

    def stored(self):
        """[(file, message, id)] of every finding of e2e.mark in the store."""
        return [(os.path.basename(path), message, key) for path, message, key in
                self.sql("SELECT path, message, line ->> '$.event.id' FROM finding WHERE rule = 'e2e.mark'")]

    def lines(self):
        """The same of the JSON lines, those of files rotated away included, in no order."""
        found = []
        for path in glob.glob(self.alerts + "*"):
            with open(path, encoding="utf-8") as file:
                for line in file:
                    event = json.loads(line)
                    if event["event"]["dataset"] == "tallyd.finding" and event["rule"]["id"] == "e2e.mark":
                        found.append((event["file"]["name"], event["message"], event["event"]["id"]))
        return found

    def outcome(self):
        """What a run came to, to be compared with another one's: the same sets wherever one looks."""
        return {"store": set(self.stored()), "JSON lines": set(self.lines()), "syslog": set(self.syslog.ids)}

    def judge(self, names, reference=None):
        """What is lost, doubled or strange; an empty list where all is well."""
        stored, lines, wrong = self.stored(), self.lines(), list(self.strange)
        if len(set(stored)) != len(stored):
            wrong.append(f"{len(stored) - len(set(stored))} findings twice in the store")
        for where, found in (("store", stored), ("JSON lines", lines)):
            got, expected = {pair[:2] for pair in found}, findings_of(names)
            if got != expected:
                wrong.append(f"{where}: {len(expected - got)} findings lost, {len(got - expected)} that should not be")
            if len({key for _, _, key in found}) != len(got):
                wrong.append(f"{where}: a replay has another id")
        ids = {key for _, _, key in stored}
        self.syslog.await_all(ids)
        if set(self.syslog.ids) != ids:
            wrong.append(f"syslog: {len(ids - set(self.syslog.ids))} findings lost, {len(set(self.syslog.ids) - ids)} odd")
        for where, mine in self.outcome().items() if reference else ():
            if mine != reference[where]:
                wrong.append(f"{where}: not what the undisturbed run has")
        return wrong + self.judge_ledger() + (self.judge_moved(names) if self.moving else [])

    def judge_ledger(self):
        wrong = []
        undone = self.sql("SELECT count(*) FROM file WHERE state <> 'done' OR outcome <> 'inspected'")[0][0]
        if undone:
            ends = self.sql("SELECT DISTINCT state, outcome, reason FROM file WHERE outcome IS NOT 'inspected'")
            wrong.append(f"{undone} files were not inspected to the end: {ends}")
        rounds = self.sql("SELECT count(*) FROM (SELECT file FROM report WHERE outcome = 'inspected' GROUP BY file"
                          " HAVING count(*) > 1)")[0][0]
        if rounds:
            wrong.append(f"{rounds} files were inspected to an end twice")
        return wrong

    def judge_moved(self, names):
        """Each file lies where its outcome wants it, once, and the ledger knows."""
        there = os.listdir(self.folder + "/done/inspected")
        known = {os.path.basename(moved) for moved, in self.sql("SELECT CAST(moved AS TEXT) FROM file WHERE moved IS NOT NULL")}
        left = os.listdir(self.drop)
        wrong = [f"{len(left)} files did not leave"] if left else []
        if sorted(there) != sorted(names):
            wrong.append(f"{len(set(names) - set(there))} moved files lost, {len(set(there) - set(names))} that should not be")
        return wrong + (["the ledger has other places than the files"] if known != set(there) else [])

    def replays(self):
        """How many findings the JSON lines and syslog were given again, under the same id."""
        lines = self.lines()
        return len(lines) - len(set(lines)), len(self.syslog.ids) - len(set(self.syslog.ids))

    def close(self, keep=False):
        self.stop()
        self.log.close()
        self.syslog.socket.shutdown(socket.SHUT_RD)
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
    """The processes that one started and that still are."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def strike(pid):
    os.kill(pid, signal.SIGKILL)


def report(results):
    """TAP of [(name, [what is wrong])]; the exit status."""
    print(f"1..{len(results)}")
    for number, (name, wrong) in enumerate(results, 1):
        print(("not " if wrong else "") + f"ok {number} - {name}")
        for line in wrong[:40]:
            print("#   " + line)
    return int(any(wrong for _, wrong in results))
