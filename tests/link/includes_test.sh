#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The link graph is the architecture: a folder includes only what the table of CMakeLists.txt links
# it to, and each heavy library stands behind its door. Usage: includes_test.sh SOURCE_DIR
set -u
cd "$1" || exit 1
failures=0
fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# door PATTERN ALLOWED...: only files under these folders may include what matches.
door() {
  local pattern=$1 found folder
  shift
  found=$(grep -rlE "#include <($pattern)" lang runtime stdlib --include='*.cpp' --include='*.hpp')
  for folder in "$@"; do
    found=$(printf '%s\n' "$found" | grep -v "^$folder/")
  done
  [ -z "$found" ] || fail "outside its door (<$pattern>): $found"
}
door 'torch/|ATen/|c10/|caffe2/' runtime/exec/torch
door 'tao/' lang/syntax
door 'boost/graph/' lang/graph
door 'boost/' lang/graph runtime/stats runtime/plan
door 'CLI/' runtime/cli
door 'nlohmann/' runtime/report runtime/model
door 'openssl/|zlib.h' runtime/model
door 'curl/' runtime/fetch
door 'Eigen/' runtime/score runtime/stats

# The rows of the table, as "target folder link...".
rows=$(sed -n 's/^hyp_floor( *\(.*\))$/\1/p' CMakeLists.txt | sed 's/DOOR.*//')

# All targets a target reaches through its links, itself among them.
reach() {
  local links link
  links=$(printf '%s\n' "$rows" | awk -v t="$1" '$1 == t { for (i = 3; i <= NF; i++) print $i }')
  echo "$1"
  for link in $links; do
    case $link in *::*) ;; *) reach "$link" ;; esac
  done
}

while read -r target folder _; do
  allowed=$(reach "$target" | sort -u)
  for file in "$folder"/*.cpp "$folder"/*.hpp; do
    [ -e "$file" ] || continue
    for included in $(sed -n '/\.inc"$/!s/^#include "\([^"]*\)\/[^"/]*"$/\1/p' "$file" | sort -u); do
      owner=$(printf '%s\n' "$rows" | awk -v f="$included" '$2 == f { print $1 }')
      [ -n "$owner" ] || { fail "$file includes $included, which is no row of the table"; continue; }
      printf '%s\n' "$allowed" | grep -qx "$owner" || fail "$file includes $included ($owner)"
    done
  done
done <<<"$rows"

# Libraries have no voice and no hands.
found=$(grep -rnE '\b(std::cout|std::cerr|printf|std::exit|std::abort|std::ifstream|std::getenv)\b' \
  lang runtime stdlib --include='*.cpp' --include='*.hpp' | grep -vE '^runtime/cli/|snprintf')
[ -z "$found" ] || fail "a library prints, exits or reads on its own: $found"

if [ $failures -eq 0 ]; then
  echo "the link graph holds"
else
  exit 1
fi
