"""A stock libtorrent peer for interop tests: ROLE TORRENT DIRECTORY MODE [HOST:PORT].

ROLE seed: prints "port N" and serves until stdin closes. ROLE leech: downloads from HOST:PORT and exits 0 when complete.
MODE seed_mode trusts the file (and then knows no leaves), checked hashes it first.
With +utp after the mode it speaks uTP alone, else TCP alone.
"""
import sys
import time

import libtorrent as lt

role, torrent, directory, mode = sys.argv[1:5]
mode, _, carrier = mode.partition("+")
session = lt.session({
    "listen_interfaces": "127.0.0.1:0",
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_incoming_utp": carrier == "utp", "enable_outgoing_utp": carrier == "utp",
    "enable_incoming_tcp": carrier != "utp", "enable_outgoing_tcp": carrier != "utp",
    "in_enc_policy": 2, "out_enc_policy": 2,
    "allow_multiple_connections_per_ip": True,
    "min_reconnect_time": 1,
})
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(torrent)
parameters.save_path = directory
if mode == "seed_mode":
    parameters.flags |= lt.torrent_flags.seed_mode
# From the beginning, as the queue may pause a managed torrent again after a resume.
parameters.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
handle = session.add_torrent(parameters)
if role == "seed":
    while not handle.status().is_seeding:
        time.sleep(0.05)
    print("port", session.listen_port(), flush=True)
    sys.stdin.read()
else:
    host, port = sys.argv[5].split(":")
    handle.connect_peer((host, int(port)))
    deadline = time.time() + 60
    while not handle.status().is_seeding:
        if time.time() > deadline:
            print("progress", handle.status().progress, flush=True)
            sys.exit(1)
        time.sleep(0.05)
    session.pause()
    time.sleep(0.2)
