
# Runs a group: every member, and all of them again while restarts are left.
#   ... SUCCESS GRACE RESTARTS MEMBER...
success=$1 grace=$2 restarts=$3
shift 3
zero=$1

# Members' ends, one a line. Open both ways, so that it never is without a writer.
exec 3<> ends || exit 1

member() {
  trap : HUP INT QUIT TERM
  setsid sh "./$1.sh" < /dev/null > "$1.stdout" 2> "$1.stderr" 3>&-
  code=$?
  # From here on its number may become somebody else's.
  rm -f "$1.task"
  echo "$1 $code" >&3
}

signal_members() {
  for one in $members; do
    read -r pid rest < "$one.task" && kill "-$1" "-$pid"
  done 2> /dev/null
}

# A member that begins later sees the file; one that began before is found by its number. Whoever asked for a stop sends the signals for that.
halt() {
  : > halt
  [ -e stop ] && return
  signal_members TERM
  { sleep "$grace"; echo "kill $round" >&3; } &
  timer=$!
}

watch_over() {
  trap : HUP INT QUIT TERM
  code='' timer=''
  left=$(set -- $members; echo $#)
  while [ "$left" -gt 0 ]; do
    # A signal handler cuts a read short.
    read -r who value <&3 || continue
    if [ "$who" = kill ]; then
      [ "$value" = "$round" ] && signal_members KILL
      continue
    fi
    left=$((left - 1))
    [ -n "$code" ] && continue
    if [ "$value" -ne 0 ]; then
      code=$value
      echo "$who" > failed
      halt
    elif [ "$success" = Rank0 ] && [ "$who" = "$zero" ]; then
      code=0
      halt
    fi
  done
  [ -z "$timer" ] || kill "$timer" 2> /dev/null
  return "${code:-0}"
}

# In a pipeline, not in the background: a shell makes its background jobs ignore INT and QUIT. Nothing goes through the pipe.
run() {
  if [ $# -eq 0 ]; then
    watch_over
    return
  fi
  trap : HUP INT QUIT TERM
  first=$1
  shift
  member "$first" | run "$@"
}

# What members left behind, wherever it went, would meet the next round and hold its output.
sweep() {
  while read -r list; do
    while read -r pid; do
      [ "$pid" -gt 1 ] && kill -KILL "$pid"
    done < "$list"
  done < control-groups
  [ -s control-groups ] && return
  for file in $(grep -lsF "EJ_POD_DIR=$dir/files" /proc/[0-9]*/environ); do
    pid=${file#/proc/}
    kill -KILL "${pid%/environ}"
  done
} 2> /dev/null

members="$*"
round=0
while :; do
  rm -f halt failed
  writers=
  for one in $members; do
    rm -f "$one.task" "$one.refused"
    keep_output "$one"
  done
  run "$@"
  code=$?
  sweep
  # A process that nobody can find must not hold up the end.
  { sleep 5; for writer in $writers; do kill "$writer"; done; } 2> /dev/null &
  guard=$!
  await_output
  kill "$guard" 2> /dev/null

  # What could not be started once can't be started again either.
  for one in $members; do
    [ -e "$one.refused" ] && break 2
  done
  if [ "$code" -eq 0 ] || [ "$round" -ge "$restarts" ] || [ -e stop ]; then
    break
  fi
  round=$((round + 1))
  rm -rf outputs/* results/*
  echo "$round" > restarts.new && mv -f restarts.new restarts
  : > "$bell/$name+"
done
record_end "$code"
