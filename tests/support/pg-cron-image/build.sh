#!/bin/sh
# Builds `pgspec-test/postgres-cron:MAJOR`: the image of tests/support/base-image with the extension pg_cron.
#
#   tests/support/pg-cron-image/build.sh 15|17
#
# Needs that image and a Docker engine.
set -eu

major=${1:?usage: build.sh MAJOR}
docker build --network=host --tag "pgspec-test/postgres-cron:$major" \
    --build-arg "POSTGRES_IMAGE=pgspec-test/postgres:$major" \
    "$(dirname "$0")"
