#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Times one trial of the post's scrub with hyp and with PyTorch, and prints the table of
# docs/bench.md. No test: figures belong to the machine.
# Usage: bench.sh BENCH_SCRUB SOURCE_DIR DATA [PYTHON]
set -eu
bench=$1
source_dir=$2
data=$3
python=${4:-python3}
claim=$source_dir/hypotheses/one_or_anti_one/post.hyp

{
  for threads in 1 2; do
    printf 'hyp %d - drawn %s\n' $threads "$("$bench" "$claim" "$data" $threads post.tolerance=1% | cut -d' ' -f1)"
  done
  "$python" "$source_dir/tests/bench/scrub_pytorch.py" "$data" "$claim" 1 2
} | awk '
  $1 == "hyp" { hyp[$2] = $5 }
  { line[++n] = $0 }
  END {
    print "| what | donors | threads | ms a trial | times hyp |"
    print "| --- | --- | --- | --- | --- |"
    for (i = 1; i <= n; ++i) {
      split(line[i], f, " ")
      what = f[1] == "hyp" ? "hyp" : "PyTorch, " f[3]
      printf "| %s | %s | %d | %.2f | %.1f |\n", what, f[4], f[2], f[5], f[5] / hyp[f[2]]
    }
  }'
