#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every ```hyp sample of README and docs must check. Usage: samples_test.sh HYP SOURCE_DIR
set -u
hyp=$1
source_dir=$2
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
failures=0
samples=0

# Writes the samples of a page to $box/<page>.<n>.hyp.
split() {
  awk -v stem="$2" '
    /^```hyp$/ { inside = 1; n += 1; next }
    /^```/     { inside = 0; next }
    inside     { print > (stem "." n ".hyp") }
  ' "$1"
}

for page in "$source_dir"/README.md "$source_dir"/docs/*.md; do
  split "$page" "$box/$(basename "$page")"
done
for sample in "$box"/*.hyp; do
  [ -e "$sample" ] || continue
  samples=$((samples + 1))
  if ! "$hyp" check "$sample" >"$box/out" 2>&1; then
    echo "FAILED: $(basename "$sample")"
    cat "$box/out"
    failures=$((failures + 1))
  fi
done
echo "$samples samples, $failures failed"
[ $samples -gt 0 ] && [ $failures -eq 0 ]
