# shellcheck shell=bash disable=SC2034
# SPDX-License-Identifier: MIT
# What the tests of the real program share; sourced with the program's path in $hyp. They stand in
# an empty folder that is also the user's home, and end with `finish`.
box=$(mktemp -d)
cd "$box" || exit 1
real=${HYP_DATA-}
unset HYP_DATA HYP_PATH XDG_DATA_HOME HYP_OFFLINE
export HOME=$box NO_COLOR=1
failures=0

# run EXIT_CODE COMMAND...: runs it, keeps its streams in $out and $err.
run() {
  local wanted=$1
  shift
  out=$("$@" 2>err.txt </dev/null)
  local code=$?
  err=$(cat err.txt)
  if [ $code -ne "$wanted" ]; then
    fail "exit code $code, wanted $wanted: $*"
    printf '%s\n' "$err" | head -20
  fi
}
fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}
has() { case $1 in *"$2"*) ;; *) fail "no '$2' in: ${1:0:400}" ;; esac; }
empty() { [ -z "$1" ] || fail "expected nothing, but saw: ${1:0:400}"; }
# field JSON FILTER WANTED: what jq makes of the JSON.
field() {
  local seen
  seen=$(printf '%s' "$1" | jq -c "$2" 2>&1)
  [ "$seen" = "$3" ] || fail "jq '$2' gave $seen, wanted $3"
}

finish() {
  [ $failures -eq 0 ] || { printf '%d failed\n' $failures; exit 1; }
}
