"""A stock libtorrent client that knows nothing but a metainfo: TORRENT DIRECTORY end|stay.

Prints "port N" once it listens. When it has everything it exits 0, or seeds until stdin closes.
"""
import sys
import time

import libtorrent as lt

torrent, directory, after = sys.argv[1:4]
session = lt.session({
    "listen_interfaces": "127.0.0.1:0",
    "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
    "enable_incoming_utp": False, "enable_outgoing_utp": False,
    "allow_multiple_connections_per_ip": True,
    "alert_mask": lt.alert.category_t.error_notification | lt.alert.category_t.tracker_notification,
})
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(torrent)
parameters.save_path = directory
# From the beginning, as the queue may pause a managed torrent again after a resume.
parameters.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
handle = session.add_torrent(parameters)
print("port", session.listen_port(), flush=True)
deadline = time.time() + 55
while not handle.status().is_seeding:
    for alert in session.pop_alerts():
        print(alert.message(), file=sys.stderr, flush=True)
    if time.time() > deadline:
        print("progress", handle.status().progress, file=sys.stderr, flush=True)
        sys.exit(1)
    time.sleep(0.05)
if after == "stay":
    sys.stdin.read()
session.pause()
time.sleep(0.2)
