#!/usr/bin/env bash
# License issue over HTTP with durable acknowledgement, beside crypto alone and bare durable writes, in one run.
# Usage: docs/benchmarks/license-issue/run.sh [CLIENTS] [WARM_UP_EACH] [LICENSES_EACH] [RUNS]
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
"$root/mvnw" -q -f "$root/pom.xml" -pl license-server/server -am -Dquick -DskipTests package \
  dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
module=$root/license-server/server
echo "commit $(git -C "$root" rev-parse --short HEAD), $(nproc) x $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)"
for run in $(seq "${4:-3}"); do
  echo "run $run, load average $(cut -d' ' -f1 /proc/loadavg)"
  java -Xmx256m -cp "$module/target/test-classes:$module/target/classes:$(cat "$classpath")" \
    sealswarm.license.server.bench.LicenseIssueBenchmark "${1:-64}" "${2:-200}" "${3:-100}"
done
