#!/usr/bin/env bash
# License issue over HTTP with durable acknowledgement, beside crypto alone and bare durable writes, in one run.
# Usage: docs/benchmarks/license-issue/run.sh [CLIENTS] [LICENSES_PER_CLIENT]   (after ./mvnw install -DskipTests)
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
"$root/mvnw" -q -f "$root/pom.xml" -pl license-server/server dependency:build-classpath \
  -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
module=$root/license-server/server
java -Xmx1g -cp "$module/target/test-classes:$module/target/classes:$(cat "$classpath")" \
  sealswarm.license.server.bench.LicenseIssueBenchmark "${1:-64}" "${2:-40}"
