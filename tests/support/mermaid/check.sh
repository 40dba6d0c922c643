#!/usr/bin/env bash
# Parses every committed diagram with Mermaid itself, in its oldest supported version and the newest.
# Needs node and npm; what it installs is kept outside the project. Exits with 75 where Mermaid cannot
# be installed.
#
#   tests/support/mermaid/check.sh [FILE.mmd …]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/pgspec-mermaid
files=("$@")
[ ${#files[@]} -gt 0 ] || files=("$root"/{,examples/images/}generated/{access,architecture,erd,erd/tables,lineage}/*.mmd)

command -v npm >/dev/null || exit 75
for version in 11.6.0 11; do
  folder=$cache/$version
  if [ ! -d "$folder/node_modules/mermaid" ]; then
    mkdir -p "$folder"
    echo '{"private": true, "type": "module"}' >"$folder/package.json"
    npm install --silent --no-audit --no-fund --prefix "$folder" "mermaid@$version" jsdom@26 || exit 75
  fi
  cp "$here/parse.mjs" "$folder/parse.mjs"
  echo "Mermaid $(node -p "require('$folder/node_modules/mermaid/package.json').version"):"
  node "$folder/parse.mjs" "${files[@]}"
  # The check must be able to fail: an entity without its end is no diagram.
  printf 'erDiagram\n    "a" {\n        numeric cost\n' >"$folder/wrong.mmd"
  if node "$folder/parse.mjs" "$folder/wrong.mmd" >/dev/null 2>&1; then
    echo "error: a wrong diagram was taken for a right one" >&2
    exit 1
  fi
done
