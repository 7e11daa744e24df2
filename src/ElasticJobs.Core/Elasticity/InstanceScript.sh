# Main process of an instance: runs the init command, keeps the service command running, and starts the tasks that the worker orders.
# Takes EJ_DIR, a directory shared with the worker (by default beside EJ_POD_DIR), EJ_INIT and EJ_COMMAND. Plain POSIX sh: dash, bash and busybox run it.
# Orders come by a FIFO, one a line; what follows from them is on file first, then told by another FIFO.
set -u
dir=${EJ_DIR:-${EJ_POD_DIR:?}/../instance}
tasks=$dir/tasks
init=${EJ_INIT-} service=${EJ_COMMAND-}
unset EJ_INIT EJ_COMMAND

say() { printf '%s\n' "$*" >&2; }

# The worker may be another user. Who may write to the directory, or to the one above while it has to be made, may write to what is in it.
mask=077 looked=$dir
[ -d "$dir" ] || looked=${dir%/*}
case $(ls -ld "$looked") in d???????w*) mask=0 ;; esac
(
  umask "$mask"
  mkdir -p "$dir"
  rm -f "$dir/ready" "$dir/ended"
  mkdir -p "$tasks" "$dir/init" "$dir/service" || exit 1
  for fifo in orders events; do
    [ -p "$dir/$fifo" ] || mkfifo "$dir/$fifo" || [ -p "$dir/$fifo" ] || exit 1
  done
) || { say "The instance can't begin: nothing can be written to $dir, or there is no mkfifo."; exit 126; }

# Both ways, so that neither ever is without its other end while the worker is away. The worker sees by the end of events that this script has ended.
exec 3<> "$dir/orders" 4<> "$dir/events" || exit 126

# What an earlier script of this directory left behind ended with it.
for task in "$tasks"/*; do
  [ -e "$task/claim" ] && [ ! -e "$task/exit" ] && echo lost > "$task/exit"
done

# A shell makes what it starts in the background ignore INT and QUIT and can't undo that; the env of GNU can, that of busybox can't.
default=
env --default-signal=INT,QUIT true 2> /dev/null && default='env --default-signal=INT,QUIT'

# Each command gets a process group of its own, which can be signalled as a whole. Without it only the command's first process is.
session=
! command -v setsid > /dev/null 2>&1 || session=setsid

# Tells its number and when it started (clock ticks since the machine's start), unless it was stopped before it began.
begin='
read -r stat < "/proc/$$/stat" && set -- "$1" "$2" ${stat##*)}
echo "$$ ${22-0}" > "$1/pid"
[ -e "$1/stop" ] && exit 143
. "$1/env"
exec $2 sh "$1/command"
'

# A handler, not "ignore": children would inherit that signals are ignored.
command_in() {
  trap : HUP INT QUIT TERM
  $session sh -c "$begin" sh "$1" "$default" < /dev/null 3>&- 4>&-
}

signal() { # NAME DIRECTORY
  pid=
  { read -r pid _ < "$2/pid"; } 2> /dev/null
  [ "${pid:-0}" -gt 1 ] || return 0
  kill "-$1" "-$pid" 2> /dev/null || kill "-$1" "$pid" 2> /dev/null
}

# Seconds, of whatever origin.
now() { { read -r uptime _ < /proc/uptime; } 2> /dev/null || uptime=$(date +%s); }

# The last lines are the processor time of this shell and of what it waited for (POSIX times).
run_task() {
  now
  started=$uptime
  command_in "$tasks/$1" >> "$tasks/$1/stdout" 2>> "$tasks/$1/stderr"
  code=$?
  now
  [ ! -e "$tasks/$1/lost" ] || code=lost
  # A task ends with its command; what that left behind must not run beside the next.
  signal KILL "$tasks/$1"
  until { echo "$code"; echo "$started $uptime"; times; } > "$tasks/$1/exit.new" && mv -f "$tasks/$1/exit.new" "$tasks/$1/exit"; do
    # The disk is full: the code must not get lost.
    [ -d "$tasks/$1" ] || break
    sleep 1
  done
  echo "ended $1" >&4
  echo "ended $1" >&3
}

# In a directory like a task's, but with the script's own output.
run_part() { # NAME COMMAND
  rm -f "$dir/$1/pid" "$dir/$1/stop" "$dir/$1/exit"
  : > "$dir/$1/env"
  printf '%s\n' "$2" > "$dir/$1/command"
  {
    command_in "$dir/$1"
    code=$?
    echo "$code" > "$dir/$1/exit"
    echo "$1 $code" >&3
  } &
}

get_ready() {
  is_ready=1
  [ -z "$service" ] || run_part service "$service"
  : > "$dir/ready"
  echo ready >&4
}

kill_later() { # SECONDS DIRECTORY
  { sleep "$1"; [ -e "$2/exit" ] || signal KILL "$2"; } > /dev/null 2>&1 3>&- 4>&- &
}

finish() { # CODE WHY
  for task in "$tasks"/*; do
    [ -e "$task/claim" ] && [ ! -e "$task/exit" ] || continue
    echo "$2" > "$task/lost"
    signal KILL "$task"
  done
  echo "$1 $2" > "$dir/ended.new" && mv -f "$dir/ended.new" "$dir/ended"
  exit "$1"
}

# As an order, so that it meets no other half way.
trap 'echo term >&3' TERM
is_ready='' leaving=''
if [ -n "$init" ]; then run_part init "$init"; else get_ready; fi

while :; do
  # A signal handler cuts a read short.
  read -r order id value <&3 || continue
  case $order in
    run)
      # Given again by a worker that can't know whether it was taken.
      [ -d "$tasks/$id" ] && [ ! -e "$tasks/$id/claim" ] || continue
      echo "$id" > "$tasks/$id/claim" || continue
      run_task "$id" &
      eval "child_$id=\$!"
      ;;
    ended)
      # Without it the shell would remember every task for good.
      eval "child=\${child_$id-}"
      [ -z "$child" ] || wait "$child"
      unset "child_$id"
      ;;
    stop)
      [ -d "$tasks/$id" ] && [ ! -e "$tasks/$id/exit" ] || continue
      echo "$id" > "$tasks/$id/stop"
      signal TERM "$tasks/$id"
      kill_later "$value" "$tasks/$id"
      ;;
    init)
      [ -z "$leaving" ] || finish 143 init
      if [ "$id" != 0 ]; then
        say "The init command failed with exit code $id, so this instance takes no tasks."
        finish "$id" init
      fi
      get_ready
      ;;
    service)
      [ -z "$leaving" ] || finish 0 exit
      say "The service command has ended with exit code $id, and the instance with it."
      finish "$id" service
      ;;
    exit)
      leaving=1
      [ -n "$service" ] || finish 0 exit
      signal TERM "$dir/service"
      kill_later 10 "$dir/service"
      ;;
    term)
      # The worker is told as well: it gives tasks their time, then orders to exit.
      [ -n "$is_ready" ] && continue
      leaving=1
      echo term > "$dir/init/stop"
      signal TERM "$dir/init"
      kill_later 10 "$dir/init"
      ;;
  esac
done
