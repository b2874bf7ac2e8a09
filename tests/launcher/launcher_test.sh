#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs ./hyp and .ci/run in boxes: a checkout with stand-in sources, and a PATH with nothing but
# common tools and the programs under fake/, which write down how they were called.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
work=$(mktemp -d)
work=$(realpath "$work")
trap 'rm -rf "$work"' EXIT
export FAKES=$here/fake
failures=0 checks=0 boxes=0

run_packages="g++ cmake ninja-build libtorch-dev tao-pegtl-dev libboost-dev libeigen3-dev\
 libfmt-dev nlohmann-json3-dev libcli11-dev libssl-dev zlib1g-dev\
 libcurl4-openssl-dev ca-certificates"
test_packages="$run_packages catch2 jq"

# --- Boxes ---------------------------------------------------------------------------------------

# bare: Debian with nothing installed. ready: with everything. Both as root.
box() {
  local kind=$1
  export BOX=$work/$((++boxes))
  repo="$BOX/a checkout"
  mkdir -p "$BOX/bin" "$repo"/{.ci,lang/sub,runtime,stdlib,tests,docs,hypotheses}
  cp "$here/../../hyp" "$repo"
  cp "$here/../../.ci/run" "$repo/.ci"
  touch "$repo"/{CMakeLists.txt,CMakePresets.json,lang/a.cpp,lang/sub/b.cpp,tests/c.cpp}
  link_tools
  ln -s "$FAKES"/{apt-get,dpkg-query,id,nproc} "$BOX/bin"
  : >"$BOX/calls"
  : >"$BOX/installed"
  echo 0 >"$BOX/uid"
  echo 0 >"$BOX/exit_status"
  [[ $kind == bare ]] || install_all
}

link_tools() {
  local tool
  for tool in bash cat cp cut dirname env find flock grep ln mkdir mv readlink realpath rm sed \
    sleep tail tee touch true; do
    ln -s "$(type -P "$tool")" "$BOX/bin"
  done
}

install_all() {
  tr ' ' '\n' <<<"$test_packages" >"$BOX/installed"
  ln -s "$FAKES"/{cmake,ctest,jq} "$BOX/bin"
}

# A box in which hyp was built; what was called for that is forgotten.
built_box() {
  box ready
  hyp "$@"
  : >"$BOX/calls"
}

hyp() {
  launch "$repo/hyp" "$@"
}

# Sets status, out and err, and called: the calls of all fakes since the box was made or `forget`.
launch() {
  env -i PATH="$BOX/bin" BOX="$BOX" FAKES="$FAKES" ${data+HYP_DATA="$data"} "$@" \
    <"${stdin-/dev/null}" >"$BOX/out" 2>"$BOX/err"
  status=$?
  out=$(<"$BOX/out")
  err=$(<"$BOX/err")
  called=$(<"$BOX/calls")
}

forget() {
  : >"$BOX/calls"
}

# --- Checks --------------------------------------------------------------------------------------

scenario() {
  title=$1
}

check() {
  checks=$((checks + 1))
  if ! "${@:2}"; then
    failures=$((failures + 1))
    printf 'FAILED: %s: %s\n' "$title" "$1"
    printf -- '--- status %s\n--- stdout\n%s\n--- stderr\n%s\n--- calls\n%s\n\n' \
      "$status" "$out" "$err" "$called"
  fi
}

exits_with() { check "exits with $1" test "$status" = "$1"; }
prints() { check "prints exactly $1" test "$out" = "$1"; }
says() { check "says $1" contains "$err" "$1"; }
calls() { check "calls $1" contains "$called"$'\n' "$1"$'\n'; }
calls_not() { check "does not call $1" lacks "$called" "$1"; }
calls_nothing() { check "calls nothing" test -z "$called"; }
builds() { check "builds $1 times" test "$(grep -c 'cmake --build' <<<"$called")" = "$1"; }

contains() { [[ $1 == *"$2"* ]]; }
lacks() { [[ $1 != *"$2"* ]]; }

installs() {
  local line="install --no-install-recommends $1"
  check "installs $1" test "$(grep -o 'install --.*' <<<"$called")" = "$line"
}

ctest_call() {
  printf 'ctest [--test-dir] [%s] [--output-on-failure] [-j7]' "$repo/build/release"
}

program_output() {
  printf '%d:' $#
  printf ' [%s]' "$@"
  printf '\nin %s' "$PWD"
}

# --- The first run -------------------------------------------------------------------------------

scenario "run on a bare system"
box bare
hyp run x.hyp
exits_with 0
installs "$run_packages"
check "updates first" contains "$(grep -m1 apt-get <<<"$called")" update
calls "cmake --preset release -DHYP_TESTS=OFF"
calls "cmake --build $repo/build/release --target hyp hyp_torch"
prints "$(program_output run x.hyp)"
check "keeps the noise for the log" lacks "$err" noise
check "waits for another apt-get" contains "$called" DPkg::Lock::Timeout

scenario "test on a bare system"
box bare
hyp test
exits_with 0
installs "$test_packages"
calls "cmake --preset release -DHYP_TESTS=ON"
calls "cmake --build $repo/build/release"
calls "$(ctest_call)"
prints "HYP_DATA=unset"$'\n'"100% tests passed"

scenario "test after run"
box bare
hyp run x.hyp
forget
hyp test
installs "catch2 jq"
forget
touch "$repo/lang/a.cpp"
hyp run x.hyp
calls "cmake --preset release" # leaves the tests as they are

scenario "everything is there"
box ready
hyp run x.hyp
exits_with 0
calls_not apt-get
calls_not dpkg-query

scenario "only LibTorch is missing"
box ready
sed -i '/libtorch/d' "$BOX/installed"
hyp run x.hyp
exits_with 0
installs "libtorch-dev"

scenario "only jq is missing"
box ready
rm "$BOX/bin/jq"
sed -i '/jq/d' "$BOX/installed"
hyp test
installs "jq"

# --- Handing over --------------------------------------------------------------------------------

scenario "arguments reach the program as they are"
built_box run
arguments=(run "two words" "" "*" "it's" '"quoted"' "\$HOME")
hyp "${arguments[@]}"
prints "$(program_output "${arguments[@]}")"

scenario "no argument at all"
hyp
prints "$(program_output)"

scenario "options of ctest"
box ready
hyp test -R "two words" --verbose
calls "$(ctest_call) [-R] [two words] [--verbose]"

scenario "test of a file"
for file in x.hyp "$repo"; do
  box ready
  hyp test "$file" -R lang
  prints "$(program_output test "$file" -R lang)"
  calls_not ctest
  calls_not HYP_TESTS=ON
done

scenario "mutants of a file"
box ready
hyp test --mutate x.hyp
prints "$(program_output test --mutate x.hyp)"
calls_not ctest

scenario "exit status"
built_box run
echo 3 >"$BOX/exit_status"
hyp run x.hyp
exits_with 3
hyp test
exits_with 3

scenario "stdin is the program's on the first run"
box bare
echo "from stdin" >"$BOX/in"
stdin=$BOX/in hyp run -
prints "$(program_output run -)"$'\n'"from stdin"

scenario "called from elsewhere by a link to a link"
box ready
ln -s "$repo/hyp" "$BOX/link"
ln -s link "$BOX/link to link"
cd "$BOX" || exit
launch "./link to link" run x.hyp
prints "$(program_output run x.hyp)"
calls "cmake --build $repo/build/release --target hyp hyp_torch"
cd "$here" || exit

# --- Later runs ----------------------------------------------------------------------------------

scenario "nothing is stale"
built_box run
hyp run x.hyp
calls_nothing
check "says nothing" test -z "$err"

scenario "no tests are stale"
built_box test
hyp test
calls_not cmake
forget
hyp run x.hyp
calls_nothing

for change in "touch lang/sub/b.cpp" "touch runtime/new.cpp" "rm lang/sub/b.cpp" \
  "mkdir stdlib/new" "touch CMakeLists.txt" "touch CMakePresets.json" "rm -r build/release/bin"; do
  scenario "after $change"
  built_box run
  (cd "$repo" && $change)
  hyp run x.hyp
  builds 1
  forget
  hyp run x.hyp
  calls_nothing
done

for change in "touch tests/c.cpp" "touch tests/new.cpp" "touch docs/new.md" \
  "touch hypotheses/new.hyp" "touch lang/a.cpp"; do
  scenario "after $change"
  built_box test
  (cd "$repo" && $change)
  hyp test
  builds 1
done

scenario "a changed test does not delay a run"
built_box test
touch "$repo/tests/c.cpp"
hyp run x.hyp
calls_nothing

scenario "a source edited while building"
for command in run test; do
  box ready
  touch "$BOX/edited_meanwhile"
  hyp $command
  rm "$BOX/edited_meanwhile"
  forget
  hyp $command
  builds 1
done

scenario "two at once"
box ready
touch "$BOX/slow"
hyp run x.hyp &
hyp run x.hyp
wait
called=$(<"$BOX/calls")
builds 1

scenario "a checkout that was moved"
built_box run
touch "$repo/build/release/left over"
mv "$repo" "$BOX/elsewhere"
repo=$BOX/elsewhere
hyp run x.hyp
exits_with 0
builds 1
check "begins anew" test ! -e "$repo/build/release/left over"

scenario "a checkout that stayed"
touch "$repo/lang/a.cpp" "$repo/build/release/left over"
hyp run x.hyp
check "keeps what was built" test -e "$repo/build/release/left over"

# --- When it cannot ------------------------------------------------------------------------------

scenario "a failing build"
box ready
touch "$BOX/broken"
hyp run x.hyp
exits_with 70
prints ""
says "error: a broken file"
says "compiling file 100"
check "shows no more than the end" lacks "$err" "compiling file 50"
says "the whole log: $repo/build/release/launcher.log"
forget
hyp run x.hyp
builds 1
rm "$BOX/broken"
hyp run x.hyp
exits_with 0

scenario "a failing build after a good one"
built_box run
touch "$BOX/broken" "$repo/lang/a.cpp"
hyp run x.hyp
exits_with 70
prints ""

scenario "cmake fails though everything is installed"
box ready
touch "$BOX/misconfigured"
hyp run x.hyp
exits_with 70
says "could not find libtorch-dev"
calls_not apt-get

scenario "an unknown system"
box bare
rm "$BOX/bin/apt-get" "$BOX/bin/dpkg-query"
hyp run x.hyp
exits_with 69
prints ""
for word in $run_packages "LibTorch 1.13" "cmake --build --preset release"; do says "$word"; done
check "asks for no Catch2" lacks "$err" Catch2
hyp test
says "Catch2 2.13"

scenario "an unknown system where everything is there"
box ready
rm "$BOX/bin/apt-get" "$BOX/bin/dpkg-query"
hyp run x.hyp
exits_with 0
hyp test
exits_with 0

scenario "apt-get without these packages"
box bare
touch "$BOX/has_no_libtorch"
hyp run x.hyp
exits_with 69
says "Unable to locate package libtorch-dev"
says "cmake --build --preset release"

scenario "neither root nor sudo"
box bare
echo 1000 >"$BOX/uid"
hyp run x.hyp
exits_with 69
prints ""
says "apt-get install --no-install-recommends $run_packages"
calls_not apt-get

scenario "sudo without a password"
box bare
echo 1000 >"$BOX/uid"
ln -s "$FAKES/sudo" "$BOX/bin"
hyp run x.hyp
exits_with 0
check "by sudo -n" contains "$called" "sudo -n env"
check "never waits for a password" lacks "${called//sudo -n/}" sudo

scenario "sudo with a password and no terminal"
box bare
echo 1000 >"$BOX/uid"
ln -s "$FAKES/sudo" "$BOX/bin"
touch "$BOX/password"
hyp run x.hyp
exits_with 69
says "apt-get install --no-install-recommends $run_packages"
calls_not apt-get

scenario "root needs no sudo"
box bare
ln -s "$FAKES/sudo" "$BOX/bin"
hyp run x.hyp
exits_with 0
calls_not sudo

scenario "no network"
box bare
touch "$BOX/offline"
hyp run x.hyp
exits_with 69
prints ""
says "mirror could not be reached"
says "Could not resolve 'mirror.invalid'"

scenario "apt-get fails for a reason of its own"
box bare
touch "$BOX/interrupted"
hyp run x.hyp
exits_with 69
says "apt-get could not install the packages"
says "E: dpkg was interrupted"

scenario "one mirror of several is down"
box bare
touch "$BOX/update_fails"
hyp run x.hyp
exits_with 0

scenario "no place to build in"
box ready
touch "$repo/build"
hyp run x.hyp
exits_with 73
prints ""
says "cannot write to $repo/build/release"

# --- .ci/run -------------------------------------------------------------------------------------

scenario "ci without data"
box ready
echo 8 >"$BOX/exit_status"
launch "$repo/.ci/run"
exits_with 8
prints "HYP_DATA=unset"$'\n'"100% tests passed"
says "SKIPPED"

scenario "ci beside data"
mkdir -p "$BOX/shared/data"
launch "$repo/.ci/run"
prints "HYP_DATA=$BOX/shared/data"$'\n'"100% tests passed"
says "tests on real data run"

scenario "ci with data chosen"
mkdir "$BOX/other"
data=$BOX/other launch "$repo/.ci/run"
prints "HYP_DATA=$BOX/other"$'\n'"100% tests passed"
data='' launch "$repo/.ci/run"
prints "HYP_DATA="$'\n'"100% tests passed"
says "SKIPPED"

# -------------------------------------------------------------------------------------------------

echo "$checks checks, $failures failed"
[[ $failures -eq 0 ]]
