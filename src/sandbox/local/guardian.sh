# Runs the server `$1` in the directory `$2` until standard input closes, which happens when the
# process that holds the other end drops it or ends in whatever way; then removes the directory.
# Standard output is the sandbox's lock: it stays held for as long as this script runs.
exec 3<&0
umask 077
"$1" -D "$2/data" < /dev/null > "$2/log" 2>&1 3<&- &
server=$!
(
    read -r _ <&3
    : > "$2/closing"
    kill -QUIT "$server"
) &
watcher=$!
wait "$server"
kill "$watcher" 2> /dev/null
[ ! -e "$2/closing" ] || rm -rf "$2"
