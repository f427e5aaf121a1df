#!/usr/bin/env python3
"""The bench: prints one Markdown table. Each figure stands beside a bound that was measured in the same run. It never fails for
being slow.

    B=build tests/bench/bench.py [REPORTS]        10,000 of 20 KB unless told otherwise
"""
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import reports
import rspamd

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.abspath(os.environ.get("B", ROOT + "/build"))
LATENCY_FILES = 2000
RULE_FILES = 300
STORE_FILES, STORE_EVENTS = 10000, 6
SIZES = (20_000, 200_000, 2_000_000, 20_000_000)
GROWTH_RUNS = 3
GROWTH_BYTES = 500_000  # of copies of a small document in one run
TICK = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()
CONFIG = """[daemon]
state_dir = {0}/state
run_dir = {0}/run
user = root
[watch drop]
path = {0}/drop
[sink jsonl]
path = {0}/alerts.jsonl
[sink syslog]
enabled = no
"""


def row(what, value, beside=""):
    print(f"| {what} | {value} | {beside} |", flush=True)


def figures(*command):
    """What a small program of the bench prints: a name and a number a line."""
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"bench: {os.path.basename(command[0])}: {run.stderr.strip() or run.returncode}")
    out = run.stdout
    return {name: float(value) for name, value in (line.split() for line in out.splitlines())}


def cpu_s(pid):
    """Processor seconds of a process and of its children that have ended."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / TICK


def memory_mib(pid, key):
    with open(f"/proc/{pid}/smaps_rollup" if key == "Pss" else f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith(key + ":"))


class Daemon:
    """A daemon in a folder of its own."""

    def __init__(self, folder):
        self.folder, self.drop, self.alerts = folder, folder + "/drop", folder + "/alerts.jsonl"
        for name in ("drop", "state", "run"):
            os.makedirs(f"{folder}/{name}")
        with open(folder + "/tallyd.conf", "w", encoding="utf-8") as file:
            file.write(CONFIG.format(folder))
        with open(folder + "/log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen([B + "/tallyd", "-c", folder + "/tallyd.conf"], stderr=log)
        while self.status().get("state") != "ready":
            time.sleep(0.05)
        self.pid, self.inspector = self.process.pid, self.status()["inspector"]["pid"]

    def status(self):
        if self.process.poll() is not None:
            with open(self.folder + "/log", encoding="utf-8") as log:
                sys.exit("tallyd ended: " + log.read())
        out = subprocess.run([B + "/tallyctl", "status", "--json", "--socket", self.folder + "/run/control"],
                             capture_output=True, text=True, check=False).stdout
        return json.loads(out or "{}")

    def wait_for_reports(self, count):
        """Until so many reports are in the file; reads only what is new."""
        found, rest = 0, b""
        with open(self.alerts, "rb") as file:
            while found < count:
                block = file.read(1 << 20)
                if not block:
                    time.sleep(0.01)
                    continue
                found += (rest + block).count(b'"tallyd.report"')
                rest = block[-14:]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def latency(work, paths, floor):
    daemon = Daemon(work + "/latency")
    took = figures(B + "/tests/bench/bench_latency", daemon.drop, daemon.alerts, *paths[:LATENCY_FILES])
    daemon.stop()
    row(f"latency, close(2) to last line, p50 of {min(len(paths), LATENCY_FILES)}", f"{took['p50'] / 1000:.2f} ms",
        f"read + UTF-8 check {floor['read_us']:.0f} µs, empty fork {floor['fork_us']:.0f} µs")
    row("latency, p99 (max)", f"{took['p99'] / 1000:.2f} ms ({took['max'] / 1000:.1f} ms)", "aim: under 5 ms")


def throughput(work, paths, floor):
    daemon = Daemon(work + "/throughput")
    begun = {pid: cpu_s(pid) for pid in (daemon.pid, daemon.inspector)}
    start = time.monotonic()
    for path in paths:
        os.link(path, f"{work}/moving")
        os.rename(f"{work}/moving", f"{daemon.drop}/{os.path.basename(path)}")
    daemon.wait_for_reports(len(paths))
    took = time.monotonic() - start
    spent = {pid: cpu_s(pid) - begun[pid] for pid in begun}
    per = 1e6 / len(paths)
    row(f"reports a second through the daemon, {len(paths)} different", f"{len(paths) / took:.0f}",
        f"aim: over 3,000 on two cores ({CORES} here); reading and checking alone: {1e6 / floor['read_us']:.0f} on one")
    row("processor time a report: tallyd", f"{spent[daemon.pid] * per:.0f} µs", "store and sink included, see below")
    row("processor time a report: tally-inspect and children", f"{spent[daemon.inspector] * per:.0f} µs", "")
    memory(daemon)
    daemon.stop()
    return spent[daemon.inspector] * per, daemon.alerts


def memory(daemon):
    status = daemon.status()
    row("resident memory: tallyd, now (peak)",
        f"{memory_mib(daemon.pid, 'VmRSS'):.1f} MiB ({memory_mib(daemon.pid, 'VmHWM'):.1f} MiB)", "aim: under 24 MiB")
    row("resident memory: tally-inspect", f"{memory_mib(daemon.inspector, 'VmRSS'):.1f} MiB", "")
    row("resident memory: largest child so far", f"{status['inspector'].get('child_kib', 0) / 1024:.1f} MiB",
        "most of it shared with tally-inspect")


def stage_medians(lines):
    """Medians, in µs, of what each report says of its own stages."""
    times = {}
    for line in lines:
        event = json.loads(line)
        if event["event"]["dataset"] == "tallyd.report":
            for name, value in event["tallyd"].get("stages_us", {}).items():
                times.setdefault(name, []).append(value)
    return {name: statistics.median(values) for name, values in times.items()}


def stages(alerts, worker_us, floor):
    """The rest of the worker's time is the fork, the sandbox, the answer and the exit."""
    with open(alerts, encoding="utf-8") as file:
        medians = stage_medians(file)
    for name, value in medians.items():
        row(f"stage: {name}", f"{value:.0f} µs", f"read + UTF-8 check {floor['read_us']:.0f} µs" if name == "read" else "")
    rest = worker_us - sum(medians.values())
    row("stage: fork, sandbox, answer, exit (what is left of the worker's time)", f"{rest:.0f} µs",
        f"{100 * rest / worker_us:.0f} % of it; aim: under a quarter; empty fork {floor['fork_us']:.0f} µs")


def check(folder, rules=None, workers=CORES):
    """The lines of `tallyctl check`, and the seconds it took."""
    start = time.monotonic()
    done = subprocess.run([B + "/tallyctl", "check", "--format", "jsonl", "--workers", str(workers),
                           *(["--rules", rules] if rules else []), folder], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"tallyctl check: {done.stderr}")
    return done.stdout.splitlines(), time.monotonic() - start


def rules(work, paths):
    """The cost of each rule: the stage `rules` of the same reports with that rule alone, less that with none."""
    some = work + "/some"
    os.makedirs(some)
    for path in paths[:RULE_FILES]:
        os.link(path, f"{some}/{os.path.basename(path)}")
    found = sorted(os.path.relpath(os.path.join(at, name), ROOT + "/rules") for at, _, names in os.walk(ROOT + "/rules")
                   for name in names if name.endswith(".lua") and os.path.basename(at) != "lib")
    none = stage_medians(check(some, one_rule(work, None))[0])["rules"]
    row("rules: a Lua state and the report's bindings, no rule", f"{none:.0f} µs")
    for rule in found:
        took = stage_medians(check(some, one_rule(work, rule))[0])["rules"]
        row(f"rule: {rule[:-4].replace('/', '.')}", f"{max(0.0, took - none):.0f} µs")


def one_rule(work, rule):
    """A folder with that rule, or none, and what rules share."""
    folder = f"{work}/rules-{(rule or 'none').replace('/', '.')}"
    os.makedirs(folder)
    if os.path.isdir(ROOT + "/rules/lib"):
        shutil.copytree(ROOT + "/rules/lib", folder + "/lib")
    if rule:
        os.makedirs(f"{folder}/{os.path.dirname(rule)}")
        shutil.copy(f"{ROOT}/rules/{rule}", f"{folder}/{rule}")
    return folder


def growth(work):
    """The stages of documents of growing size: what takes ten times as long for ten times as much is linear. And of one that is
    nothing but forms, which cost most to understand."""
    for size in SIZES:
        document(f"{work}/growth-{size}", f"a document of {size / 1e6:g} MB", reports.compendium(size))
    document(work + "/forms", f"a document of {reports.SIZE / 1e6:g} MB, all of it forms", reports.forms(0))


def document(folder, what, text):
    """The least and the median of a document's stages; a small one is read more often, for a busy neighbour hides its cost."""
    os.makedirs(folder)
    for number in range(max(1, GROWTH_BYTES // len(text.encode()))):
        with open(f"{folder}/document-{number}.txt", "w", encoding="utf-8") as file:
            file.write(text)
    runs = [json.loads(line)["tallyd"] for _ in range(GROWTH_RUNS) for line in check(folder, workers=1)[0] if '"tallyd.report"' in line]
    totals = [sum(run.get("stages_us", {}).values()) / 1000 for run in runs]
    best = runs[totals.index(min(totals))]
    beside = ", ".join(f"{name} {value / 1000:.1f}" for name, value in best.get("stages_us", {}).items())
    row(f"{what}: all stages, least of {len(runs)} (median)",
        f"{min(totals):.1f} ms ({statistics.median(totals):.1f} ms)" if min(totals) else best["outcome"],
        f"{beside}; {best.get('peak_kib', 0) / 1024:.0f} MiB")


def store(work):
    os.makedirs(work + "/store")
    took = figures(B + "/tests/bench/bench_store", work + "/store", str(STORE_FILES), str(STORE_EVENTS), "10")
    row(f"store, outbox and JSON lines, {STORE_EVENTS} events a file, 10 files a group",
        f"{took['cpu_us_per_file']:.0f} µs a file", f"longest turn of the loop {took['longest_turn_ms']:.0f} ms")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
    work = tempfile.mkdtemp(prefix="tallyd-bench-")
    try:
        paths = reports.write(work + "/reports", count)
        floor = figures(B + "/tests/bench/bench_floor", *paths)
        print(f"{count} reports of {floor['bytes'] / 1000:.1f} KB, {CORES} processors\n\n| what | figure | beside |\n|---|---:|---|")
        latency(work, paths, floor)
        worker_us, alerts = throughput(work, paths, floor)
        row("reports a second through `tallyctl check`", f"{count / check(work + '/reports')[1]:.0f}")
        stages(alerts, worker_us, floor)
        growth(work)
        store(work)
        rules(work, paths)
        row(*rspamd.compare(work + "/rspamd", paths[:1000], CORES))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
