#!/usr/bin/python3
"""One seed, one leech, loopback: our `peer` against tuned libtorrent and aria2 on the same bytes, in turns.

Usage, from the repository's root after ./sealswarm was built:
    docs/benchmarks/overlay-loopback/run.py [--mib 4096] [--rounds 5] [--work /dev/shm] [--only sealswarm,libtorrent,aria2]

libtorrent and sealswarm use the hybrid metainfo, aria2 its v1-only companion. Both ends of a pair are the same program. The clock
is this script's: from the start of the leech's process (a JVM, a Python interpreter, a binary) to its end, when it has the whole
file; the seed is up before. CPU seconds are the leech's process's, user and system. Every leech's file is compared with the seed's.
--work should be a memory file system, so that the disk does not set the pace.
"""
import argparse
import filecmp
import os
import re
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIBTORRENT = r'''
import sys, time
import libtorrent as lt
role, torrent, directory, address = sys.argv[1:5]
session = lt.session({
    "listen_interfaces": "127.0.0.1:0",
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_incoming_utp": False, "enable_outgoing_utp": False,
    "in_enc_policy": 2, "out_enc_policy": 2,
    "allow_multiple_connections_per_ip": True,
    "aio_threads": 4, "hashing_threads": 2,
    "max_queued_disk_bytes": 64 << 20,
    "request_queue_time": 3, "max_out_request_queue": 1500, "max_allowed_in_request_queue": 2000,
    "send_buffer_watermark": 3 << 20, "send_buffer_watermark_factor": 150, "send_buffer_low_watermark": 1 << 20,
    "recv_socket_buffer_size": 1 << 20, "send_socket_buffer_size": 1 << 20,
    "unchoke_slots_limit": -1, "alert_mask": 0,
})
parameters = {"ti": lt.torrent_info(torrent), "save_path": directory}
if role == "seed":
    parameters["flags"] = lt.torrent_flags.seed_mode
handle = session.add_torrent(parameters)
handle.unset_flags(lt.torrent_flags.auto_managed)
handle.resume()
if role == "seed":
    while not handle.status().is_seeding:
        time.sleep(0.05)
    print("port", session.listen_port(), flush=True)
    sys.stdin.read()
else:
    host, port = address.split(":")
    handle.connect_peer((host, int(port)))
    while not handle.status().is_seeding:
        time.sleep(0.01)
'''


def await_line(process, pattern):
    for line in process.stdout:
        found = re.search(pattern, line)
        if found:
            return found.group(1)
    raise SystemExit(f"{process.args} ended before it was ready")


class Sealswarm:
    name = "sealswarm"

    def __init__(self, command, work):
        self.command, self.work = command, work

    def seed(self):
        process = subprocess.Popen(
            self.command + ["peer", "--torrent", str(self.work / "track.torrent"), "--data", str(self.work / "seed"),
                            "--listen", "127.0.0.1:0", "--quiet", "--json-lines"],
            stdout=subprocess.PIPE, text=True)
        return process, await_line(process, r'"port":(\d+)')

    def leech(self, port):
        return self.command + ["peer", "--torrent", str(self.work / "track.torrent"), "--data", str(self.work / "leech"),
                               "--peer", f"127.0.0.1:{port}", "--exit-when-complete", "--json", "--quiet"]


class Libtorrent:
    name = "libtorrent"

    def __init__(self, work):
        self.work = work

    def run(self, role, address):
        return ["/usr/bin/python3", "-c", LIBTORRENT, role, str(self.work / "track.torrent"), str(self.work / role), address]

    def seed(self):
        process = subprocess.Popen(self.run("seed", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return process, await_line(process, r"port (\d+)")

    def leech(self, port):
        return self.run("leech", f"127.0.0.1:{port}")


class Aria2:
    """Has no way to name a peer: both ends find each other by a tracker of one answer in this script."""
    name = "aria2"

    def __init__(self, work, tracker):
        self.work, self.tracker = work, tracker

    def run(self, role, port, *more):
        return ["aria2c", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false",
                "--file-allocation=none", "--bt-max-peers=5", "--bt-request-peer-speed-limit=10000M", "--disk-cache=64M",
                f"--listen-port={port}", "--quiet", "--summary-interval=0", f"--dir={self.work / role}",
                f"--bt-tracker=http://127.0.0.1:{self.tracker}/announce", *more, str(self.work / "track.v1.torrent")]

    def seed(self):
        process = subprocess.Popen(self.run("seed", 26881, "--seed-ratio=0", "--check-integrity=false", "--bt-seed-unverified=true"))
        time.sleep(1)
        return process, 26881

    def leech(self, port):
        return self.run("leech", 26882, "--seed-time=0")


def tracker(directory):
    """A tracker that names 127.0.0.1:26881 to everybody; a process of its own."""
    script = r'''
import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"d8:intervali60e5:peers6:" + bytes([127, 0, 0, 1, 26881 >> 8, 26881 & 255]) + b"e"
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *a): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
print("port", server.server_port, flush=True)
server.serve_forever()
'''
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=directory)
    return process, await_line(process, r"port (\d+)")


def measure(contestant, work):
    shutil.rmtree(work / "leech", ignore_errors=True)
    (work / "leech").mkdir()
    seed, port = contestant.seed()
    try:
        started = time.monotonic()
        leech = subprocess.Popen(contestant.leech(port), stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(leech.pid, 0)
        seconds = time.monotonic() - started
    finally:
        seed.send_signal(signal.SIGTERM)
        seed.wait()
    if status != 0 or not filecmp.cmp(work / "seed/track.bin", work / "leech/track.bin", shallow=False):
        raise SystemExit(f"{contestant.name}: status {status}, or the bytes differ")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--mib", type=int, default=4096)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--work", default="/dev/shm")
    options.add_argument("--only", default="sealswarm,libtorrent,aria2")
    options.add_argument("--command", default="./sealswarm", help="how our program is started")
    asked = options.parse_args()
    command = shlex.split(asked.command)
    work = Path(tempfile.mkdtemp(prefix="overlay-loopback-", dir=asked.work))
    helper = None
    try:
        (work / "seed").mkdir()
        with open(work / "seed/track.bin", "wb") as track:
            for _ in range(asked.mib):
                track.write(os.urandom(1 << 20))
        for form, name in (("hybrid", "track.torrent"), ("v1", "track.v1.torrent")):
            subprocess.run(command + ["torrent", "create", str(work / "seed/track.bin"), "--form", form, "--out", str(work / name),
                                      "--quiet"], check=True, stdout=subprocess.DEVNULL)
        helper, port = tracker(work)
        contestants = [c for c in (Sealswarm(command, work), Libtorrent(work), Aria2(work, port)) if c.name in asked.only.split(",")]
        figures = {c.name: [] for c in contestants}
        for turn in range(asked.rounds):
            for contestant in contestants:
                seconds, cpu, rss = measure(contestant, work)
                figures[contestant.name].append((seconds, cpu))
                print(f"round {turn + 1} {contestant.name:10} {seconds:7.2f} s {asked.mib / seconds:7.0f} MiB/s"
                      f"  leech {cpu * 1024 / asked.mib:5.2f} cpu-s/GiB {rss:5.0f} MiB", flush=True)
        medians = {name: (statistics.median(s for s, _ in runs), statistics.median(c for _, c in runs))
                   for name, runs in figures.items()}
        for name, (seconds, cpu) in medians.items():
            print(f"median  {name:10} {seconds:7.2f} s {asked.mib / seconds:7.0f} MiB/s  leech {cpu * 1024 / asked.mib:5.2f} cpu-s/GiB")
        if "sealswarm" in medians and "libtorrent" in medians:
            print(f"throughput, sealswarm / libtorrent: {medians['libtorrent'][0] / medians['sealswarm'][0]:.2f}")
        if "sealswarm" in medians and "aria2" in medians:
            print(f"leech CPU, sealswarm / aria2: {medians['sealswarm'][1] / medians['aria2'][1]:.2f}")
    finally:
        if helper:
            helper.terminate()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
