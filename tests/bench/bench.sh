#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Times one trial of the post's scrub with hyp and with PyTorch, and prints the table of
# docs/bench.md. What hyp does once (reading, capturing, planning) cancels: a trial is the difference
# of two runs that differ in their trials alone. No test: figures belong to the machine.
# Usage: bench.sh HYP SOURCE_DIR DATA [PYTHON]
set -eu
hyp=$1
source_dir=$2
data=$3
python=${4:-python3}
claim=$source_dir/hypotheses/one_or_anti_one/post.hyp
few=20 many=220 repeats=3

# Seconds of the fastest of some runs with so many trials on so many threads.
seconds() {
  local best='' start took i
  for ((i = 0; i < repeats; ++i)); do
    start=$(date +%s.%N)
    "$hyp" run "$claim" --data "$data" --set tolerance=1% --trials "$1" --threads "$2" >/dev/null ||
      [ $? -le 3 ]  # whatever the verdict
    took=$(awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { print b - a }')
    best=$(awk -v a="${best:-$took}" -v b="$took" 'BEGIN { print a < b ? a : b }')
  done
  echo "$best"
}

{
  "$python" "$source_dir/tests/bench/scrub_pytorch.py" "$data" "$claim" 1 2
  for threads in 1 2; do
    a=$(seconds $few $threads) b=$(seconds $many $threads)
    awk -v t=$threads -v a="$a" -v b="$b" -v n=$((many - few)) \
      'BEGIN { printf "hyp %d run drawn %.2f\n", t, 1000 * (b - a) / n }'
  done
} | awk '
  $1 == "hyp" { hyp[$2] = $5; next }
  { line[++n] = $0 }
  END {
    print "| way | donors | threads | ms a trial | hyp, ms a trial | hyp is faster by |"
    print "| --- | --- | --- | --- | --- | --- |"
    for (i = 1; i <= n; ++i) {
      split(line[i], f, " ")
      printf "| PyTorch, %s | %s | %d | %s | %s | %.1f |\n", f[3], f[4], f[2], f[5], hyp[f[2]], f[5] / hyp[f[2]]
    }
  }'
