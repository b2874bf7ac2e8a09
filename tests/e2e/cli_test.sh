#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The real program: arguments, streams, exit codes. Usage: cli_test.sh HYP SOURCE_DIR
set -u
hyp=$1
source_dir=$2
band=$source_dir/hypotheses/band.hyp
source "$source_dir"/tests/e2e/support.sh
trap 'rm -rf "$box"' EXIT

# --- help, version, usage
run 0 "$hyp" --version; has "$out" "hyp "
run 0 "$hyp" --help; has "$out" "check"; has "$out" "Exit codes"; empty "$err"
run 64 "$hyp"; empty "$out"
run 64 "$hyp" runn "$band"; empty "$out"
run 64 "$hyp" run "$band" --threads many; has "$err" "--threads"
run 64 "$hyp" run "$band" --set nonsense; has "$err" "nonsense"
run 64 "$hyp" run "$band" rul; has "$err" 'did you mean `rule`'

# --- check
run 0 "$hyp" check "$band"; has "$out" "1 hypothesis, 1 test, 2 experiments"; empty "$err"
run 66 "$hyp" check nowhere.hyp; has "$err" 'no file `nowhere.hyp`'; empty "$out"
run 66 "$hyp" check .; has "$err" "directory"
sed 's/region large = total/region large = totla/' "$band" > typo.hyp
run 65 "$hyp" check typo.hyp
has "$err" "typo.hyp:18:16"; has "$err" 'did you mean `total`'; empty "$out"
out=$("$hyp" check - < "$band" 2>&1) || fail "check from standard input"
has "$out" "<stdin>: 1 hypothesis"
run 65 "$hyp" check typo.hyp --json -
field "$out" '.diagnostics[0].code' '"E0201"'
field "$out" '[.command, .file, .verdict]' '["check","typo.hyp",null]'
run 0 "$hyp" check "$band" "$band"; has "$out" "experiments"

# --- run
run 0 "$hyp" run "$band"; has "$out" "96.00 %"; has "$out" "verdict: supported"; empty "$err"
run 0 "$hyp" run "$band" rule; has "$out" "rule on"
case $out in *ablation*) fail "only one experiment was asked for" ;; esac
run 0 "$hyp" run "$band" --json -; empty "$err"
field "$out" '.format_version' '1'
field "$out" '[.experiments[].name]' '["rule","ablation","large_or_small"]'
field "$out" '.verdict' '"supported"'
field "$out" '.experiments[0].results[] | select(.metric == "agreement(large or small, net.label)") | .value' '0.96'
field "$out" '.experiments[1].results | map(select(.metric == "preserved" and .region == "upper" and .intervention == "min large_detectors")) | .[0] | [.n, .low, .high, .n_not_tested]' '[45,null,null,0]'
field "$out" '.experiments[0].results[0] | keys_unsorted' '["sweep","intervention","metric","region","value","low","high","n","n_not_tested"]'
field "$out" '.provenance | has("files") and has("seed") and has("threads") and has("repeat")' 'true'
field "$out" '.provenance.repeat | startswith("hyp run ")' 'true'
run 0 "$hyp" run "$band" --json result.json; has "$out" "verdict: supported"
field "$(cat result.json)" '.verdict' '"supported"'

# --- arrays that PyTorch wrote give the figures that the network gives
arrays=$source_dir/tests/arrays/band.hyp
figures() {
  jq -S 'del(.provenance, .file) | del(.. | objects | .file?, .line?, .column?, .end_line?, .end_column?)'
}
"$hyp" run "$band" --trials 20 --json - | figures > network.json
"$hyp" run "$arrays" --trials 20 --json - | figures > arrays.json
[ -s network.json ] && cmp network.json arrays.json || fail "figures from arrays are not those from the network"
run 0 "$hyp" run "$arrays" --json -; empty "$err"
field "$out" '[.provenance.files[].path | endswith("band.npz")] | (length > 0 and all)' 'true'
field "$out" '[.provenance.files[].sha256 | length] | unique' '[64]'
run 0 "$hyp" plan "$arrays"
run 0 "$hyp" graph "$arrays"; has "$out" "neurons"
lines() { sed -n '/^import numpy, torch/,/numpy.savez/p' "$1"; }
[ -n "$(lines "$source_dir/docs/arrays.md")" ] || fail "docs/arrays.md shows no lines"
[ "$(lines "$source_dir/docs/arrays.md")" = "$(lines "$source_dir/tests/numeric/make_arrays.py")" ] ||
  fail "docs/arrays.md and tests/numeric/make_arrays.py differ"

# --- model
run 0 "$hyp" model "$source_dir/tests/arrays/band.npz"; has "$out" "npz, 7 tensors, 422 parameters"
has "$out" "sha256 $(sha256sum < "$source_dir/tests/arrays/band.npz" | cut -d' ' -f1)"
has "$out" "[100, 4]"; empty "$err"
run 0 "$hyp" model "$source_dir/hypotheses/band.safetensors" --json -
field "$out" '[.format, .parameters, (.tensors | length)]' '["safetensors",22,4]'
field "$out" '.tensors[] | select(.name == "hidden.weight") | [.type, .shape, .elements, .not_finite]' '["float32",[4,2],8,0]'
run 0 "$hyp" model "$arrays"; has "$out" 'given "band.npz" array "neurons"'; has "$out" "linear of neurons"; has "$out" "logits.weight [2, 4]: there"
run 0 "$hyp" model "$arrays" --json -
field "$out" '.models[0].sites[0] | [.name, .operation, .shape]' '["neurons","given",[4]]'
cp "$source_dir/tests/arrays/band.npz" .
cat > asks.hyp <<'END'
language 1
model net(weights: "band.npz") {
  neurons = given "band.npz" [4]
  logits  = linear(neurons, out: 3)
  more    = linear(logits, out: 2)
}
END
run 0 "$hyp" model asks.hyp; has "$out" "logits.weight [3, 4]: [2, 4] in the file"
has "$out" "more.bias [2]: missing"
run 66 "$hyp" model nothing.pt; has "$err" "cannot find \`nothing.pt\`"; empty "$out"
run 65 "$hyp" model "$source_dir/README.md"; has "$err" "E0811"

# --- one and two threads give the same bytes but for the count of threads
"$hyp" run "$band" --threads 1 --json - | jq 'del(.provenance)' > one.json
"$hyp" run "$band" --threads 2 --json - | jq 'del(.provenance)' > two.json
cmp -s one.json two.json || fail "figures differ between one and two threads"

# --- verdicts
mkdir -p claims && cp "$source_dir/hypotheses/band.safetensors" claims/
sed 's/>= 95%/>= 97%/' "$band" > claims/refuted.hyp
run 1 "$hyp" run claims/refuted.hyp; has "$out" "refuted"
sed 's/preserved in lower >= 99%/preserved in nobody >= 99%/; s/^partition half.*/&\nregion nobody = total > 99/' \
  "$band" > claims/untested.hyp
run 3 "$hyp" run claims/untested.hyp; has "$out" "not tested"

# --- a rival, which ought to fail
sed '/^test large_or_small/,$d' "$band" > rival.hyp
cp "${band%.hyp}.safetensors" .
cat >> rival.hyp <<'END'
hypothesis exchanged about net {
  sees_large at small_detectors is large
  sees_small at large_detectors is small
  answer     at net.label       is sees_large or sees_small
}
test exchanged on digits { expect refuted; expect preserved >= 90% }
END
run 0 "$hyp" run rival.hyp exchanged
has "$out" "refuted, as this rival was expected to be"; has "$out" "supported (1 supported)"
run 0 "$hyp" run rival.hyp exchanged --json -
field "$out" '[.verdict, .experiments[0].verdict, .experiments[0].rival]' '["supported","refuted",true]'
sed 's/expect preserved >= 90%/expect preserved >= 10%/' rival.hyp > beaten.hyp
run 1 "$hyp" run beaten.hyp exchanged
has "$out" "supported, but expected to be refuted"; has "$out" "verdict: refuted (1 refuted)"
rm band.safetensors

# --- constants set from outside
sed 's/total > 12/total > border/; s/^region small/let border = 12\n&/' "$band" > claims/set.hyp
run 0 "$hyp" run claims/set.hyp rule; has "$out" "96.00 %"
run 1 "$hyp" run claims/set.hyp rule --set border=20; has "$out" "0.00 %"
run 64 "$hyp" run claims/set.hyp --set bordr=3; has "$err" 'did you mean `border`'
run 64 "$hyp" run claims/set.hyp --set border=3%; has "$err" "a number"

# --- tests of hypotheses
run 0 "$hyp" run "$band" large_or_small
has "$out" "test large_or_small on digits: scrub, 100 examples, 100 trials"; has "$out" "swap,"
has "$out" "who stands in"; has "$out" "verdict: supported (3 supported)"; empty "$err"
case $out in *ablation*) fail "only the test was asked for" ;; esac
run 2 "$hyp" run "$band" large_or_small --trials 7; has "$out" "7 trials"; has "$out" "trials would settle it"
run 64 "$hyp" run "$band" --trials 0; has "$err" "--trials"
run 0 "$hyp" run "$band" large_or_small --json -; empty "$err"
field "$out" '.experiments[0] | [.name, .hypothesis, .engine, .trials, .seed, .verdict]' \
  '["large_or_small","large_or_small","affine",100,0,"supported"]'
field "$out" '[.experiments[0].donors[] | select(.mode == "scrub") | [.stream, .rule, .smallest, .median, .largest, .effect]]' \
  '[["answer/sees_large","same value",21,79,79,true],["answer/sees_small","same value",21,79,79,true],["answer/others","any",100,100,100,false]]'
field "$out" '.experiments[0].results | map(select(.metric == "preserved" and .region == null and .mode == "scrub")) | .[0] | [.n, .trials, (.low < .value), (.value < .high), (.beside.stake.value > 0.4)]' \
  '[100,100,true,true,true]'
one=$("$hyp" run "$band" large_or_small --threads 1 --json - | jq 'del(.provenance.threads, .provenance.repeat)')
two=$("$hyp" run "$band" large_or_small --threads 2 --json - | jq 'del(.provenance.threads, .provenance.repeat)')
[ -n "$one" ] && [ "$one" = "$two" ] || fail "a test differs between one and two threads"
other=$("$hyp" run "$band" large_or_small --seed 1 --json - | jq -c '.experiments[0].results[0].value')
field "$one" ".experiments[0].results[0].value == $other" 'false'

# verdict LINES EXIT_CODE WORDS: what a test of the example's claim with these lines comes to.
verdict() {
  sed '/^test /,$d' "$band" > claims/verdict.hyp
  printf 'test large_or_small on digits { %s }\n' "$1" >> claims/verdict.hyp
  run "$2" "$hyp" run claims/verdict.hyp large_or_small --trials 50
  has "$out" "$3"
}
verdict 'expect preserved >= 90%' 0 'verdict: supported'
verdict 'expect preserved >= 99%' 1 'verdict: refuted'
verdict 'expect preserved >= 93.4%' 2 'trials would settle it'
verdict 'swap: expect obeyed >= 99%' 1 'verdict: refuted'
sed '/^test /,$d; s/^group large_detectors .*/group large_detectors = net.neurons[2]/; s/^group small_detectors .*/group small_detectors = net.neurons[3]/; s/all else   is any/all else   is itself/' \
  "$band" > claims/dead.hyp
echo 'test large_or_small on digits { expect preserved >= 90% }' >> claims/dead.hyp
run 3 "$hyp" run claims/dead.hyp large_or_small; has "$out" "not tested"; has "$err" "W0730"

# A parameter of the hypothesis, a sweep, and several tests of one claim.
sed '/^test /,$d; s/large_or_small about/large_or_small(width = 1) about/; s/is large$/is large, resampled within width of total/' \
  "$band" > claims/sweep.hyp
cat >> claims/sweep.hyp <<'EOF'
test large_or_small on digits { for width in [0, 2]; measure preserved; expect preserved >= 90% for width < 1 }
test large_or_small on digits { trials 3 }
EOF
run 0 "$hyp" run claims/sweep.hyp large_or_small --json -
field "$out" '[.experiments[] | .trials]' '[100,3]'
field "$out" '[.experiments[0].results[] | select(.mode == "scrub") | .sweep.width]' '[0,2]'
field "$out" '[.experiments[].donors[] | select(.stream == "answer/sees_large" and .mode == "scrub") | .largest]' '[10,44,28]'
run 0 "$hyp" run claims/sweep.hyp large_or_small --set large_or_small.width=0 --json -
field "$out" '[.experiments[].donors[] | select(.stream == "answer/sees_large" and .mode == "scrub") | .largest]' '[10,10]'
run 64 "$hyp" run claims/sweep.hyp --set large_or_small.widht=0; has "$err" 'large_or_small.width'

# --- Ctrl-C in the middle of a long test: what was finished before it stays
"$hyp" run "$band" --trials 900000000 > stopped.txt 2> err.txt &
pid=$!
(sleep 120; kill -KILL $pid) > /dev/null 2>&1 &  # so that nothing waits for all of them
watchdog=$!
sleep 3
kill -INT $pid
wait $pid
code=$?
kill $watchdog
[ $code -eq 130 ] || fail "exit code $code after an interrupt, wanted 130"
has "$(cat stopped.txt)" "ablation on digits"; has "$(cat err.txt)" "900000000 trials"
case $(cat stopped.txt) in *"verdict: supported ("*) fail "a verdict on what was not finished" ;; esac

# --- the shipped weights say how they were made
first=$source_dir/hypotheses/first
run 0 "$hyp" model "$first.safetensors" --json -
field "$out" '.metadata | [.command, .data, .label, .epochs, .seed]' \
  '["hyp train hypotheses/first.hyp","images = strokes(10000, seed: 1)","one or anti_one","10","1"]'
for line in 'data  images = strokes(10000, seed: 1)' '  label is one or anti_one' '  epochs 10' '  seed 1'; do
  grep -q "^$line" "$first.hyp" || fail "first.hyp does not say '$line'"
done

# --- train
cat > train.hyp <<'H'
language 1
data  digits = grid(x: 0..9, y: 0..9)
let   border = 9
model net(weights: "trained.safetensors") {
  input [2]
  neurons = relu(linear(input, out: 16, weights: "hidden"))
  logits  = linear(neurons, out: 2)
  label   = argmax(logits)
}
region large = digits.x + digits.y > border
train net on digits { label is large; epochs 30; seed 1; batch 10; rate 0.01 }
experiment seen on digits { measure agreement(large, net.label); expect agreement(large, net.label) >= 95% }
H
run 0 "$hyp" check train.hyp; has "$out" "1 experiment, 1 training"
run 66 "$hyp" run train.hyp; has "$err" "E0801"; has "$err" 'type `hyp train train.hyp`'
run 0 "$hyp" train train.hyp --threads 1; empty "$err"
has "$out" "net on digits"; has "$out" "accuracy"; has "$out" "      30 "; has "$out" "  result "
has "$out" "wrote trained.safetensors"; has "$out" "repeat: hyp train train.hyp --threads 1"
has "$out" "sha256 $(sha256sum < trained.safetensors | cut -d' ' -f1)"
head -c 2000 trained.safetensors | grep -qa '"command":"hyp train train.hyp --threads 1"' || fail "no command in the weights"
head -c 2000 trained.safetensors | grep -qa '"data":"digits = grid(x: 0..9, y: 0..9)"' || fail "no data in the weights"
run 0 "$hyp" run train.hyp; has "$out" "verdict: supported"
run 73 "$hyp" train train.hyp; has "$err" '`trained.safetensors` exists already'; has "$err" "--force"; empty "$out"
cp trained.safetensors first.safetensors
run 0 "$hyp" train train.hyp --threads 1 --force; has "$out" "wrote trained.safetensors"
run 0 "$hyp" train train.hyp --threads 1 --force --json - --out again.safetensors
cmp -s first.safetensors again.safetensors || fail "where weights are written changed them"
field "$out" '.provenance.repeat' '"hyp train train.hyp --threads 1 --force --json - --out again.safetensors"'
run 0 "$hyp" train train.hyp --threads 1 --force
cmp -s first.safetensors trained.safetensors || fail "one seed and one thread gave other bytes"
mkdir -p elsewhere
run 0 "$hyp" train train.hyp net --out elsewhere/new.safetensors --json -; empty "$err"
field "$out" '[.command, .trainings[0].model, .trainings[0].rows, (.trainings[0].epochs | length), .trainings[0].path]' '["train","net",100,30,"elsewhere/new.safetensors"]'
field "$out" '.trainings[0].result.accuracy > 0.9' 'true'
mv trained.safetensors elsewhere/
run 73 "$hyp" train train.hyp --data elsewhere; has "$err" '`elsewhere/trained.safetensors` exists already'
run 64 "$hyp" train train.hyp nat; has "$err" 'did you mean `net`'
run 65 "$hyp" train "$band"; has "$err" "E0870"; has "$err" 'write `train NETWORK on DATA`'; empty "$out"
for name in - net.pt .; do
  run 64 "$hyp" train train.hyp --out "$name"; has "$err" 'name a file `FILE.safetensors`'; empty "$out"
done
mkdir folder.safetensors
run 73 "$hyp" train train.hyp --out folder.safetensors --force; has "$err" 'Is a directory'; empty "$out"
run 73 "$hyp" train train.hyp --out nowhere/net.safetensors; has "$err" 'cannot write `nowhere/net.safetensors`'; empty "$out"
run 0 "$hyp" train train.hyp --set border=4
sed 's/is large;/is digits.x;/' train.hyp > classes.hyp
run 65 "$hyp" train classes.hyp --force; has "$err" 'the label of row 20 of `digits` is 2, but `net` has the classes 0 to 1'
sed 's/is large;/is digits.x \/ 2;/' train.hyp > halves.hyp
run 65 "$hyp" train halves.hyp --force; has "$err" 'the label of row 10 of `digits` is 0.5, which is no whole number'
sed 's/rate 0.01/rate 1e30/' train.hyp > wild.hyp
cp trained.safetensors first.safetensors
run 65 "$hyp" train wild.hyp --force; has "$err" "E0871"; has "$err" '`rate 1e+29`'
cmp -s first.safetensors trained.safetensors || fail "a failed training touched the weights"
zeros=$(printf '0%.0s' {1..64})
sed "s/trained.safetensors\"/pinned.safetensors\" sha256 \"$zeros\"/" train.hyp > pinned.hyp
run 0 "$hyp" train pinned.hyp; has "$err" "W0876"; has "$err" 'pin this one: `sha256 "'
{ cat train.hyp; echo 'model other(weights: "other.safetensors") { input [2]; logits = linear(input, out: 2) }'
  echo 'train other on digits { label is large; epochs 1; seed 1 }'; } > two.hyp
run 64 "$hyp" train two.hyp --out both.safetensors; has "$err" '`both.safetensors` cannot hold the weights of 2 networks'
run 0 "$hyp" train two.hyp --force; has "$out" "wrote other.safetensors"; has "$out" "wrote trained.safetensors"
sed 's/epochs 30/epochs 1000000/' train.hyp > long.hyp
rm -f trained.safetensors
"$hyp" train long.hyp > long.txt 2> err.txt & pid=$!
for _ in $(seq 100); do grep -q '      2 ' long.txt && break; sleep 0.1; done
kill -INT $pid; wait $pid; [ $? -eq 130 ] || fail "Ctrl-C while training"
has "$(cat err.txt)" "E0865"
[ -e trained.safetensors ] && fail "an interrupted training left weights"

# --- what is missing or wrong
cp "$band" lonely.hyp
run 66 "$hyp" run lonely.hyp
has "$err" "band.safetensors"; has "$err" "HYP_DATA"; has "$err" "lonely.hyp:8:20"; empty "$out"
run 66 "$hyp" run lonely.hyp --json -; field "$out" '.diagnostics[0].severity' '"error"'
run 0 "$hyp" run lonely.hyp --data claims; has "$out" "verdict: supported"
HYP_DATA=$box/claims run 0 "$hyp" run lonely.hyp
mkdir -p "$box/.local/share/hyp" && cp claims/band.safetensors "$box/.local/share/hyp/"
run 0 "$hyp" run lonely.hyp
rm -r "$box/.local"
sed 's/"band.safetensors"/"band.safetensors" sha256 "'"$(printf '0%.0s' {1..64})"'"/' "$band" > claims/pinned.hyp
run 66 "$hyp" run claims/pinned.hyp; has "$err" "sha256"
head -c 100 claims/band.safetensors > claims/short.safetensors
sed 's/band.safetensors/short.safetensors/' "$band" > claims/short.hyp
run 65 "$hyp" run claims/short.hyp; has "$err" "short.safetensors"
printf '\200\002cposix\nsystem\nq\000X\014\000\000\000touch ownedq\001\205q\002Rq\003.' > claims/owned.pt
sed 's/band.safetensors/owned.pt/' "$band" > claims/owned.hyp
run 65 "$hyp" run claims/owned.hyp; [ ! -e owned ] || fail "a pickle ran a command"

# --- output that cannot be written
if [ -w /dev/full ]; then
  "$hyp" run "$band" > /dev/full 2>err.txt; [ $? -eq 73 ] || fail "a full disk must give 73"
  has "$(cat err.txt)" "cannot write"
fi
run 73 "$hyp" run "$band" --json no/such/folder/result.json
has "$err" "no/such/folder/result.json"; has "$out" "verdict: supported"
"$hyp" run "$band" 2>err.txt | head -c 10 > /dev/null
has "$(cat err.txt)x" "x"

# --- fmt
mkdir -p layout && printf 'language 1\nlet  a=1;let bc = 2 // two' > layout/a.hyp
printf 'language 1\nlet a  = 1\nlet bc = 2  // two\n' > layout/wanted
cp layout/a.hyp layout/before
run 1 "$hyp" fmt --check layout/a.hyp "$band"; [ "$out" = layout/a.hyp ] || fail "fmt --check named: $out"
run 0 "$hyp" fmt --diff layout/a.hyp "$band"; has "$out" '-let  a=1;let bc = 2 // two'; has "$out" '+let bc = 2  // two'
printf '%s\n' "$out" | head -3 | tail -1 | grep -qx '@@ -1,2 +1,3 @@' || fail "the hunk of fmt --diff: $out"
run 1 "$hyp" fmt --check --diff layout/a.hyp; has "$out" '+let a  = 1'
cmp -s layout/a.hyp layout/before || fail "fmt --check or --diff wrote"
"$hyp" fmt - < layout/a.hyp | cmp -s - layout/wanted || fail "fmt from standard input"
"$hyp" fmt --check - < layout/a.hyp > out.txt; [ $? -eq 1 ] && [ "$(cat out.txt)" = "<stdin>" ] || fail "fmt --check -"
mkdir layout/a.hyp.part  # nothing can be written beside it
run 73 "$hyp" fmt layout/a.hyp; has "$err" 'cannot write `layout/a.hyp`'; empty "$out"
cmp -s layout/a.hyp layout/before || fail "a failed fmt touched the file"
rmdir layout/a.hyp.part
chmod 640 layout/a.hyp && ln -s a.hyp layout/link.hyp
run 0 "$hyp" fmt layout/link.hyp "$band"; [ "$out" = layout/link.hyp ] || fail "fmt named: $out"; empty "$err"
cmp -s layout/a.hyp layout/wanted || fail "fmt wrote something else"
[ -L layout/link.hyp ] && [ "$(stat -c %a layout/a.hyp)" = 640 ] || fail "fmt did not keep the link or its permissions"
run 0 "$hyp" fmt layout/a.hyp; empty "$out"
printf 'language 1\nlet  = 2\n' > layout/broken.hyp
run 65 "$hyp" fmt layout/broken.hyp layout/a.hyp; has "$err" "layout/broken.hyp:2:6"; empty "$out"
grep -qx 'let  = 2' layout/broken.hyp || fail "fmt touched a file with errors"
run 66 "$hyp" fmt nowhere.hyp; has "$err" 'no file `nowhere.hyp`'
run 64 "$hyp" fmt
find "$source_dir"/{hypotheses,stdlib,tests/arrays} -name '*.hyp' -exec "$hyp" fmt --check {} + > out.txt ||
  fail "not laid out: $(cat out.txt)"

# --- graph and dump
run 0 "$hyp" graph "$band"; has "$out" "digraph"; has "$out" "sees_large"
run 0 "$hyp" graph "$band" large_or_small; has "$out" "digraph"
run 64 "$hyp" graph "$band" large; has "$err" "large_or_small"
run 0 "$hyp" dump syntax "$band"; has "$out" "hypothesis"
run 0 "$hyp" dump program "$band"; has "$out" "group large_detectors"
run 0 "$hyp" dump graph "$band"; has "$out" "answer"

# --- the machine
run 0 "$hyp" doctor --threads 1 --data nowhere
has "$out" "LibTorch"; has "$out" "GFLOP/s on one thread"; has "$out" "hyp can run networks"
has "$out" "to have it: \`hyp data fetch mnist\`"
has "$out" "nowhere (\`--data\` or \$HYP_DATA; not there)"; empty "$err"
run 0 "$hyp" doctor --json -; field "$out" '[.format_version, .works]' '[1,true]'
cp "$hyp" lonely && chmod +x lonely
run 70 ./lonely doctor
has "$out" "cannot find \`libhyp_torch.so\`"; has "$out" "hyp cannot run networks"
rm lonely

# --- check, graph and dump never load LibTorch
if command -v ldd >/dev/null; then
  case $(ldd "$hyp") in *torch*) fail "the program itself links LibTorch" ;; esac
fi

finish
