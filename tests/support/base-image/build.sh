#!/bin/sh
# Builds `pgspec-test/postgres:MAJOR`, a stand-in for the official `postgres:MAJOR` image, from
# Debian packages: for machines that reach a Debian mirror and no image registry.
#
#   tests/support/base-image/build.sh 15|17|18
#   UBUNTU_MIRROR=URL tests/support/base-image/build.sh 16
#
# Needs root, debootstrap and a Docker engine. Does nothing when the image exists already. No Debian
# release ships PostgreSQL 16, so its packages are those of Ubuntu; the mirror is the one that apt
# uses here, unless UBUNTU_MIRROR names one.
set -eu

major=${1:?usage: build.sh MAJOR}
image=pgspec-test/postgres:$major
here=$(cd "$(dirname "$0")" && pwd)

# A release younger than this debootstrap has no script of its own; those of one distribution share one.
distribution=debian components=main script=sid
case $major in
    15) suite=bookworm ;;
    16) suite=noble distribution=ubuntu components=main,universe script=gutsy ;;
    17) suite=trixie ;;
    18) suite=forky ;;
    *)
        echo "no release is known that ships PostgreSQL \`$major\`; use 15 to 18" >&2
        exit 2
        ;;
esac
system=pgspec-test/$distribution:$suite

# The mirror of the distribution: the given one, or the one that this machine's apt uses.
mirror() {
    if [ "$distribution" = ubuntu ] && [ -n "${UBUNTU_MIRROR:-}" ]; then
        echo "$UBUNTU_MIRROR"
        return
    fi
    {
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p'
        cat /etc/apt/sources.list.d/*.sources 2>/dev/null |
            sed -n 's/^URIs: *\([^ ]*\).*/\1/p'
    } | grep -m1 "/$distribution/*\$" || {
        echo "apt names no mirror of $distribution in its sources; add one" >&2
        [ "$distribution" = debian ] || echo "or set UBUNTU_MIRROR" >&2
        exit 3
    }
}

# A root file system of the release, imported as an image that later majors may share.
import_system() {
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    mirror=$(mirror)
    debootstrap --variant=minbase --components="$components" \
        "$suite" "$root" "$mirror" "/usr/share/debootstrap/scripts/$script"
    # A release under development is often past its Valid-Until on a mirror with a delay.
    echo 'Acquire::Check-Valid-Until "false";' > "$root/etc/apt/apt.conf.d/99snapshot"
    rm -rf "$root"/var/cache/apt/archives/*.deb
    tar -C "$root" -c . | docker import - "$system"
}

exists() {
    docker image inspect "$1" > /dev/null 2>&1
}

if exists "$image"; then
    echo "\`$image\` exists already"
    exit 0
fi
exists "$system" || import_system
docker build --network=host --tag "$image" \
    --build-arg "SYSTEM=$system" \
    --build-arg "POSTGRES_MAJOR=$major" \
    "$here"
