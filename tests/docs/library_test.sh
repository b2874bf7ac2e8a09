#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/library.md is what `hyp doc` prints; HYP_UPDATE_GOLDEN=1 rewrites it.
# Usage: library_test.sh HYP SOURCE_DIR
set -u
page=$2/docs/library.md
[ "${HYP_UPDATE_GOLDEN-}" = "" ] || "$1" doc > "$page"
"$1" doc | diff "$page" - && echo "docs/library.md is up to date"
