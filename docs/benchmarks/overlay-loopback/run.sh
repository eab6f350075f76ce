#!/bin/sh
# One seed -> one leech over loopback on the same hybrid torrent: our `peer` against stock libtorrent (python3-libtorrent),
# alternating. Prints seconds per run; for ours, process start included, also CPU seconds of the leech.
# Usage: docs/benchmarks/overlay-loopback/run.sh [MEBIBYTES] [RUNS]      (from the repository's root, after ./sealswarm was built)
set -eu
size=${1:-1024}
runs=${2:-5}
root=$(pwd)
script=$root/peer-overlay/engine/src/test/resources/interop/libtorrent_peer.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir "$work/seed"
dd if=/dev/urandom of="$work/seed/track.bin" bs=1048576 count="$size" 2>/dev/null
./sealswarm torrent create "$work/seed/track.bin" --out "$work/track.torrent" --quiet >/dev/null

for run in $(seq "$runs"); do
  rm -rf "$work/leech"; mkdir "$work/leech"
  ./sealswarm peer --torrent "$work/track.torrent" --data "$work/seed" --listen 127.0.0.1:0 --quiet --json-lines >"$work/seed.out" &
  seed=$!
  until grep -q '"port"' "$work/seed.out"; do sleep 0.1; done
  port=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$work/seed.out" | head -n 1)
  ./sealswarm peer --torrent "$work/track.torrent" --data "$work/leech" --peer "127.0.0.1:$port" --exit-when-complete --json --quiet >"$work/leech.out"
  kill "$seed"; wait "$seed" 2>/dev/null || true
  cmp "$work/seed/track.bin" "$work/leech/track.bin"
  printf 'run %s sealswarm  %s\n' "$run" "$(grep -o '"seconds".*' "$work/leech.out")"

  rm -rf "$work/leech"; mkdir "$work/leech"
  mkfifo "$work/hold"
  python3 "$script" seed "$work/track.torrent" "$work/seed" seed_mode <"$work/hold" >"$work/seed.out" &
  seed=$!
  exec 3>"$work/hold"
  until grep -q '^port' "$work/seed.out"; do sleep 0.1; done
  port=$(sed -n 's/^port //p' "$work/seed.out")
  started=$(date +%s.%N)
  python3 "$script" leech "$work/track.torrent" "$work/leech" checked "127.0.0.1:$port"
  ended=$(date +%s.%N)
  exec 3>&-
  wait "$seed" 2>/dev/null || true
  rm -f "$work/hold"
  cmp "$work/seed/track.bin" "$work/leech/track.bin"
  printf 'run %s libtorrent "seconds":%s\n' "$run" "$(awk "BEGIN { print $ended - $started }")"
done
