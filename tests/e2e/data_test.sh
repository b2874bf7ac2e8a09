#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `hyp data` against a server of this machine; what it cannot get there must not come from anywhere
# else. Usage: data_test.sh HYP SERVE_FOLDER
set -u
hyp=$1
serve=$2
source "$(dirname "${BASH_SOURCE[0]}")"/support.sh
servers=()
trap 'for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$box"' EXIT
# The public homes are behind a proxy that nobody runs.
unset HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy NO_PROXY
export http_proxy=http://127.0.0.1:1 https_proxy=http://127.0.0.1:1 no_proxy=127.0.0.1

# server ARGUMENT...: starts one; its address goes to $url.
server() {
  mkfifo "in.${#servers[@]}"
  "$serve" "$@" <>"in.${#servers[@]}" >"url.${#servers[@]}" &
  local i=${#servers[@]}
  servers+=($!)
  for _ in {1..200}; do [ -s "url.$i" ] && break; sleep 0.05; done
  url=$(cat "url.$i")
}
network=eis-vii/mnist_model.pt

# --- usage
run 64 "$hyp" data; run 64 "$hyp" data fetch
run 64 "$hyp" data fetch mnits; has "$err" 'did you mean `mnist`'
run 64 "$hyp" data fetch everything; has "$err" '`hyp data list` shows'
run 64 "$hyp" data fetch mnist --mirror nowhere; has "$err" '`nowhere` is no address'
HOME='' run 64 "$hyp" data fetch mnist; has "$err" '--data DIR'

# --- list and verify
run 0 "$hyp" data list; has "$out" "licence"; has "$out" "hyp data fetch mnist eis-vii"
run 66 "$hyp" data verify; has "$out" "missing"
mkdir -p bad/eis-vii && echo nonsense > bad/$network
run 66 "$hyp" data verify eis-vii --data bad; has "$out" "wrong: bad/$network"
run 66 "$hyp" data verify eis-vii --data bad --json -
field "$out" '[.command, .data_sets[0].files[0].state, .format_version]' '["data verify","wrong",1]'
run 0 "$hyp" data list --json -
field "$out" '[.data_sets[].name]' '["mnist","eis-vii"]'

# --- offline, by word and by environment
run 66 "$hyp" data fetch eis-vii --offline --data off
has "$err" "off/$network"; has "$err" "raw.githubusercontent.com"
HYP_OFFLINE=1 run 66 "$hyp" data fetch eis-vii; has "$err" ".local/share/hyp/$network"
[ ! -e off ] || fail "offline made a folder"

# --- nobody has it
run 69 "$hyp" data fetch eis-vii --data none --timeout 5
has "$err" "could not fetch"; has "$err" "--mirror URL"
[ -z "$(find none -type f)" ] || fail "files are left of nothing"

# --- a wrong file
mkdir served && head -c 30000 /dev/urandom > served/mnist_model.pt
server served
run 69 "$hyp" data fetch eis-vii --data wrong --mirror "$url"
has "$err" "${url}mnist_model.pt: another file: the sha256"; has "$err" "0562d9df55ca7cee"
[ -z "$(find wrong -type f)" ] || fail "a wrong file was kept"

# --- a wrong file in a folder that is searched before the user's
HYP_DATA=bad run 66 "$hyp" data fetch eis-vii; has "$err" "\`bad/$network\` is not the right file"
has "$err" "move it away"; [ ! -e .local ] || fail "something was fetched in vain"

# --- cut short, and gone on with
server served --send 20000
run 75 "$hyp" data fetch eis-vii --data cut --mirror "$url"
has "$err" "it ended after 20000 bytes of 30000"; has "$err" "hyp data fetch eis-vii --data cut"
[ "$(stat -c %s cut/$network.part)" = 20000 ] || fail "the part is not kept"
[ ! -e cut/$network ] || fail "a part has the name of the file"

# --- silence, and Ctrl-C in it
server served --send 5000 --stall
run 75 "$hyp" data fetch eis-vii --data still --mirror "$url" --timeout 0.5
has "$err" "no byte came for 0.5 s, after 5000 bytes"
"$hyp" data fetch eis-vii --data stopped --mirror "$url" > /dev/null 2> err.txt &
pid=$!
for _ in {1..200}; do [ -s stopped/$network.part ] && break; sleep 0.05; done
kill -INT $pid
wait $pid
code=$?
[ $code -eq 130 ] || fail "exit code $code after an interrupt, wanted 130"
has "$(cat err.txt)" "5000 bytes of it are kept"

# --- a folder that cannot be written
echo file > taken
run 73 "$hyp" data fetch eis-vii --data taken; has "$err" "taken/$network"

# --- what files hold
printf '\0\0\010\001\0\0\0\004\001\002\002\003' > labels
run 0 "$hyp" data info labels
has "$out" "labels: IDX"; has "$out" "1 to 3, mean 2"; has "$out" "1: 1, 2: 2, 3: 1"
gzip -k labels
[ "$("$hyp" data info labels.gz --json - | jq .sha256)" = "\"$(sha256sum < labels | cut -d' ' -f1)\"" ] ||
  fail "the hash of gzip content"
printf 'language 1\ndata d = grid(x: 0..9, y: 1..2)\n' > grid.hyp
run 0 "$hyp" data info grid.hyp; has "$out" "data d: 20 rows of [2]"
run 0 "$hyp" data info grid.hyp --json -
field "$out" '.data_sets[0].arrays[1] | [.name, .min, .max, (.classes | length)]' '["x",0,9,10]'
run 65 "$hyp" data info url.0; has "$err" "E0811"
run 66 "$hyp" data info nowhere; has "$err" 'cannot find `nowhere`'

# --- arrays without inputs, and beside words (both written by numpy.savez)
unpack() { base64 -d | gzip -d > "$1"; }
unpack columns.npz <<< \
'H4sIAAAAAAACAwvwZmYRYYAARYbT5XNXrgCyQJiVQYShQi+voJKRQQAswACVAIHJfqG+AZGMDGUM1eopqcXJRepWCuo2mRbqOgrqaflFJUWJefH5RSmpIHG3xJziVKB4cUZiQSqQr2Gqo6mjUKtAAeCCOoOBEUozQWlmKM0CpQNQvJf+pXYTsvcqSfNeGt29BwUOEEoASktAaQWHAG9GJhFmXPGHAA3gcALHJroW1DBB1nIfSFZCtLCyQQKZiSENSO8DmwYA9FleqjoCAAA='
unpack words.npz <<< \
'H4sIAAAAAAACAwvwZmYRYYAARQaf3+/FJgBZIMzKIMJQrpdXUMnIIAAWYIBKgMBkv1DfgEhGhjKGavWU1OLkInUrBXWbNBN1HQX1tPyikqLEvPj8opRUkLhbYk5xKlC8OCOxIBXI1zDSUTDS1FGoVSAbcDEwNNgj4wAUbyzXf/CmA8gCYU6QN4BOKYZ5pQOqrAOvV0INifQKZR4BeiUR6IYkIA7wZmQSYcYVFwjQwAgiwTGDrgXV38hajoO0wEIhwJuVDSTMBIRZQLoLbCIA8wok3woCAAA='
printf 'language 1\ndata d = npz("columns.npz")\n' > columns.hyp
run 0 "$hyp" data info columns.hyp; has "$out" "data d: 5 rows"$'\n'"  x  int64"
run 0 "$hyp" data info columns.hyp --json -
field "$out" '.data_sets[0] | [.input_shape, .rows, .arrays[1].name]' '[null,5,"y"]'
run 65 "$hyp" data info words.npz; has "$err" "E0821"; has "$out" "w  float32"

# --- the real thing, where it is here
if [ -n "$real" ]; then
  cp "$real"/mnist/* "$real"/$network served/
  server served
  run 0 "$hyp" data fetch mnist eis-vii --data good --mirror "$url"
  has "$out" "good/mnist/train-images-idx3-ubyte.gz: fetched"
  run 0 "$hyp" data verify --data good
  run 0 "$hyp" data fetch mnist eis-vii --data good; has "$out" "right already"
  mkdir -p resumed/eis-vii && head -c 100000 "$real"/$network > resumed/$network.part
  run 0 "$hyp" data fetch eis-vii --data resumed --mirror "$url"
  has "$err" "going on with $network after 100.0 kB"
  cmp -s resumed/$network "$real"/$network || fail "what was resumed differs"
  # Two at once get one right file.
  "$hyp" data fetch mnist --data both --mirror "$url" > /dev/null 2>&1 &
  pid=$!
  run 0 "$hyp" data fetch mnist --data both --mirror "$url"
  wait $pid || fail "the other of two at once"
  run 0 "$hyp" data verify mnist --data both
  [ -z "$(find both -name '*.part' -o -name '*.wrong')" ] || fail "two at once leave something"
  # A wrong file that was there is kept aside.
  run 0 "$hyp" data fetch eis-vii --data bad --mirror "$url"
  [ "$(cat bad/$network.wrong)" = nonsense ] || fail "the wrong file is not kept aside"
  run 0 "$hyp" data info good/mnist/t10k-labels-idx1-ubyte.gz; has "$out" "9: 1009"
else
  echo "SKIPPED: fetching the real files (HYP_DATA is not set)"
fi

finish
