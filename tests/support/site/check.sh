#!/usr/bin/env bash
# Looks at a site in a real browser, Chromium without a window: every page opens without an error, links hold,
# search finds and is quick, diagrams move, axe finds nothing to mend. Then breaks a copy of it in every way that
# is checked, and sees each noticed. Needs node, npm and Chromium; what it installs is kept outside the project.
# Exits with 75 where one of them cannot be had.
#
#   tests/support/site/check.sh [--shots FOLDER] [--quick] [--live] [--large] [FOLDER]
#
# FOLDER is what `pgspec docs` wrote, `site` unless given. --shots writes a picture of a page of each kind, wide and
# narrow, light and dark, and as on paper. --quick leaves out the copy that is broken on purpose.
# --live is for a site that `pgspec docs --database` wrote: charts, plans and last runs have to be there too.
# --large is for one of so many tables that a diagram is divided: the map of its parts has to open whole.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/pgspec-site
puppeteer=24.20.0 axe=4.10.3

browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -z "$name" ] || ! command -v "$name" || return 0
  done
  return 1
}

command -v npm >/dev/null || exit 75
if ! chromium=$(browser); then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 75
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >&2 || exit 75
  chromium=$(browser) || exit 75
fi
folder=$cache/$puppeteer-$axe
if [ ! -d "$folder/node_modules/axe-core" ]; then
  mkdir -p "$folder"
  echo '{"private": true, "type": "module"}' >"$folder/package.json"
  npm install --silent --no-audit --no-fund --prefix "$folder" "puppeteer-core@$puppeteer" "axe-core@$axe" || exit 75
fi
cp "$here"/*.mjs "$folder/"
CHROMIUM=$chromium exec node "$folder/check.mjs" "$@"
