#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `hyp test`: suites and mutants, with the real program on what lies in the repository.
# Usage: suite_test.sh HYP SOURCE_DIR
set -u
hyp=$1
source_dir=$2
. "$(dirname "$0")/support.sh"

mkdir claims
cp "$source_dir"/hypotheses/band.* claims/
band=claims/band.hyp

# --- a suite
run 0 "$hyp" test claims
has "$out" "✓ supported     claims/band.hyp: rule ("
has "$out" "✓ supported     claims/band.hyp: large_or_small ("
has "$out" "3 cases in 1 file: 3 supported"
run 0 "$hyp" test # the current folder
has "$out" "claims/band.hyp: ablation"
run 0 "$hyp" test --list claims
[ "$out" = "$(printf 'claims/band.hyp: %s\n' rule ablation large_or_small)" ] || fail "list: $out"

# Each file once; hidden folders and other files are passed over; a file without expectations is said.
mkdir -p claims/.hidden claims/sub
cp $band claims/.hidden/
echo 'language 1' >claims/sub/plain.hyp
echo 'not a claim' >claims/sub/notes.txt
run 0 "$hyp" test claims $band
has "$out" "3 cases in 1 file: 3 supported; 1 file with nothing to decide"

# What is refuted says by what, and how to see it alone; that command line does.
sed 's/obeyed >= 95%/obeyed >= 99%/; s/preserved in lower >= 99% under/preserved in lower >= 99.9% under/' \
  $band >claims/sub/wrong.hyp
cp claims/band.safetensors claims/sub/
run 1 "$hyp" test claims --seed 3
has "$out" "✗ refuted       claims/sub/wrong.hyp: large_or_small ("
has "$out" "expect obeyed >= 99%"
has "$out" ", n 100"
has "$out" "alone: hyp run claims/sub/wrong.hyp large_or_small --seed 3"
has "$out" "in 2 files: 1 refuted, 5 supported"
alone=$(printf '%s\n' "$out" | sed -n 's/^ *alone: hyp //p' | head -1)
# shellcheck disable=SC2086
run 1 "$hyp" $alone
has "$out" "expect obeyed >= 99%"

# The filter: a part of the name, or a pattern of all of it.
run 0 "$hyp" test claims --filter band.hyp:
has "$out" "3 cases in 1 file: 3 supported"
has "$out" "3 left out by the filter"
run 1 "$hyp" test claims --filter '*: large_or_*'
has "$out" "2 cases in 2 files: 1 refuted, 1 supported"
run 64 "$hyp" test claims --filter ablaton
has "$err" 'no case matches `ablaton`; did you mean `ablation`?'
run 64 "$hyp" test claims --set bord=1
has "$err" 'no file has a constant `bord`'

# --- files that fail, and which exit code outweighs which
printf 'language 1\nregion one = nothing > 1\n' >broken.hyp
sed 's/band\.safetensors/gone.safetensors/' $band >missing.hyp
sed 's/obeyed >= 95%/obeyed >= 96.85%/' $band >unsure.hyp
cp claims/band.safetensors .
run 65 "$hyp" test broken.hyp $band
has "$err" 'unknown name `nothing`'
has "$out" "! error         broken.hyp"
has "$out" "3 cases in 1 file: 3 supported; 1 file with errors"
run 66 "$hyp" test missing.hyp $band
has "$err" "gone.safetensors"
has "$out" "! not run       missing.hyp: rule"
has "$out" "3 supported, 3 not run; 1 file with errors"
run 65 "$hyp" test missing.hyp broken.hyp claims/sub/wrong.hyp
run 66 "$hyp" test claims/sub/wrong.hyp missing.hyp
run 66 "$hyp" test nowhere.hyp $band
has "$err" 'there is no file `nowhere.hyp`'
has "$out" "3 supported"
mkdir none
run 66 "$hyp" test none
has "$err" 'there is no .hyp file in `none`'
run 2 "$hyp" test unsure.hyp
has "$out" "? inconclusive  unsure.hyp: large_or_small ("
run 1 "$hyp" test unsure.hyp claims/sub/wrong.hyp
sed '/^test/,$d' $band >untested.hyp
cat >>untested.hyp <<'END'
region nobody = total > 100
test large_or_small on digits { scrub: expect preserved in nobody >= 90% }
END
run 3 "$hyp" test untested.hyp
run 3 "$hyp" test untested.hyp unsure.hyp
run 1 "$hyp" test untested.hyp claims/sub/wrong.hyp
run 64 "$hyp" test --kind drop $band
has "$err" "add --mutate"

# --- reports
run 66 "$hyp" test claims unsure.hyp untested.hyp missing.hyp --junit suite.xml --json suite.json
field "$(cat suite.json)" '.command, .counts.cases' '"test"
15'
field "$(cat suite.json)" '.counts.refuted, .counts.not_run, .counts.nothing_to_decide' '1
3
1'
field "$(cat suite.json)" '[.files[].cases[] | select(.verdict == "refuted") | .name]' \
  '["claims/sub/wrong.hyp: large_or_small"]'
if command -v xmllint >/dev/null; then
  xmllint --noout suite.xml || fail "suite.xml is not well formed"
fi
xml=$(cat suite.xml)
has "$xml" '<testsuites name="hyp test" tests="15" failures="2" errors="3" skipped="1" time="'
has "$xml" '<testsuite name="claims/sub/wrong.hyp" tests="3" failures="1" errors="0" skipped="0" time="'
has "$xml" '<testcase classname="claims/band.hyp" name="claims/band.hyp: rule" time="'
has "$xml" '<failure type="refuted" message="expect obeyed &gt;= 99%">'
has "$xml" '<failure type="inconclusive" message="expect obeyed &gt;= 96.85%">'
has "$xml" '<skipped message="not tested: expect preserved in nobody &gt;= 90%"/>'
has "$xml" '<error type="missing-input" message="E0801'
run 0 "$hyp" test $band --json -
field "$out" '.counts.supported' 3
run 0 "$hyp" test $band --junit -
has "$out" '<?xml version="1.0" encoding="UTF-8"?>'
run 64 "$hyp" test $band --junit - --json -
run 73 "$hyp" test $band --json no/such/folder.json
# A name that no XML could hold.
odd=$(printf 'odd\033<&\377.hyp')
cp $band "$odd"
run 0 "$hyp" test "$odd" --junit odd.xml
has "$(cat odd.xml)" 'odd\x1b&lt;&amp;'
if command -v xmllint >/dev/null; then
  xmllint --noout odd.xml || fail "odd.xml is not well formed"
fi

# Ctrl-C: what was finished is told. The signal is sent until the trials stop.
sed 's/^test large_or_small on digits {/&\n  trials 100000000/' $band >long.hyp
(
  set +m
  "$hyp" test $band long.hyp >stopped.txt 2>stopped.err &
  pid=$!
  sleep 2
  kill -INT $pid
  wait $pid
  echo $? >stopped.code
)
[ "$(cat stopped.code)" = 130 ] || fail "interrupted: exit code $(cat stopped.code)"
has "$(cat stopped.txt)" "✓ supported     claims/band.hyp: large_or_small ("
has "$(cat stopped.txt)" "✓ supported     long.hyp: rule ("
has "$(cat stopped.txt)" "not run       long.hyp: large_or_small"

# --- mutants
run 0 "$hyp" test --mutate $band --json mutants.json
has "$out" "mutants of large_or_small on digits, 100 trials, seed 0"
has "$out" "killed: "
has "$out" "bound of large shifted: total > 12 becomes total > 12.18"
mutants=$(cat mutants.json)
field "$mutants" '.counts.mutants == (.mutants | length)' true
field "$mutants" '.counts | .killed + .lived + .undecided + .same + .refused == .mutants' true
run 0 "$hyp" test --mutate $band large_or_small --kind swap,negate --min-killed 100%
has "$out" "4 mutants in"
run 0 "$hyp" test --mutate "$source_dir/hypotheses/first.hyp" --kind drop --trials 3 --min-killed 0
run 1 "$hyp" test --mutate "$source_dir/hypotheses/first.hyp" --kind drop --trials 3 --min-killed 99%
has "$err" "fewer than 99 % of the mutants were killed"
has "$out" "not mutated: amount_of_ink, for it is a rival, which ought to be refuted"
run 3 "$hyp" test --mutate "$source_dir/hypotheses/first.hyp" amount_of_ink
has "$err" "has no supported test to mutate"
run 64 "$hyp" test --mutate $band large_or_smal
has "$err" 'did you mean `large_or_small`?'
run 64 "$hyp" test --mutate $band --kind drip
run 64 "$hyp" test --mutate
run 64 "$hyp" test --mutate $band --min-killed most
run 3 "$hyp" test --mutate claims/sub/wrong.hyp
has "$out" "not mutated: large_or_small, for it is refuted as it stands"
run 66 "$hyp" test --mutate missing.hyp
run 65 "$hyp" test --mutate broken.hyp

# The judge: a mutant's figures are those of its text, written by hand. of_text FILE NAME; of_mutant
# JSON CHANGE: each expectation's deciding figure.
of_text() {
  "$hyp" run "$1" "$2" --json - | jq -S \
    '[.experiments[] | select(.hypothesis != null) | .expectations[] | {verdict, mode, f: (.decided_on[0] | {value, low, high, n, trials})}]'
}
of_mutant() {
  printf '%s' "$1" | jq -S --arg change "$2" \
    '[.mutants[] | select(.change == $change) | .expectations[] | {verdict, mode, f: (.decided_on[0] | {value, low, high, n, trials})}]'
}
judge() { # NAME JSON CHANGE FILE
  local wanted seen
  wanted=$(of_text "$4" "$1")
  seen=$(of_mutant "$2" "$3")
  [ "$(printf '%s' "$wanted" | jq length)" -gt 0 ] || fail "no figures of $4"
  [ "$wanted" = "$seen" ] || fail "$3: $seen, but by hand $wanted"
}
# by_hand CHANGE SED...: a file in which the change is made by hand.
by_hand() {
  local change=$1
  shift
  sed "$@" $band >hand.hyp
  cmp -s $band hand.hyp && fail "nothing changed by hand for: $change"
  judge large_or_small "$mutants" "$change" hand.hyp
}
by_hand "sees_large is small, and sees_small is large" \
  -e 's/is large$/is XX/; s/is small$/is large/; s/is XX$/is small/'
by_hand "sees_large is not large" -e 's/is large$/is not large/'
by_hand "answer is not (sees_large or sees_small)" -e 's/is sees_large or sees_small/is not (sees_large or sees_small)/'
by_hand "bound of large shifted: total > 12 becomes total > 11.82" \
  -e 's/is large$/is total > 11.82/'
by_hand "sees_small resampled any in place of same value" -e 's/is small$/is small, resampled any/'
by_hand "answer does not read sees_large, and is sees_small" \
  -e '/^  sees_large/d; s/is sees_large or sees_small/is sees_small/'
# Units, with three neurons for the one node and none left over.
sed 's/net\.neurons\[1\]$/net.neurons[1, 2, 3]/; s/>= 90%/>= 50%/; s/>= 99%$/>= 50%/; s/>= 95%$/>= 50%/' \
  $band >claims/wide.hyp
run 0 "$hyp" test --mutate claims/wide.hyp --kind drop,move --json wide.json
mutants=$(cat wide.json) band=claims/wide.hyp
by_hand "unit 2 dropped from small_detectors" -e 's/neurons\[1, 2, 3\]/neurons[1, 3]/'
by_hand "unit 1 dropped from small_detectors" -e 's/neurons\[1, 2, 3\]/neurons[2, 3]/'
by_hand "unit 1 moved from small_detectors to large_detectors" \
  -e 's/neurons\[1, 2, 3\]/neurons[2, 3]/; s/neurons\[0\]$/neurons[0, 1]/'

# Groups that the data decides, of the first example: 10 trials, answers alone.
cp "$source_dir"/hypotheses/first.* claims/
sed 's/^test .* on unseen {/&\n  trials 10/' claims/first.hyp >claims/few.hyp
band=claims/few.hyp
run 0 "$hyp" test --mutate $band one_or_anti_one --kind drop,move,shift,negate --json few.json
mutants=$(cat few.json)
change=$(jq -r '[.mutants[] | select(.kind == "move" and .fate != "same")][0].change' few.json)
unit=$(printf '%s' "$change" | sed 's/unit \([0-9]*\) .*/\1/')
has "$change" "moved from one_detectors to anti_detectors"
sed -e "s/^group one_detectors .*/&\ngroup fewer = one_detectors except net.neurons[$unit]/" \
  -e "s/^group anti_detectors .*/&\ngroup more = anti_detectors union net.neurons[$unit]/" \
  -e 's/at one_detectors  is one$/at fewer is one/; s/at anti_detectors is anti_one$/at more is anti_one/' \
  $band >claims/hand.hyp
judge one_or_anti_one "$mutants" "$change" claims/hand.hyp
change=$(jq -r '[.mutants[] | select(.kind == "shift")][1].change' few.json)
bound=${change##* becomes }
sed -e "s/is one\$/is $bound/" $band >claims/hand.hyp
judge one_or_anti_one "$mutants" "$change" claims/hand.hyp

finish
