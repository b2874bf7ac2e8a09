#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/grammar.md quotes the words and signs that the grammar knows, and no others.
# Usage: grammar_test.sh SOURCE_DIR
set -u
cd "$1" || exit 1
known() {
  grep -ohE '(word|sign|operator_word|word_token|sign_token|round|defines)<"[^"]+"' \
    lang/syntax/grammar.hpp lang/syntax/lexical_rules.hpp | sed 's/^[a-z_]*<"//; s/"$//'
  printf '%s\n' '"' '{' '}' ';' _ % e # of lexemes and blocks
}
shown() { sed -n '/^```text$/,/^```$/p' docs/grammar.md | grep -oE "\"[^\" ]+\"|'\"'" | tr -d "'" |
  sed 's/^"\(..*\)"$/\1/'; }
diff <(known | sort -u) <(shown | sort -u) && echo "docs/grammar.md names what the grammar knows"
