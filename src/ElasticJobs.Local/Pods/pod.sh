#!/bin/sh
# Runs one pod: claims it, starts its containers, keeps their output, records the exit code.
# The console starts it in a session of its own and is not needed from then on. Plain POSIX sh: dash and busybox run it.
#   sh pod.sh POD_DIR BELL_DIR LOG_DIR MAIN [SIDECAR...]
dir=$1 bell=$2 log=$3 main=$4
shift 4
name=${dir##*/}
cd "$dir" || exit 1

# A handler, not "ignore": children would inherit that signals are ignored.
trap : HUP INT QUIT TERM

start_time() {
  read -r stat < "/proc/$$/stat"
  # shellcheck disable=SC2086 # split into fields; what is up to the last ")" is pid and program name
  set -- ${stat##*)}
  echo "${20}"
}

# The claim: a hard link can be made once. Whoever comes second never runs the command.
start=$(start_time)
read -r boot < /proc/sys/kernel/random/boot_id
echo "$$ $start $boot" > "pid.$$.$start" || exit 1
ln "pid.$$.$start" pid 2> /dev/null || exit 0
: > "$bell/$name+"

# Writers stay in this session, out of reach of what is sent to a task's processes.
writers=
keep_output() {
  cat < "$1.stdout" >> "$log/$1.out" &
  writers="$writers $!"
  cat < "$1.stderr" >> "$log/$1.err" &
  writers="$writers $!"
}

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

# All output is on file before the end can be seen. A signal handler cuts a wait short.
for writer in $writers; do
  while wait "$writer"; [ $? -gt 128 ] && kill -0 "$writer" 2> /dev/null; do :; done
done

until echo "$code" > exit.new && mv -f exit.new exit; do
  # Recorded after all, or the pod was removed. Otherwise the disk is full: the code must not get lost.
  [ -e exit ] && break
  [ -e spec.json ] || exit 1
  sleep 1
done
: > "$bell/$name"
