#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# hyp why, diff and watch as a user runs them. Usage: asking_test.sh HYP SOURCE_DIR
set -u
hyp=$1
source_dir=$2
. "$source_dir/tests/e2e/support.sh"
trap 'rm -rf "$box"' EXIT
cp "$source_dir"/hypotheses/band.* .

# --- why
run 0 "$hyp" why band.hyp --example 17
has "$out" 'large_or_small on digits, example 17'
has "$out" 'total = 8, below 12 by 4'
has "$out" 'to be yes, total would have to rise by more than 4, above 12'
has "$out" 'what would change the answer'
empty "$err"
run 0 "$hyp" why band.hyp --example 17 --json -
field "$out" '[.command, .example.row, .hypothesis]' '["why",17,"large_or_small"]'
field "$out" '.nodes[1].changes[0] | [.to, .beyond, .becomes]' '[12,true,true]'
field "$out" '.preserved | [.exact, .in_run.trials]' '[true,100]'
# A run's figure for one example is what why says of its trials.
kept=$(printf '%s' "$out" | jq .preserved.in_run.hits)
run 0 "$hyp" why band.hyp --worst 100 --json -
field "$out" ".worst[] | select(.row == 17) | .kept" "$kept"
field "$out" '[.trials, (.worst | length)]' '[100,100]'
run 0 "$hyp" why band.hyp --worst 3
has "$out" 'look at one: hyp why band.hyp large_or_small --example '
run 0 "$hyp" why band.hyp large_or_small --on digits --example 0 --seed 3 --trials 7 --json why.json
field "$(cat why.json)" '[.preserved.in_run.trials, .provenance.seed]' '[7,3]'

run 64 "$hyp" why band.hyp
has "$err" '--example'
run 64 "$hyp" why band.hyp --example 1 --worst 2
run 64 "$hyp" why band.hyp --example 100
has "$err" 'error[E0914]: there is no example 100: `digits` has 100 rows, and they count from 0'
has "$err" 'the last one is `--example 99`'
run 64 "$hyp" why band.hyp --example -1
has "$err" 'there is no example -1'
run 64 "$hyp" why band.hyp larg_or_small --example 1
has "$err" 'did you mean `large_or_small`?'
run 66 "$hyp" why none.hyp --example 1
has "$err" 'there is no file `none.hyp`'
echo nonsense >wrong.hyp
run 65 "$hyp" why wrong.hyp --example 1
sed '/^test /,$d' band.hyp >untested.hyp
run 64 "$hyp" why untested.hyp --example 1
has "$err" 'error[E0910]: `untested.hyp` has no test to ask about'
has "$err" 'put `large_or_small` to one: `test large_or_small on DATA`'
run 64 "$hyp" why untested.hyp large_or_small --example 1
has "$err" 'error[E0912]: `large_or_small` has no test'
printf 'data more = grid(x: 0..3, y: 0..3)\ntest large_or_small on more { }\n' | cat band.hyp - >two.hyp
run 64 "$hyp" why two.hyp --example 1
has "$err" 'error[E0913]: `large_or_small` is tested on several data sets'
has "$err" 'say on which: `--on digits` or `--on more`'
run 64 "$hyp" why two.hyp --on mor --example 1
has "$err" 'did you mean `more`?'

# --- diff
cat band.hyp - >pair.hyp <<'HYP'
hypothesis exactly about net {
  sees_large at large_detectors is total, resampled within 1 of total
  sees_small at small_detectors is small
  answer     at net.label       reads sees_large, sees_small
  all else   is any
}
test exactly on digits { }
HYP
run 0 "$hyp" diff pair.hyp large_or_small exactly
has "$out" 'large_or_small and exactly on digits'
has "$out" 'neither says more'
empty "$err"
run 0 "$hyp" diff band.hyp pair.hyp:exactly --json -
field "$out" '[.command, .says_more, .first.file, .second.hypothesis]' '["diff","incomparable","band.hyp","exactly"]'
run 0 "$hyp" diff band.hyp pair.hyp:large_or_small
has "$out" 'they say the same'
# A constant of one file alone is set there.
sed 's/total > 12/total > limit/; s/^region large/let limit = 12\n&/' band.hyp >limit.hyp
run 0 "$hyp" diff band.hyp limit.hyp --json -
field "$out" '.says_more' '"equal"'
run 0 "$hyp" diff band.hyp limit.hyp --set limit=11 --json -
field "$out" '.says_more' '"incomparable"'
run 64 "$hyp" diff band.hyp limit.hyp --set limits=11
has "$err" 'the file has no constant `limits`'
run 64 "$hyp" diff band.hyp pair.hyp
has "$err" 'error[E0911]: `pair.hyp` has tests of 2 hypotheses, and none of them is named'
has "$err" 'name one: `pair.hyp:large_or_small` or `pair.hyp:exactly`'
run 64 "$hyp" diff band.hyp pair.hyp:exact
has "$err" 'did you mean `exactly`?'
run 64 "$hyp" diff band.hyp
run 66 "$hyp" diff band.hyp none.hyp
sed 's/0\.\.9/0..8/g' band.hyp >smaller.hyp
run 64 "$hyp" diff band.hyp smaller.hyp
has "$err" 'error[E0916]: `large_or_small` and `large_or_small` are tested on different data'
has "$err" '`digits` has 100 rows, `digits` 81'
sed 's/relu(hidden)/relu(-hidden)/' band.hyp >other.hyp
run 64 "$hyp" diff band.hyp other.hyp
has "$err" 'error[E0915]'
has "$err" 'their equations differ'

# --- watch
run 66 "$hyp" watch none.hyp
has "$err" 'there is no file `none.hyp`'
run 64 "$hyp" watch -
run 0 "$hyp" watch band.hyp --once
has "$out" 'verdict: supported'
case $out in *$'\033'*) fail 'escape codes in what is no terminal' ;; esac
run 65 "$hyp" watch wrong.hyp --once

# Waits for a line in watch.txt below the line after which it was last found.
below=0
wait_for() {
  local i found
  for ((i = 0; i < 300; i++)); do
    found=$(awk -v at="$below" -v wanted="$1" 'NR > at && index($0, wanted) { print NR; exit }' watch.txt)
    [ -n "$found" ] && { below=$found; return; }
    sleep 0.1
  done
  fail "watch never printed '$1': $(tail -5 watch.txt)"
}
printf 'language 1\nlet limit = 12\n' >limits.hyp
sed 's/^language 1$/language 1\nimport "limits"/; s/total > 12/total > limits.limit/' band.hyp >watched.hyp
"$hyp" watch watched.hyp --trials 30 >watch.txt 2>&1 &
watching=$!
wait_for 'at first, with 5 trials'
wait_for 'verdict: supported'
printf 'language 1\nlet limit = 11\n' >limits.hyp # what it imports
wait_for 'changed since the last run'
wait_for ' -> '
mv watched.hyp away.hyp
wait_for '`watched.hyp` is gone; waiting for it'
mv away.hyp watched.hyp
wait_for 'no figure changed since the last run'
echo 'nonsense' >>watched.hyp
wait_for 'error['
sed -i '$d' watched.hyp # replaces the file
wait_for 'no figure changed since the last run'
kill -INT $watching
wait $watching
code=$?
[ $code -eq 130 ] || fail "Ctrl-C ended watch with $code"

finish
