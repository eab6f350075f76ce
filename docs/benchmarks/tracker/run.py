#!/usr/bin/python3
"""HTTP announces a second, and memory of peers: our edge, which checks a token each time, beside opentracker, which knows none.

Usage, from the repository's root after ./sealswarm was built, with Debian's opentracker installed:
    docs/benchmarks/tracker/run.py [--count 10000] [--rounds 3]

Both get the same load in turns from AnnounceLoad.java, a process of its own: a connection per announce, fresh peers all the time, half a
hundred peers wanted. Servers and load share the machine's cores; so beside the rate stands the server's own processor time per
announce, from /proc. Tokens are made here after docs/spec/edge-token-v1.md, twenty thousand subjects; a token with one digit changed is
tried first and must be refused. Memory is taken with the first peers there and with all: resident for opentracker, heap after a
collection for the edge.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import shlex
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

EDGE = "bench-1"
BLOCK = 16_384
SUBJECTS = 20_000
WARM_UP = 45_000
TICKS = os.sysconf("SC_CLK_TCK")


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(key, kind, flags, swarm, subject):
    """A token of generation 0 after docs/spec/edge-token-v1.md: kind 1 ANNOUNCE, 3 UPLOAD; domain 3 USER, 1 EDGE."""
    kid = hashlib.sha256(b"sealswarm/1/edge-name\0" + struct.pack(">H", len(EDGE)) + EDGE.encode()).digest()[:6] + b"\0\0"
    head = struct.pack(">B8sBBHQ20s16s32sIH", 1, kid, kind, 3 if kind == 1 else 1, flags, int(time.time()) + 3600, swarm, subject,
                       bytes(32), 0, 0)
    return b64u(head + hmac.new(key, head, hashlib.sha256).digest()[:16])


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Edge:
    name = "sealswarm edge"

    def __init__(self, command, work):
        self.work = work
        key = os.urandom(32)
        (work / "edge.key").write_text(f"ssek1.{EDGE}.0.{b64u(key)}\n")
        (work / "edge.key").chmod(0o600)
        self.process = subprocess.Popen(
            command + ["edge", "--http-port", "0", "--peer-port", "0", "--token-key-file", str(work / "edge.key"),
                       "--data", str(work / "edge"), "--quiet", "--json-lines"], stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["httpPort"]
        self.warm_up = self.swarm(command, key, "warm-up")
        self.measured = self.swarm(command, key, "measured")

    def swarm(self, command, key, name):
        """A track of its own with tokens of many subjects: its info-hash and the file of announce paths."""
        swarm = self.publish(command, key)
        tokens = [token(key, 1, 0, swarm, hashlib.sha256(b"%d" % i).digest()[:16]) for i in range(SUBJECTS)]
        paths = self.work / f"{name}.paths"
        paths.write_text("".join(f"/announce/{text}\n" for text in tokens))
        self.refuses_forgeries(swarm.hex(), tokens[0])
        return swarm.hex(), paths

    def publish(self, command, key):
        """Puts a track of one block there, as `publish` would."""
        track = self.work / "track.bin"
        track.write_bytes(os.urandom(BLOCK))
        name = hashlib.sha256(track.read_bytes()).digest()[:16].hex()
        torrent = self.work / f"{name}.torrent"
        shown = subprocess.run(command + ["torrent", "create", str(track), "--name", name, "--out", str(torrent), "--json"],
                               check=True, stdout=subprocess.PIPE, text=True).stdout
        swarm = bytes.fromhex(json.loads(shown)["infoHashV2"])[:20]
        origin = f"/origin/{token(key, 3, 3, swarm, bytes(16))}/"
        self.send("PUT", origin + "metainfo", torrent.read_bytes())
        self.send("PUT", origin + "leaves", hashlib.sha256(track.read_bytes()).digest())
        self.send("PATCH", origin + "data", track.read_bytes(), {"Upload-Offset": "0"})
        return swarm

    def send(self, method, path, body, headers=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers or {}, method=method)
        try:
            urllib.request.urlopen(request).read()
        except urllib.error.HTTPError as e:
            raise SystemExit(f"{method} {path.rsplit('/', 1)[1]}: {e.code} {e.read()}") from None

    def refuses_forgeries(self, info_hash, right):
        forged = right[:-30] + ("A" if right[-30] != "A" else "B") + right[-29:]
        query = "?info_hash=" + re.sub("(..)", r"%\1", info_hash) + "&peer_id=-XX0001-abcdefghijkl&port=5000&uploaded=0&downloaded=0&left=1&compact=1"
        reply = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/announce/{forged}{query}").read()
        if b"failure reason" not in reply:
            raise SystemExit(f"a forged token was taken: {reply}")

    @property
    def pid(self):
        return self.process.pid

    def memory(self):
        subprocess.run(["jcmd", str(self.pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
        time.sleep(1)
        said = subprocess.run(["jcmd", str(self.pid), "GC.heap_info"], check=True, stdout=subprocess.PIPE, text=True).stdout
        return sum(int(used) for used in re.findall(r"(?:heap|generation) +total \d+K, used (\d+)K", said)) * 1024


class Opentracker:
    name = "opentracker"

    def __init__(self, work):
        home = work / "opentracker"
        home.mkdir()
        work.chmod(0o755)
        hashes = [os.urandom(20).hex() for _ in range(2)]
        (home / "white").write_text("\n".join(hashes) + "\n")
        paths = work / "open.paths"
        paths.write_text("/announce\n")
        self.warm_up, self.measured = ((each, paths) for each in hashes)
        self.port = 26_969
        self.process = subprocess.Popen(["opentracker", "-i", "127.0.0.1", "-p", str(self.port), "-P", str(self.port), "-d", str(home),
                                         "-w", "white"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)

    @property
    def pid(self):
        return self.process.pid

    def memory(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text()).group(1)) * 1024


def announce(server, swarm, count, seed):
    info_hash, paths = swarm
    load = ["java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", str(Path(__file__).parent / "AnnounceLoad.java")]
    before = processor_seconds(server.pid)
    said = subprocess.run(load + [str(server.port), str(paths), info_hash, str(count), str(seed)],
                          check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    spent = processor_seconds(server.pid) - before
    right, wrong, millis = map(int, said)
    if wrong * 1000 > count:
        raise SystemExit(f"{server.name}: {wrong} of {count} announces were not answered")
    return right * 1000 / millis, spent * 1e6 / count


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=10_000, help="announces of a round; a swarm takes 50,000 peers in all")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--work", default="/dev/shm")
    options.add_argument("--command", default="./sealswarm", help="how our program is started")
    asked = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="tracker-", dir=asked.work))
    servers = []
    try:
        servers.append(Edge(shlex.split(asked.command), work))
        servers.append(Opentracker(work))
        figures = {server.name: [] for server in servers}
        first = {}
        for server in servers:
            announce(server, server.warm_up, WARM_UP, 0)
            first[server.name] = server.memory()
        for turn in range(asked.rounds):
            for server in servers:
                rate, micros = announce(server, server.measured, asked.count, turn + 1)
                figures[server.name].append((rate, micros))
                print(f"round {turn + 1} {server.name:14} {rate:7.0f} announces/s  {micros:6.1f} CPU-µs each", flush=True)
        for server in servers:
            rate = statistics.median(rate for rate, _ in figures[server.name])
            micros = statistics.median(micros for _, micros in figures[server.name])
            grown = (server.memory() - first[server.name]) / (asked.rounds * asked.count) * 10_000 / (1 << 20)
            print(f"median  {server.name:14} {rate:7.0f} announces/s  {micros:6.1f} CPU-µs each = {1e6 / micros:.0f}/s and core,"
                  f" {grown:.2f} MiB per 10,000 peers")
    finally:
        for server in servers:
            server.process.kill()
            server.process.wait()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
