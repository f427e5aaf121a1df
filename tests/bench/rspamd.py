"""rspamd with a comparable Lua rule, for the bench: a total beside its parts, and a rate beside its quotient. It runs with a
configuration of its own on a loopback port, from one folder, and is asked over plain HTTP."""
import concurrent.futures
import http.client
import os
import shutil
import socket
import subprocess
import time

CONFIG = """options {{ pidfile = "{0}/pid"; tempdir = "{0}"; filters = ""; url_tld = "{0}/tld"; dns {{ nameserver = ["127.0.0.1:{2}"]; }} }}
logging {{ type = "file"; filename = "{0}/log"; level = "error"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{1}"; count = {3}; mime = true; }}
worker "controller" {{ enabled = false; }}
actions {{ reject = 15; }}
metric {{ name = "default"; }}
lua = "{0}/rule.lua";
"""
RULE = """
local function value(text) return text and tonumber(text) end
rspamd_config:register_symbol({ name = "TALLY", score = 1.0, callback = function(task)
  for _, part in ipairs(task:get_text_parts() or {}) do
    local text = tostring(part:get_content())
    for budget, total, a, b, c in text:gmatch("年初预算([%d%.]+)万元，全年支出合计([%d%.]+)万元，其中：人员经费([%d%.]+)万元，" ..
        "公用经费([%d%.]+)万元，项目支出([%d%.]+)万元") do
      local sum = value(a) + value(b) + value(c)
      if math.abs(sum - value(total)) > 0.005 then return true, 1.0, "sum" end
      if value(total) > value(budget) then return true, 1.0, "overrun" end
    end
  end
  return false
end })
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until_up(port, process):
    for _ in range(200):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), 0.1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False


def ask(port, paths):
    """Sends each report; gives how many the rule spoke on."""
    client, hits = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0
    client.connect()
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for path in paths:
        with open(path, "rb") as file:
            body = b"Subject: report\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" \
                   b"Content-Transfer-Encoding: 8bit\r\n\r\n" + file.read()
        client.request("POST", "/checkv2", body)
        answer = client.getresponse().read()
        hits += b'"TALLY"' in answer
    return hits


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS:"))


def measure(port, paths, cores):
    ask(port, paths[:20])
    start = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(cores) as pool:
        hits = sum(pool.map(ask, [port] * cores, [paths[n::cores] for n in range(cores)]))
    return time.monotonic() - start, hits


def compare(folder, paths, cores):
    """A row of the bench's table."""
    what = f"rspamd with a comparable Lua rule, {cores} workers, {len(paths)} reports"
    if not shutil.which("rspamd"):
        return what, "skipped", "rspamd is not installed"
    os.makedirs(folder)
    port = free_port()
    with open(folder + "/rspamd.conf", "w", encoding="utf-8") as file:
        file.write(CONFIG.format(folder, port, free_port(), cores))
    with open(folder + "/tld", "w", encoding="utf-8") as file:
        file.write("example\n")  # its own list of suffixes takes minutes to compile
    with open(folder + "/rule.lua", "w", encoding="utf-8") as file:
        file.write(RULE)
    os.chmod(folder, 0o755)
    variables = [f"--var={name}={folder}" for name in ("DBDIR", "RUNDIR", "LOGDIR")]
    with subprocess.Popen(["rspamd", "-f", "-i", "-c", folder + "/rspamd.conf", *variables], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        if not wait_until_up(port, process):
            process.kill()
            return what, "skipped", "rspamd does not start: " + process.stderr.read().decode(errors="replace")[-200:].strip().replace("\n", " ")
        try:
            took, hits = measure(port, paths, cores)
            return what, f"{len(paths) / took:.0f} a second", f"{hits} findings; {resident_mib(process.pid):.0f} MiB main process"
        finally:
            process.terminate()
            process.wait()
