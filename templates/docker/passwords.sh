#!/usr/bin/env bash
# {{ generated }}
#
# Gives the login roles their passwords when the container first starts. A role's secret is a file
# that holds a SCRAM verifier (`pgspec scram` prints one), so that no password reaches this machine.
# A role without a secret keeps no password: it cannot log in with one.

# The entrypoint may read this file into its own shell: the brackets keep its variables apart.
(
set -euo pipefail
set +x

set_password() {
  local role=$1 variable=$2 file=$3 verifier
  file=${!variable:-$file}
  if [ ! -s "$file" ]; then
    printf 'pgspec: role %s gets no password: there is none in %s\n' "$role" "$file" >&2
    return
  fi
  verifier=$(<"$file")
  verifier=${verifier%$'\r'}
  if ! [[ $verifier =~ ^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*:[A-Za-z0-9+/]+=*$ ]]; then
    printf 'pgspec: %s does not hold a SCRAM verifier for role %s; make one: pgspec scram\n' \
      "$file" "$role" >&2
    return 1
  fi
  # Through standard input, by a builtin: arguments of commands are visible to every process. The
  # pattern above lets no quote through. The server's log must not hold the statement either.
  printf '%s\n' \
    "set log_statement = 'none';" \
    "set log_min_error_statement = 'panic';" \
    "set log_min_duration_statement = -1;" \
    "alter role $role password '$verifier';" |
    PGHOST='' PGHOSTADDR='' psql --no-psqlrc --no-password --quiet --set=ON_ERROR_STOP=1 \
      --username="$POSTGRES_USER" --dbname="$POSTGRES_DB"
}

{% for password in passwords %}
set_password {{ password.role | shell }} {{ password.variable | shell }} {{ ("/run/secrets/" ~ password.secret) | shell }}
{% endfor %}
)
