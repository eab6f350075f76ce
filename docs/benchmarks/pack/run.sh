#!/usr/bin/env bash
# Packs one large file and compares it with the limit that the machine's own primitives set:
#   cores / (1/CTR + 1/SHA-256 + 1/SHA-1), single-thread rates of openssl on the same file in the same run.
# Usage: docs/benchmarks/pack/run.sh [SIZE_MIB] [WORK_DIR]     (default 2048, a new directory below $TMPDIR)
# Needs openssl, python3, GNU time; python3-libtorrent for the re-hash. SEALSWARM names another launcher, RUNS the repetitions.
set -euo pipefail
export LC_ALL=C.UTF-8
top=$(cd "$(dirname "$0")/../../.." && pwd)
size_mib=${1:-2048}
work=${2:-$(mktemp -d)}/sealswarm-pack-benchmark
sealswarm=${SEALSWARM:-$top/sealswarm}
python=$([ -x /usr/bin/python3 ] && echo /usr/bin/python3 || command -v python3)
runs=${RUNS:-3}

mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
cd "$work"
export XDG_DATA_HOME=$work/xdg XDG_CONFIG_HOME=$work/xdg
calc() { "$python" -c "print('%.3f' % ($1))"; }
# Elapsed and processor seconds of a command, whose words are shown only if it fails.
seconds() {
  local TIMEFORMAT='%R %U %S' took
  took=$( { time "$@" >log 2>&1; } 2>&1 ) || { cat log >&2; return 1; }
  "$python" -c "r, u, s = '$took'.split(); print(r, float(u) + float(s))"
}
# The fewest of several runs, each figure by itself.
best() {
  local least="1e9 1e9" took
  for _ in $(seq "$runs"); do
    took=$(seconds "$@")
    least=$("$python" -c "print(*map(min, zip(map(float, '$least'.split()), map(float, '$took'.split()))))")
  done
  echo "$least"
}

"$sealswarm" keys --json | "$python" -c 'import json,sys; json.dump(json.load(sys.stdin)["escrow"], open("server-key.json","w"))'
export SEALSWARM_PACKAGER_SERVER_KEY=$work/server-key.json
openssl rand $((size_mib * 1048576 / 2)) > in.bin
cat in.bin in.bin > in2.bin && mv in2.bin in.bin
bytes=$(stat -c %s in.bin)

ctr() { openssl enc -aes-256-ctr -K 00 -iv 00 -nosalt -in in.bin -out /dev/null 2>/dev/null; }
sha256() { openssl dgst -sha256 in.bin; }
sha1() { openssl dgst -sha1 in.bin; }
pack_only() { rm -rf p; "$sealswarm" pack in.bin --out p --no-verify --quiet; }
pack_verified() { rm -rf q; /usr/bin/time -f %M -o rss "$sealswarm" pack in.bin --out q --quiet; }

read -r seconds_ctr cpu_ctr <<<"$(best ctr)"
read -r seconds_sha256 cpu_sha256 <<<"$(best sha256)"
read -r seconds_sha1 cpu_sha1 <<<"$(best sha1)"
read -r seconds_pack cpu_pack <<<"$(best pack_only)"
rm -rf p
read -r seconds_verified cpu_verified <<<"$(best pack_verified)"
resident_kib=$(cat rss)
read -r seconds_verify _ <<<"$(seconds "$sealswarm" verify q --quiet)"
read -r seconds_unpack _ <<<"$(seconds "$sealswarm" unpack q --out plain --quiet)"
cmp in.bin plain/main.bin
rm -rf plain
"$python" "$top/docs/benchmarks/pack/rehash.py" q/torrents/main.torrent q/torrents/main.v1.torrent q/data

"$python" - <<PY
import os
cores, n, g = os.cpu_count(), $bytes, 1e9
ctr, sha256, sha1, pack = (n / t for t in ($seconds_ctr, $seconds_sha256, $seconds_sha1, $seconds_pack))
limit = cores / (1 / ctr + 1 / sha256 + 1 / sha1)
cpu = $cpu_ctr + $cpu_sha256 + $cpu_sha1
model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown")
print(f"machine    {cores} x {model}, load average at the end {os.getloadavg()[0]:.1f}")
print(f"commit     {os.popen('git -C $top rev-parse --short HEAD').read().strip()}")
print(f"file       {n} bytes on {os.popen('stat -f -c %T .').read().strip()}")
print(f"openssl    aes-256-ctr {ctr/g:.2f}, sha256 {sha256/g:.2f}, sha1 {sha1/g:.2f} GB/s, one thread each, best of $runs")
print(f"limit      {limit/g:.3f} GB/s = {n/limit:.2f} s; processor time {cpu:.2f} s")
print(f"pack       {pack/g:.3f} GB/s = $seconds_pack s: {pack/limit:.2f} of the limit (--no-verify --quiet, JVM start included)")
print(f"           processor time $cpu_pack s: {cpu/$cpu_pack:.2f} of the limit's, with reading, writing and JVM start")
print(f"read back  $seconds_verified s with it, {$seconds_verified/$seconds_pack:.2f} times the time without; peak resident {$resident_kib/1024:.0f} MiB")
print(f"verify     $seconds_verify s; unpack $seconds_unpack s, byte-equal; both metainfos re-hashed by libtorrent")
PY
