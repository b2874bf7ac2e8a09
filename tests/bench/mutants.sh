#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Times the mutants that drop one unit of the claims of values.hyp against as many runs of the file's
# claims, and prints a row of docs/bench.md. No test: figures belong to the machine.
# Usage: mutants.sh HYP SOURCE_DIR DATA [THREADS]
set -eu
hyp=$1
claim=$2/hypotheses/one_or_anti_one/values.hyp
data=$3
threads=${4:-2}

now() { date +%s.%N; }
begun=$(now)
"$hyp" run "$claim" values nothing_else --data "$data" --threads "$threads" >/dev/null
ran=$(now)
"$hyp" test --mutate "$claim" --kind drop --data "$data" --threads "$threads" --json - |
  jq -r '"\(.counts.mutants) \(.seconds)"' |
  awk -v threads="$threads" -v run="$(awk "BEGIN { print $ran - $begun }")" '{
    print "| mutants | threads | s, all of them | s, one run of the claims | times as many runs |"
    print "| --- | --- | --- | --- | --- |"
    printf "| %d | %d | %.1f | %.1f | %.2f |\n", $1, threads, $2, run, $2 / ($1 * run)
  }'
