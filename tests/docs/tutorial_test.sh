#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Follows a page of docs/ as a reader would: what a ```hyp block shows is added to a file, each line
# of a ```sh block is run and must succeed, or end with the `# exit code N` behind it, and what a
# ```text block shows must be among what the last line printed, in that order. Nothing is fetched; a
# line that needs real data runs where HYP_DATA is set.
# Usage: tutorial_test.sh HYP SOURCE_DIR PAGE FILE FEWEST_COMMANDS FEWEST_LINES_SHOWN
set -u
hyp=$1
page=$2/docs/$3
file=$4
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
cd "$box" || exit 1
ln -s "$2/hypotheses" hypotheses
export HOME=$box NO_COLOR=1
failures=0 commands=0 shown=0 skipped=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

run_line() {
  case $1 in
    *" data fetch "*) return ;;
    *one_or_anti_one* | *real.hyp*) if [ -z "${HYP_DATA-}" ]; then skipped=$((skipped + 1)) at=none; return; fi ;;
  esac
  commands=$((commands + 1))
  local wanted=0 code
  case $1 in *'# exit code '*) wanted=${1##*'# exit code '} ;; esac
  case $1 in
    ./hyp*) eval "\"\$hyp\" ${1#./hyp}" >out.txt 2>err.txt ;;
    sed*) eval "$1" >out.txt 2>err.txt ;;
    *) fail "neither hyp nor sed: $1" ;;
  esac
  code=$?
  [ $code -eq "$wanted" ] || { fail "exit code $code: $1"; cat err.txt; }
  [ "$wanted" -lt 64 ] || cp err.txt out.txt # the error is what is shown
  at=0
}

# The line must come below the one that was found before it.
look_for() {
  local found
  [ "$at" != none ] || return # the line above was skipped
  found=$(awk -v wanted="$1" -v at="$at" 'NR > at && $0 == wanted { print NR; exit }' out.txt)
  shown=$((shown + 1))
  if [ -n "$found" ]; then at=$found; else fail "not printed, or not in this order: $1"; fi
}

kind=""
while IFS= read -r line; do
  case $line in
    '```'?*) kind=${line#'```'} ;;
    '```') kind="" ;;
    *)
      case $kind in
        hyp) printf '%s\n' "$line" >>"$file" ;;
        sh) run_line "$line" ;;
        text) look_for "$line" ;;
      esac
      ;;
  esac
done <"$page"
echo "$commands commands ($skipped skipped: no HYP_DATA), $shown lines shown, $failures failed"
[ $commands -ge "$5" ] && [ $shown -ge "$6" ] && [ $failures -eq 0 ]
