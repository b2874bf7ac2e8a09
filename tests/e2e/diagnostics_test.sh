#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How the real program shows errors: `hyp explain`, `--format`, JSON of several files, the last line.
# Usage: diagnostics_test.sh HYP SOURCE_DIR
set -u
hyp=$1
source_dir=$2
band=$source_dir/hypotheses/band.hyp
source "$source_dir"/tests/e2e/support.sh
trap 'rm -rf "$box"' EXIT
sed 's/region large = total/region large = totla/' "$band" > typo.hyp
printf 'language 1\nscore a = (1\n' > open.hyp
printf 'language 1\nmodel net(weights: "n.pt") { input [2]; y = relu(input) }\n' > warned.hyp

# --- explain
run 0 "$hyp" explain E0201
has "$out" "error[E0201] unknown_name: unknown WHAT"; has "$out" "wrong:"; has "$out" "right:"; empty "$err"
run 0 "$hyp" explain e0204 Percent_And_Number
has "$out" "error[E0204] import_cycle"; has "$out" "error[E0351]"; has "$out" "type:"
run 0 "$hyp" explain W0730; has "$out" "warning[W0730]"; has "$out" "wrong, as running it shows:"
run 0 "$hyp" explain; all=$out; has "$all" "E0101  expected EXPECTED, but saw SEEN"; has "$all" "W0876  "
run 0 "$hyp" explain --list; [ "$out" = "$all" ] || fail "explain --list is not explain alone"
run 64 "$hyp" explain E0299; has "$err" 'no error `E0299`: did you mean `E02'; empty "$out"
run 64 "$hyp" explain e201; has "$err" 'did you mean `E0201`'
run 64 "$hyp" explain E0201 unknown_nam; has "$err" 'did you mean `unknown_name`'; empty "$out"
run 64 "$hyp" explain nonsense; has "$err" '`hyp explain` lists all'
run 0 "$hyp" explain --markdown; [ "$out" = "$(cat "$source_dir/docs/errors.md")" ] || fail "docs/errors.md is old"
run 0 "$hyp" explain E0201 W0316 --json -
field "$out" '[.format_version, .command, (.codes | length)]' '[1,"explain",2]'
field "$out" '.codes[1] | [.code, .name, .severity, .section]' '["W0316","weights_file_unused","warning","Networks, shapes and kinds"]'
field "$out" '[.codes[0].explanation[].kind]' '["prose","wrong","right"]'
run 0 "$hyp" explain --json all.json; empty "$out"
field "$(cat all.json)" '[.codes[] | select((.explanation | length) == 0)] | length' '0'
run 73 "$hyp" explain E0201 --json no/such/folder.json

# --- the last line on standard error, once
last() { printf '%s\n' "$err" | tail -n 1; }
run 65 "$hyp" check typo.hyp open.hyp
[ "$(last)" = 'for more on an error, type `hyp explain E0201`' ] || fail "the last line is $(last)"
[ "$(grep -c 'hyp explain' <<< "$err")" = 1 ] || fail "the last line is there more than once"
run 65 "$hyp" run open.hyp; has "$(last)" 'hyp explain E0101'
run 65 "$hyp" fmt open.hyp; has "$(last)" 'hyp explain E0101'
run 65 "$hyp" graph typo.hyp; has "$(last)" 'hyp explain E0201'
run 66 "$hyp" data info nowhere; has "$(last)" 'hyp explain E0801'
run 0 "$hyp" check warned.hyp; has "$(last)" 'for more on a warning, type `hyp explain W0316`'
run 0 "$hyp" check "$band"; empty "$err"

# --- JSON: one object, whatever the number of files
run 65 "$hyp" check typo.hyp --format json; empty "$err"; one=$out
run 65 "$hyp" check typo.hyp --json -; [ "$out" = "$one" ] || fail "--format json is not --json -"
field "$out" '[.file, .diagnostics[0].line, .diagnostics[0].column, .diagnostics[0].end_column]' '["typo.hyp",18,16,21]'
run 65 "$hyp" check "$band" typo.hyp open.hyp --json -
field "$out" '[.format_version, .command, (.files | length)]' '[1,"check",3]'
field "$out" '[.files[].diagnostics | length]' '[0,1,1]'
field "$out" '.files[1]' "$(jq -c . <<< "$one")"
run 65 "$hyp" check typo.hyp open.hyp --json both.json
has "$err" "typo.hyp:18:16"; field "$(cat both.json)" '.files | length' '2'
run 66 "$hyp" check nowhere.hyp typo.hyp --json -; field "$out" '.file' '"typo.hyp"'; has "$err" "nowhere.hyp"
printf 'language 1\ndata d = grid(x: 0..1)\n' > grid.hyp
run 66 "$hyp" data info grid.hyp nowhere --json -
field "$out" '[.command, (.files | length), .files[1].diagnostics[0].code]' '["data info",2,"E0801"]'
run 0 "$hyp" run "$band" rule --format json; empty "$err"; field "$out" '.verdict' '"supported"'
run 64 "$hyp" check typo.hyp --format yaml; has "$err" "--format"

# --- annotations of GitHub
run 65 "$hyp" check typo.hyp --format github
[ "$out" = '::error file=typo.hyp,line=18,col=16,endLine=18,endColumn=21,title=E0201::unknown name `totla`%0Ahelp: did you mean `total`?' ] ||
  fail "the annotation is $out"
has "$err" "typo.hyp:18:16"
run 0 "$hyp" check warned.hyp --format github; has "$out" "::warning file=warned.hyp,line=2,"
run 0 "$hyp" run "$band" --format github; has "$out" "verdict: supported"
case $out in *::*) fail "a supported file is annotated" ;; esac
mkdir claims
sed 's/net.label) >= 95%/net.label) >= 99%/' "$band" > claims/high.hyp
cp "$source_dir"/hypotheses/band.safetensors claims
run 1 "$hyp" run claims/high.hyp rule --format github
has "$out" "::error file=claims/high.hyp,line=40,col=3,endLine=40,"
has "$out" "title=refuted::rule: "; has "$out" "%0A96.00 %25"
sed -i 's/expect preserved >= 90%/expect refuted; expect preserved >= 90%/' claims/high.hyp
run 1 "$hyp" run claims/high.hyp large_or_small --format github; has "$out" "title=rival not refuted::large_or_small"
printf 'language 1\nlet a=1\n' > layout.hyp
run 1 "$hyp" fmt --check layout.hyp --format github; has "$out" "::error file=layout.hyp,line=2,"
run 64 "$hyp" fmt layout.hyp --format json

# --- a label beyond the classes says how many it takes
cat > taught.hyp <<'END'
language 1
data  digits = grid(x: 0..9, y: 0..9)
model net(weights: "taught.safetensors") { input [2]; logits = linear(input, out: 2) }
train net on digits { label is digits.x; epochs 1; seed 1 }
END
run 65 "$hyp" train taught.hyp; has "$err" "error[E0873]"; has "$err" '`out: 10`'
sed -i 's/label is digits.x/label is digits.x - 9/' taught.hyp
run 65 "$hyp" train taught.hyp; has "$err" "classes count up from 0"

finish
