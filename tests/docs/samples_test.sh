#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What README and docs show must be so: every ```hyp sample checks, and what a ```sh line with
# `./hyp run`, `why` or `diff` is said to print, in the ```text block below it, is printed. Lines that need real data
# are run where HYP_DATA is set. Usage: samples_test.sh HYP SOURCE_DIR
set -u
hyp=$1
source_dir=$2
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
failures=0 samples=0 commands=0 skipped=0

# Writes the samples of a page to $box/<page>.<n>.hyp.
split() {
  awk -v stem="$2" '
    /^```hyp$/ { inside = 1; n += 1; next }
    /^```/     { inside = 0; next }
    inside     { print > (stem "." n ".hyp") }
  ' "$1"
}

# The page's lines of these commands, each followed by the lines it is said to print, with a tab before.
promises() {
  awk '
    /^```sh$/             { kind = "sh"; command = ""; next }
    /^```text$/           { kind = command != "" ? "text" : ""; if (kind != "") print command; next }
    /^```/                { kind = ""; next }
    kind == "sh" && /^\.\/hyp (run|why|diff)/ { command = $0 }
    kind == "text"        { print "\t" $0 }
  ' "$1"
}

# Runs one command line of a page in the repository; its output, or nothing where data is missing.
run_line() {
  local line=${1#./hyp}
  case $line in
    *"--data DIR"*)
      [ -n "${HYP_DATA-}" ] || return 1
      line=${line/DIR/\"\$HYP_DATA\"}
      ;;
  esac
  (cd "$source_dir" && eval "\"$hyp\" $line" 2>&1)
}

for page in "$source_dir"/README.md "$source_dir"/docs/*.md; do
  # tutorial_test.sh follows these from line to line
  [[ $page != */tutorial.md && $page != */new.md ]] || continue
  split "$page" "$box/$(basename "$page")"
  output="" last=""
  while IFS= read -r line; do
    case $line in
      "./hyp"*)
        [ "$line" != "$last" ] || continue # a further block of what it prints
        last=$line
        output=$(run_line "$line") || { [ -n "$output" ] || skipped=$((skipped + 1)); }
        commands=$((commands + 1))
        ;;
      *)
        [ -n "$output" ] || continue
        if ! printf '%s\n' "$output" | grep -qxF -- "${line#?}"; then
          echo "FAILED: $(basename "$page") shows a line that is not printed: ${line#?}"
          failures=$((failures + 1))
        fi
        ;;
    esac
  done < <(promises "$page")
done
for sample in "$box"/*.hyp; do
  samples=$((samples + 1))
  if ! "$hyp" check "$sample" >"$box/out" 2>&1; then
    echo "FAILED: $(basename "$sample")"
    cat "$box/out"
    failures=$((failures + 1))
  fi
done
echo "$samples samples, $commands commands ($skipped skipped: no HYP_DATA), $failures failed"
[ $samples -gt 0 ] && [ $commands -gt 0 ] && [ $failures -eq 0 ]
