#!/bin/sh
# What memory a host needs: a track of 100 GiB, 50 leeches, 64 MiB of heap and 64 MiB of direct memory.
# Usage, from the repository's root: docs/benchmarks/host-memory/run.sh [GIB [LEECHES [SECONDS]]]
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/mvnw" -q -f "$root/pom.xml" -Dquick -DskipTests install -pl peer-overlay/engine -am
"$root/mvnw" -q -f "$root/pom.xml" -pl peer-overlay/engine dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
java -Xmx3g -cp "$root/peer-overlay/engine/target/test-classes:$root/peer-overlay/engine/target/classes:$(cat "$work/classpath")" \
  sealswarm.overlay.host.HostMemoryMain "$work/run" "${1:-100}" "${2:-50}" "${3:-160}"
