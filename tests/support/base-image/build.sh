#!/bin/sh
# Builds `pgspec-test/postgres:MAJOR`, a stand-in for the official `postgres:MAJOR` image, from
# Debian packages: for machines that reach a Debian mirror and no image registry.
#
#   tests/support/base-image/build.sh 15|17|18
#
# Needs root, debootstrap and a Docker engine. Does nothing when the image exists already.
set -eu

major=${1:?usage: build.sh MAJOR}
image=pgspec-test/postgres:$major
here=$(cd "$(dirname "$0")" && pwd)

case $major in
    15) suite=bookworm ;;
    17) suite=trixie ;;
    18) suite=forky ;;
    *)
        echo "no Debian release ships PostgreSQL \`$major\`; use 15, 17 or 18" >&2
        exit 2
        ;;
esac

# The mirror that this machine's apt uses.
mirror() {
    {
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p'
        cat /etc/apt/sources.list.d/*.sources 2>/dev/null |
            sed -n 's/^URIs: *\([^ ]*\).*/\1/p'
    } | grep -m1 '/debian/*$' || {
        echo "apt names no Debian mirror in its sources; add one" >&2
        exit 3
    }
}

# A root file system of the release, imported as an image that later majors may share.
import_debian() {
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    # A release younger than this debootstrap has no script of its own; all share one.
    mirror=$(mirror)
    debootstrap --variant=minbase "$suite" "$root" "$mirror" /usr/share/debootstrap/scripts/sid
    # A release under development is often past its Valid-Until on a mirror with a delay.
    echo 'Acquire::Check-Valid-Until "false";' > "$root/etc/apt/apt.conf.d/99snapshot"
    rm -rf "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -c . | docker import - "pgspec-test/debian:$suite"
}

exists() {
    docker image inspect "$1" > /dev/null 2>&1
}

if exists "$image"; then
    echo "\`$image\` exists already"
    exit 0
fi
exists "pgspec-test/debian:$suite" || import_debian
docker build --network=host --tag "$image" \
    --build-arg "DEBIAN=pgspec-test/debian:$suite" \
    --build-arg "POSTGRES_MAJOR=$major" \
    "$here"
