#!/usr/bin/python3
"""How long until a player far away has its first verified block, a second of media, and both again after a seek; no web seed.

Usage, from the repository's root after ./sealswarm was built:
    docs/benchmarks/streaming/run.py [--rounds 9] [--trips 20,80,200]

The seed is a `sealswarm peer` process; the player is StreamProbe.java, a process that uses the engine's public door. Tracker and seed are
behind relays (relay.py) that add the round trip. The clock is this script's: from writing a command to reading the answer. The
player opens the track anew for each measurement, in an empty folder, and finds the seed by the tracker; a real player has run for a while before
somebody presses play, so the process first opens the track some times without a delay.
"""
import argparse
import http.server
import os
import random
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from relay import Relay

WARM = 12


def tracker():
    """Names to everybody the port that stands in the path: /announce/PORT."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            port = int(re.match(r"/announce/(\d+)", self.path).group(1))
            body = b"d8:intervali1800e5:peers6:" + bytes([127, 0, 0, 1, port >> 8, port & 255]) + b"e"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


class Player:
    def __init__(self, home, work):
        jars = next(home.glob("storefront/dist/target/sealswarm-*/lib"))
        self.work = work
        self.rounds = 0
        self.process = subprocess.Popen(
            ["java", "-Xmx256m", "-XX:+UseSerialGC", "-cp", f"{jars}/*", str(Path(__file__).parent / "StreamProbe.java")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return time.monotonic()

    def hear(self, word):
        line = self.process.stdout.readline().strip()
        if line != word:
            raise SystemExit(f"the player said '{line}', not '{word}'")
        return time.monotonic()

    def play(self, torrent, seek_to):
        """Opens, seeks, leaves; seconds to the first block and to a second of media, of each."""
        self.rounds += 1
        folder = self.work / f"play{self.rounds}"
        folder.mkdir()
        took = []
        for command in (f"open {torrent} {folder}", f"seek {seek_to}"):
            began = self.say(command)
            took += [self.hear("first") - began, self.hear("second") - began]
        self.say("close")
        self.hear("closed")
        shutil.rmtree(folder)
        return took

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--mib", type=int, default=64)
    options.add_argument("--trips", default="20,80,200", help="round trips in milliseconds")
    options.add_argument("--work", default="/dev/shm")
    options.add_argument("--command", default="./sealswarm", help="how our program is started")
    asked = options.parse_args()
    home = Path(__file__).resolve().parents[3]
    command = shlex.split(asked.command)
    work = Path(tempfile.mkdtemp(prefix="streaming-", dir=asked.work))
    chance = random.Random(1)
    processes = []
    try:
        (work / "seed").mkdir()
        (work / "seed/track.bin").write_bytes(os.urandom(asked.mib << 20))
        subprocess.run(command + ["torrent", "create", str(work / "seed/track.bin"), "--out", str(work / "bare.torrent"), "--quiet"],
                       check=True, stdout=subprocess.DEVNULL)
        bare = (work / "bare.torrent").read_bytes()
        seed = subprocess.Popen(command + ["peer", "--torrent", str(work / "bare.torrent"), "--data", str(work / "seed"), "--quiet",
                                           "--json-lines"], stdout=subprocess.PIPE, text=True)
        processes.append(seed)
        port = int(re.search(r'"port":(\d+)', seed.stdout.readline()).group(1))
        names = tracker()
        torrents = {}
        for trip in [0] + [int(trip) for trip in asked.trips.split(",")]:
            far_seed, far_tracker = Relay(port, trip / 1000), Relay(names, trip / 1000)
            url = f"http://127.0.0.1:{far_tracker.port}/announce/{far_seed.port}".encode()
            torrents[trip] = work / f"far{trip}.torrent"
            torrents[trip].write_bytes(b"d8:announce" + str(len(url)).encode() + b":" + url + bare[1:])
        player = Player(home, work)
        processes.append(player.process)

        def play(trip):
            return player.play(torrents[trip], chance.randrange((asked.mib << 20) // 4, (asked.mib << 20) * 3 // 4))

        for _ in range(WARM):
            play(0)
        print("round trip   first block (median, worst; limit)   1 s of media   after a seek: first block   1 s of media")
        for trip in list(torrents)[1:]:
            runs = [play(trip) for _ in range(asked.rounds)]
            columns = [[1000 * run[i] for run in runs] for i in range(4)]
            shown = [f"{statistics.median(column):5.0f}, {max(column):5.0f} ms" for column in columns]
            print(f"{trip:7} ms   {shown[0]}; {8 * trip + 50} ms ({(statistics.median(columns[0])) / trip:.1f} round trips)"
                  f"   {shown[1]}   {shown[2]}   {shown[3]}", flush=True)
        player.end()
    finally:
        for process in processes:
            process.kill()
            process.wait()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
