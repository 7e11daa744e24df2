#!/bin/sh
# Begins every script that runs a pod: claims it, and says how output is kept and the exit code recorded.
# The console starts it in a session of its own and is not needed from then on. Plain POSIX sh: dash and busybox run it.
#   sh SCRIPT POD_DIR BELL_DIR LOG_DIR ...
dir=$1 bell=$2 log=$3
shift 3
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

# Without its order the pod was removed, by another console, and the directory made again by one that stood still meanwhile.
[ -e spec.json ] || exit 1

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

# All output is on file before the end can be seen. A signal handler cuts a wait short.
await_output() {
  for writer in $writers; do
    while wait "$writer"; [ $? -gt 128 ] && kill -0 "$writer" 2> /dev/null; do :; done
  done
}

record_end() {
  until echo "$1" > exit.new && mv -f exit.new exit; do
    # Recorded after all, or the pod was removed. Otherwise the disk is full: the code must not get lost.
    [ -e exit ] && break
    [ -e spec.json ] || exit 1
    sleep 1
  done
  : > "$bell/$name"
}
