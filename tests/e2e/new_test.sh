#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `hyp new`: from an empty folder to a supported claim, with what hyp itself says to type; and what it
# says of files that it cannot use. Usage: new_test.sh HYP SOURCE_DIR
set -u
hyp=$1
source "$2"/tests/e2e/support.sh
trap 'rm -rf "$box"' EXIT

# Types what the `next:` and `then:` lines of a text say. follow EXIT_CODE TEXT
follow() {
  local wanted=$1 line
  while IFS= read -r line; do
    case $line in
      'next: hyp '* | 'then: hyp '*)
        run "$wanted" "$hyp" ${line#*: hyp }
        ;;
    esac
  done <<<"$2"
}
# What a file must be as soon as it is written.
whole() {
  run 0 "$hyp" check "$1"; empty "$err"
  run 0 "$hyp" fmt --check "$1"
}

# --- nothing at hand
run 0 "$hyp" new claim.hyp; empty "$out"; has "$err" "wrote claim.hyp"; has "$err" "next: hyp train"
said=$err
whole claim.hyp
follow 0 "$said"
has "$out" "✓ supported     expect preserved >= 90%"; has "$out" "verdict: supported (2 supported)"
"$hyp" new 2>/dev/null | "$hyp" check - >/dev/null || fail "a file on standard output checks"
"$hyp" new - 2>/dev/null | diff - <(sed 's/claim.safetensors/new.safetensors/' claim.hyp) ||
  fail "standard output has another file"

# --- a network and data at hand
# safetensors FILE HEADER BYTES: zeros under these names.
safetensors() {
  local n=${#2}
  printf "\\x$(printf %02x $((n & 255)))\\x$(printf %02x $((n >> 8)))\0\0\0\0\0\0%s" "$2" >"$1"
  head -c "$3" /dev/zero >>"$1"
}
# tensor NAME SHAPE FROM TO: of a header.
tensor() { printf '"%s":{"dtype":"F32","shape":[%s],"data_offsets":[%s,%s]}' "$@"; }
{
  printf '\0\0\x08\x02\0\0\0\x64\0\0\0\x02'
  for a in {0..9}; do for b in {0..9}; do printf "\\x0$a\\x0$b"; done; done
} >pairs
{
  printf '\0\0\x08\x01\0\0\0\x64'
  for a in {0..9}; do for b in {0..9}; do printf "\\x0$(((a > 4) + (b > 6)))"; done; done
} >labels
cat >train.hyp <<'EOF'
language 1
data pairs = idx("pairs", label: "labels")
model net(weights: "three.safetensors") {
  input [2]
  fc1    = linear(input, out: 24)
  fc2    = linear(relu(fc1), out: 24)
  logits = linear(relu(fc2), out: 3, weights: "fc3")
}
train net on pairs { label is pairs.label; epochs 25; seed 1; batch 10; rate 0.02 }
EOF
run 0 "$hyp" train train.hyp --threads 1
run 0 "$hyp" new three.hyp --weights three.safetensors --on pairs --labels labels
has "$err" "inferred: fc1, fc2, logits, label"; has "$err" "guess: relu"; has "$err" "\`looking\` runs"
whole three.hyp
has "$(cat three.hyp)" "said     at busy      is label"
run 0 "$hyp" run three.hyp looking; has "$out" "accuracy"
"$hyp" run three.hyp >run.txt 2>/dev/null
[ $? -le 3 ] || fail "the file that was written does not run"
has "$(cat run.txt)" "verdict:"

# --- beside the data, and elsewhere
mkdir claims
run 0 "$hyp" new claims/c.hyp --weights three.safetensors --on pairs
has "$(cat claims/c.hyp)" 'weights: "../three.safetensors"'
run 0 "$hyp" check claims/c.hyp
(cd / && "$hyp" run "$box/claims/c.hyp" looking >/dev/null) || fail "paths are those of the file"

# --- what a network cannot be told, or cannot do
safetensors zero.safetensors "{$(tensor a.weight 3,2 0 24),$(tensor b.weight 2,3 24 48)}" 48
run 0 "$hyp" new zero.hyp --weights zero.safetensors --on pairs
has "$(cat zero.hyp)" "group busy = net.neurons"$'\n'
run 3 "$hyp" run zero.hyp; has "$out" "not tested"
safetensors one.safetensors "{$(tensor a.weight 3,2 0 24),$(tensor b.weight 1,3 24 36)}" 36
run 0 "$hyp" new one.hyp --weights one.safetensors --on pairs; whole one.hyp
run 0 "$hyp" run one.hyp; has "$out" "mean(sum(net."
safetensors hostile.safetensors "{$(tensor 'in.weight' 3,2 0 24),$(tensor 'a\"\n}.weight' 2,3 24 48)}" 48
run 0 "$hyp" new hostile.hyp --weights hostile.safetensors --on pairs; whole hostile.hyp
has "$(cat hostile.hyp)" 'in_     = linear(input, out: 3, bias: no, weights: "in")'
has "$(cat hostile.hyp)" 'weights: "a\"\n}")'
run 3 "$hyp" run hostile.hyp
safetensors gpt.safetensors "{$(tensor wte.weight 4,4 0 64),$(tensor h.0.attn.weight 4,4 64 128)}" 128
run 0 "$hyp" new gpt.hyp --weights gpt.safetensors --on pairs; whole gpt.hyp
run 0 "$hyp" run gpt.hyp; has "$out" "mean(amount)"
run 0 "$hyp" new gpt2.hyp --weights gpt.safetensors
has "$err" "unknown: \`wte\` looks like an embedding"; has "$err" "next: complete the model"
whole gpt2.hyp
run 0 "$hyp" new --weights three.safetensors; has "$out" "No data was named"
has "$err" "next: name the data"

# --- refused
run 73 "$hyp" new claim.hyp; has "$err" "\`claim.hyp\` exists already: to replace it, add --force"
run 0 "$hyp" new claim.hyp --force
run 73 "$hyp" new nowhere/x.hyp; has "$err" "there is no folder \`nowhere\`"
mkdir folder.hyp
run 73 "$hyp" new folder.hyp --force; has "$err" "it is a folder"
run 64 "$hyp" new net.pt; has "$err" "a network is named by --weights"
run 64 "$hyp" new x.hyp --on pairs; has "$err" "Name its weights"
run 64 "$hyp" new x.hyp --weights one.safetensors --labels labels; has "$err" "--on FILE"
run 64 "$hyp" new x.hyp --weights one.safetensors --input 1x0; has "$err" "such as 1x28x28"
run 66 "$hyp" new x.hyp --weights nothing.pt; has "$err" "cannot find \`nothing.pt\`"
run 66 "$hyp" new x.hyp --weights .; has "$err" "directory"
run 65 "$hyp" new x.hyp --weights claim.hyp; has "$err" "is not a state_dict"
run 66 "$hyp" new x.hyp --weights one.safetensors --on mnits; has "$err" 'did you mean `mnist`'
run 66 "$hyp" new x.hyp --weights one.safetensors --on mnist; has "$err" "hyp data fetch mnist"
run 64 "$hyp" new x.hyp --weights one.safetensors --on eis-vii; has "$err" "--weights eis-vii/mnist_model.pt"
run 65 "$hyp" new x.hyp --weights one.safetensors --on claim.hyp; has "$err" "examples"
run 65 "$hyp" new x.hyp --weights one.safetensors --on pairs --labels pairs; has "$err" "label"
[ ! -e x.hyp ] || fail "a file was written though it was refused"
"$hyp" new >/dev/full 2>err.txt
[ $? -eq 73 ] || fail "a full disk is no error"

# --- the published network
if [ -n "$real" ]; then
  export HYP_DATA=$real
  run 0 "$hyp" new real.hyp --weights eis-vii/mnist_model.pt --on mnist
  has "$err" "guess: max_pool 2 after every convolution, padding 0"
  follow 0 "$err"
  has "$out" "✓ supported     expect preserved >= 90%"
  has "$out" "✓ refuted, as this rival was expected to be"
  has "$out" "verdict: supported (2 supported)"
  whole real.hyp
else
  echo "skipped: the published network (no HYP_DATA)"
fi
finish
