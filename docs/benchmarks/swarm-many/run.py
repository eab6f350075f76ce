#!/usr/bin/python3
"""One capped seed and N capped peers, each a process with a folder of its own, fetch one track at once: ours beside libtorrent.

Usage, from the repository's root after ./sealswarm was built:
    docs/benchmarks/swarm-many/run.py [--peers 30] [--mib 256] [--rounds 1] [--only sealswarm,libtorrent] [--json FILE]

Nobody is given a byte or an address beforehand. This script is everybody's tracker and holds all announces until every process has
sent its first; then it names all to all, and the clock starts. So the figure takes in finding, calling and greeting each other. A peer's
time ends when this script reads its word that it has everything. Afterwards every file is compared with the original, and what the
processes say they sent must be what the others say they got. The processor load is printed as what these processes
used of the cores, and the whole machine's, from /proc, while the clock ran.
The work folder should be on a memory file system: (peers + 1) times the track.
"""
import argparse
import filecmp
import http.server
import json
import os
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

LIBTORRENT = r'''
import json, signal, sys, time
import libtorrent as lt
torrent, directory, role, limit = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
session = lt.session({
    "listen_interfaces": "127.0.0.1:0",
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_incoming_utp": False, "enable_outgoing_utp": False,
    "in_enc_policy": 2, "out_enc_policy": 2,
    "allow_multiple_connections_per_ip": True, "connection_speed": 500,
    "upload_rate_limit": limit, "rate_limit_ip_overhead": False,
    "unchoke_slots_limit": int(sys.argv[5]), "alert_mask": 0,
})
# Peers on loopback are in a class without limits unless told otherwise.
everybody = lt.ip_filter()
everybody.add_rule("0.0.0.0", "255.255.255.255", 1 << lt.session.global_peer_class_id)
session.set_peer_class_filter(everybody)
parameters = {"ti": lt.torrent_info(torrent), "save_path": directory}
if role == "seed":
    parameters["flags"] = lt.torrent_flags.seed_mode
handle = session.add_torrent(parameters)
handle.unset_flags(lt.torrent_flags.auto_managed)
handle.resume()
over = []
signal.signal(signal.SIGTERM, lambda *_: over.append(1))
told = role == "seed"
while not over:
    if not told and handle.status().is_seeding:
        told = True
        print(json.dumps({"event": "complete"}), flush=True)
    time.sleep(0.05)
now = handle.status()
print(json.dumps({"event": "result", "uploaded": now.total_payload_upload, "downloaded": now.total_payload_download}), flush=True)
'''


class Sealswarm:
    name = "sealswarm"

    def __init__(self, command, heap, java):
        self.command = command
        self.environment = dict(os.environ, SEALSWARM_NO_BUILD="1", SEALSWARM_JAVA_OPTS=f"-Xmx{heap}m {java}".strip())

    def start(self, torrent, directory, role, limit):
        return subprocess.Popen(
            self.command + ["peer", "--torrent", str(torrent), "--data", str(directory), "--upload-limit", str(limit),
                            "--json-lines", "--quiet"],
            stdout=subprocess.PIPE, env=self.environment)

    def said(self, line):
        document = json.loads(line)
        if document.get("event") == "complete":
            return "complete", None
        if document.get("event") == "result":
            result = document["result"]
            return "result", (result["uploadedBytes"], result["downloadedBytes"]["peers"])
        return None, None


class Libtorrent:
    name = "libtorrent"

    def __init__(self, slots):
        self.slots = slots

    def start(self, torrent, directory, role, limit):
        return subprocess.Popen(
            ["/usr/bin/python3", "-c", LIBTORRENT, str(torrent), str(directory), role, str(limit), str(self.slots)],
            stdout=subprocess.PIPE)

    def said(self, line):
        document = json.loads(line)
        if document["event"] == "complete":
            return "complete", None
        return "result", (document["uploaded"], document["downloaded"])


class Report(threading.Thread):
    """Reads what one process says, as it says it."""

    def __init__(self, contestant, process):
        super().__init__(daemon=True)
        self.contestant, self.process = contestant, process
        self.complete = threading.Event()
        self.completed, self.figures = 0.0, (0, 0)
        self.start()

    def run(self):
        for line in self.process.stdout:
            what, figures = self.contestant.said(line)
            if what == "complete":
                self.completed = time.monotonic()
                self.complete.set()
            elif what == "result":
                self.figures = figures


class Gate:
    """A tracker that answers nobody before everybody has announced, and then names all to all."""

    def __init__(self, expected):
        self.expected = expected
        self.ports = set()
        self.changed = threading.Condition()
        gate = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query, encoding="latin-1")
                port = int(query["port"][0])
                peers = b"".join(bytes([127, 0, 0, 1, p >> 8, p & 255]) for p in gate.enter(port) if p != port)
                body = b"d8:intervali1800e5:peers" + str(len(peers)).encode() + b":" + peers + b"e"
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

        self.server = Server(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/announce"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def enter(self, port):
        with self.changed:
            self.ports.add(port)
            if len(self.ports) == self.expected:
                self.opened = time.monotonic()
                self.changed.notify_all()
            self.changed.wait_for(lambda: len(self.ports) >= self.expected)
            return sorted(self.ports)

    def wait(self, seconds):
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.ports) >= self.expected, seconds):
                raise SystemExit(f"only {len(self.ports)} of {self.expected} processes came up")
            return self.opened

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def with_tracker(metainfo, url):
    """The same metainfo with an announce URL, which comes first in the order of keys."""
    if not metainfo.startswith(b"d") or b"8:announce" in metainfo[:20]:
        raise SystemExit("the metainfo names a tracker already")
    return b"d8:announce" + str(len(url)).encode() + b":" + url.encode() + metainfo[1:]


def own_seconds(processes):
    """Processor seconds that these have used so far."""
    total = 0
    for process in processes:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def processor():
    """Busy and all ticks of the machine's cores so far."""
    fields = [int(field) for field in open("/proc/stat").readline().split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def run(contestant, asked, work, metainfo):
    """One crowd; gives the seconds each peer took, ascending, the seed's share and the processor load."""
    length = asked.mib << 20
    gate = Gate(asked.peers + 1)
    torrent = work / "track.torrent"
    torrent.write_bytes(with_tracker(metainfo, gate.url))
    folders = [work / f"peer{i}" for i in range(asked.peers)]
    processes = []
    reports = []
    try:
        processes.append(contestant.start(torrent, work / "seed", "seed", asked.seed_limit))
        for folder in folders:
            folder.mkdir()
            processes.append(contestant.start(torrent, folder, "peer", asked.peer_limit))
        reports = [Report(contestant, process) for process in processes]
        started = gate.wait(120)
        before, own_before = processor(), own_seconds(processes)
        deadline = started + asked.patience
        while not all(report.complete.wait(0.2) for report in reports[1:]):
            dead = [i for i, process in enumerate(processes) if process.poll() is not None]
            if dead or time.monotonic() > deadline:
                missing = sum(not report.complete.is_set() for report in reports[1:])
                raise SystemExit(f"{contestant.name}: {missing} of {asked.peers} not complete, dead: {dead}")
        after, own = processor(), own_seconds(processes) - own_before
        time.sleep(1)
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for report in reports:
            report.join(30)
    finally:
        for process in processes:
            process.kill()
            process.wait()
        gate.close()
    for folder in folders:
        if not filecmp.cmp(work / "seed/track.bin", folder / "track.bin", shallow=False):
            raise SystemExit(f"{contestant.name}: {folder} differs")
        shutil.rmtree(folder)
    sent = sum(report.figures[0] for report in reports)
    got = sum(report.figures[1] for report in reports)
    if got < asked.peers * length or not 0.99 * got <= sent <= 1.01 * got + (4 << 20):
        raise SystemExit(f"{contestant.name}: sent {sent}, got {got}: the accounts do not agree")
    return {
        "seconds": sorted(report.completed - started for report in reports[1:]),
        "seedShare": reports[0].figures[0] / sent,
        "surplus": got / (asked.peers * length) - 1,
        "cpuSeconds": own,
        "ownLoad": own * os.sysconf("SC_CLK_TCK") / (after[1] - before[1]),
        "load": (after[0] - before[0]) / (after[1] - before[1]),
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--peers", type=int, default=30)
    options.add_argument("--mib", type=int, default=256)
    options.add_argument("--seed-limit", type=int, default=4_000_000, help="bytes per second")
    options.add_argument("--peer-limit", type=int, default=2_000_000, help="bytes per second")
    options.add_argument("--piece-length", type=int, default=262_144)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--heap", type=int, default=64, help="MiB of each of our JVMs")
    options.add_argument("--java", default="", help="further flags of our JVMs")
    options.add_argument("--slots", type=int, default=8, help="libtorrent's unchoke slots")
    options.add_argument("--patience", type=int, default=600, help="seconds after which a crowd has failed")
    options.add_argument("--work", default="/dev/shm")
    options.add_argument("--only", default="sealswarm,libtorrent")
    options.add_argument("--command", default="./sealswarm", help="how our program is started")
    options.add_argument("--json", help="a file for all figures")
    asked = options.parse_args()
    command = shlex.split(asked.command)
    work = Path(tempfile.mkdtemp(prefix="swarm-many-", dir=asked.work))
    length = asked.mib << 20
    fluid = max(length / asked.seed_limit, asked.peers * length / (asked.seed_limit + asked.peers * asked.peer_limit))
    try:
        (work / "seed").mkdir()
        with open(work / "seed/track.bin", "wb") as track:
            for _ in range(asked.mib):
                track.write(os.urandom(1 << 20))
        subprocess.run(command + ["torrent", "create", str(work / "seed/track.bin"), "--out", str(work / "bare.torrent"), "--quiet",
                                  "--piece-length", str(asked.piece_length)], check=True, stdout=subprocess.DEVNULL)
        # Makes the class archive if there is none: not thirty times at once.
        subprocess.run(command + ["peer", "--help"], check=True, stdout=subprocess.DEVNULL)
        metainfo = (work / "bare.torrent").read_bytes()
        contestants = [c for c in (Sealswarm(command, asked.heap, asked.java), Libtorrent(asked.slots)) if c.name in asked.only.split(",")]
        figures = {c.name: [] for c in contestants}
        print(f"{asked.peers} peers, {asked.mib} MiB, fluid limit {fluid:.1f} s", flush=True)
        for turn in range(asked.rounds):
            for contestant in contestants:
                got = run(contestant, asked, work, metainfo)
                figures[contestant.name].append(got)
                last, middle = got["seconds"][-1], statistics.median(got["seconds"])
                print(f"round {turn + 1} {contestant.name:10} last {last:6.1f} s = {last / fluid:.3f} fluid, median {middle:6.1f} s,"
                      f" first {got['seconds'][0]:6.1f} s, seed sends {100 * got['seedShare']:.1f} %,"
                      f" surplus {100 * got['surplus']:.2f} %, {got['cpuSeconds']:.0f} CPU-s, load {100 * got['ownLoad']:.0f} % of {100 * got['load']:.0f} %", flush=True)
        if asked.json:
            Path(asked.json).write_text(json.dumps({"peers": asked.peers, "mib": asked.mib, "fluidSeconds": fluid, "runs": figures}))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
