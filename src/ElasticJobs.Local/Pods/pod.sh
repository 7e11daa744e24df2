
# Runs a pod of one container and its sidecars, after its init containers.
#   ... [INIT...] -- MAIN [SIDECAR...]
while [ "$1" != -- ]; do
  keep_output "$1"
  setsid sh "./$1.sh" < /dev/null > "$1.stdout" 2> "$1.stderr"
  code=$?
  # What it left behind must not run beside the next.
  read -r pid rest < "$1.task" && kill -KILL "-$pid" 2> /dev/null
  if [ "$code" != 0 ]; then
    echo "$1" > failed-init
    await_output
    record_end "$code"
    exit 0
  fi
  shift
done
shift

main=$1
shift
sidecars=
for container in "$@"; do
  keep_output "$container"
  setsid sh "./$container.sh" < /dev/null > "$container.stdout" 2> "$container.stderr" &
  sidecars="$sidecars $!"
done

# In the foreground: a shell makes its background jobs ignore INT and QUIT.
keep_output "$main"
setsid sh "./$main.sh" < /dev/null > "$main.stdout" 2> "$main.stderr"
code=$?

for group in $sidecars; do
  kill -TERM "-$group" 2> /dev/null
done

await_output
record_end "$code"
