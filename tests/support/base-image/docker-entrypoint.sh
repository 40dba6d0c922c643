#!/bin/bash
# Starts PostgreSQL the way the documentation of the official image describes: a first start makes
# the cluster from POSTGRES_* and runs /docker-entrypoint-initdb.d/ against a server that only a
# local socket reaches; then the real server takes over.
set -Eeuo pipefail

# Sets variable $1 from itself, from the file that $1_FILE names, or to the default $2.
from_environment() {
    local name=$1 file_name=${1}_FILE value=${2:-}
    if [ -n "${!name:-}" ] && [ -n "${!file_name:-}" ]; then
        echo "error: both $name and $file_name are set (but are exclusive)" >&2
        exit 1
    fi
    if [ -n "${!name:-}" ]; then
        value=${!name}
    elif [ -n "${!file_name:-}" ]; then
        value=$(< "${!file_name}")
    fi
    export "$name=$value"
    unset "$file_name"
}

read_environment() {
    from_environment POSTGRES_PASSWORD
    from_environment POSTGRES_USER postgres
    from_environment POSTGRES_DB "$POSTGRES_USER"
    from_environment POSTGRES_INITDB_ARGS
    : "${POSTGRES_HOST_AUTH_METHOD:=}"
    if [ -z "${PGDATA:-}" ]; then
        PGDATA=/var/lib/postgresql/data
        [ "$PG_MAJOR" -lt 18 ] || PGDATA=/var/lib/postgresql/$PG_MAJOR/docker
    fi
    export PGDATA POSTGRES_HOST_AUTH_METHOD
}

make_directories() {
    mkdir -p "$PGDATA" /var/run/postgresql
    chmod 00700 "$PGDATA" || :
    chmod 03775 /var/run/postgresql || :
    if [ "$(id -u)" = 0 ]; then
        find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
        find /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
    fi
}

check_password() {
    if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
        cat >&2 <<'MESSAGE'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser,
       or POSTGRES_HOST_AUTH_METHOD=trust to allow all connections without one.
MESSAGE
        exit 1
    fi
}

make_cluster() {
    local waldir=()
    [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || waldir=(--waldir "$POSTGRES_INITDB_WALDIR")
    # The arguments are a shell word list by the image's documentation, quotes included.
    eval 'initdb --username="$POSTGRES_USER" "${waldir[@]}" \
        --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS"
    local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption "$@")}
    printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
}

run_sql() {
    PGHOST= PGHOSTADDR= psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc "$@"
}

make_database() {
    local found
    found=$(run_sql --dbname postgres --set db="$POSTGRES_DB" --tuples-only \
        <<< "SELECT 1 FROM pg_database WHERE datname = :'db'")
    [ -n "$found" ] || run_sql --dbname postgres --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db"'
}

run_init_files() {
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        case $file in
            *.sh)
                echo "$0: running $file"
                # A script without the executable bit is sourced, as documented.
                if [ -x "$file" ]; then "$file"; else . "$file"; fi
                ;;
            *.sql) echo "$0: running $file"; run_sql --dbname "$POSTGRES_DB" -f "$file" ;;
            *.sql.gz) echo "$0: running $file"; gunzip -c "$file" | run_sql --dbname "$POSTGRES_DB" ;;
            *) [ ! -e "$file" ] || echo "$0: ignoring $file" ;;
        esac
    done
}

initialise() {
    check_password
    shift
    make_cluster "$@"
    # Init scripts connect as the superuser; the host rules may ask for the password even locally.
    export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
    PGUSER=$POSTGRES_USER pg_ctl --pgdata "$PGDATA" --wait start \
        -o "$(printf '%q ' -c listen_addresses= -p 5432 "$@")"
    make_database
    run_init_files
    PGUSER=$POSTGRES_USER pg_ctl --pgdata "$PGDATA" --mode fast --wait stop
    unset PGPASSWORD
    printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

[ "${1:0:1}" != - ] || set -- postgres "$@"
if [ "${1:-}" = postgres ]; then
    read_environment
    make_directories
    if [ "$(id -u)" = 0 ]; then
        exec setpriv --reuid postgres --regid postgres --init-groups "$BASH_SOURCE" "$@"
    fi
    [ -s "$PGDATA/PG_VERSION" ] || initialise "$@"
fi
exec "$@"
