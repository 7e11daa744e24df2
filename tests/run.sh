#!/usr/bin/env bash
# Runs the tests. The last line says how many passed and failed; the exit code is 0 only if some ran and none failed.
#
#   tests/run.sh                          everything
#   tests/run.sh Core Web                 tests/ElasticJobs.Core.Tests and tests/ElasticJobs.Web.Tests
#   tests/run.sh Client                   the browser's modules: types, unit tests, and that wwwroot/dist is what its sources give
#   tests/run.sh --filter Name~Cycle      what `dotnet test --filter` takes
#   tests/run.sh --cluster                also the tests on a real Kubernetes, which tests/cluster/cluster starts (root; some minutes the first time)
#   tests/run.sh --try-cluster            the same, but where it can't be started its tests are left out, and that is said
#   tests/run.sh --no-build               what is already built
#   tests/run.sh --configuration Release
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A test host that is silent for longer than this hangs and counts as failed. The longest test (kills at random moments) needs a part of it.
readonly hang_timeout=15m

build=true cluster="" configuration=Debug filter="" filtered="" projects=()
while [ $# -gt 0 ]; do
  case "$1" in
    --no-build) build=false ;;
    --cluster) cluster=needed ;;
    --try-cluster) cluster=wanted ;;
    --configuration) configuration=$2; shift ;;
    --filter) filter=$2 filtered=true; shift ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) echo "Unknown option $1; see tests/run.sh --help." >&2; exit 2 ;;
    *) projects+=("$1") ;;
  esac
  shift
done

# What the tests drive but don't bring along: a browser, PostgreSQL's server programs, what tests/helm takes to fetch Helm.
install_missing() {
  local packages=()
  command -v chromium >/dev/null || [ -x "${CHROMIUM:-}" ] || packages+=(chromium)
  command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
  command -v npm >/dev/null || packages+=(nodejs npm)
  command -v unzip >/dev/null || packages+=(unzip)
  [ ${#packages[@]} -gt 0 ] || return 0

  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then as_root=(sudo -n); else
      echo "Missing: ${packages[*]}. Install with: sudo apt-get install ${packages[*]}. The tests that need them will fail." >&2
      return 0
    fi
  fi
  if ! command -v apt-get >/dev/null; then
    echo "Missing: ${packages[*]}. Install them with this system's package manager. The tests that need them will fail." >&2
    return 0
  fi

  echo "Installing ${packages[*]}"
  "${as_root[@]}" apt-get update -qq </dev/null >/dev/null || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null >/dev/null \
    || echo "Could not install ${packages[*]}. The tests that need them will fail." >&2
}

# Those in the solution, cheapest first: rules, then stores and runtimes, then the product.
all_projects() {
  local listed name
  listed=$(dotnet sln ElasticJobs.sln list | tr '\\' '/' | sed -n 's|^tests/ElasticJobs\.\(.*\)\.Tests/.*\.csproj$|\1|p')
  echo Client
  for name in Core Storage Local Worker Kubernetes Scheduler Cli Components Web Deploy Browser Crash; do
    grep -qx "$name" <<<"$listed" && echo "$name"
  done
  grep -vxE 'Core|Storage|Local|Worker|Kubernetes|Scheduler|Cli|Components|Web|Deploy|Browser|Crash' <<<"$listed" || true
}

counter() { # the sum of one counter over a project's result files
  local sum=0 value
  for value in $(cat "$1"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | grep -oE "[ ]$2=\"[0-9]+\"" | grep -oE '[0-9]+'); do
    sum=$((sum + value))
  done
  echo "$sum"
}

# Sets passed and failed, as for a project.
client_tests() {
  local directory=src/ElasticJobs.Web/Client log=$results/Client.log
  passed=0 failed=0
  mkdir -p "$results"
  if ! (cd "$directory" && npm ci --no-audit --no-fund --loglevel=error) </dev/null >"$log" 2>&1; then
    cat "$log" >&2; failed=1; return
  fi
  for check in "npm run --silent check" "npm run --silent verify"; do
    if (cd "$directory" && $check) </dev/null >"$log" 2>&1; then passed=$((passed + 1)); else cat "$log" >&2; failed=$((failed + 1)); fi
  done
  (cd "$directory" && npm test --silent) </dev/null >"$log" 2>&1 || { cat "$log" >&2; [ "$(tap fail "$log")" != 0 ] || failed=$((failed + 1)); }
  passed=$((passed + $(tap pass "$log"))) failed=$((failed + $(tap fail "$log")))
}

leave_out() { filter=${filter:+($filter)&}Category!=$1; }

# Leaves a cluster that ran before as it was.
start_cluster() {
  local was_up=false
  tests/cluster/cluster running && was_up=true
  if ! ELASTICJOBS_TEST_KUBECONFIG=$(tests/cluster/cluster up </dev/null); then
    if [ $cluster = wanted ]; then
      echo "The cluster did not start: the tests that need it are LEFT OUT." >&2
      leave_out Cluster
    else
      echo "The cluster did not start; the tests that need it will fail." >&2
    fi
    return 0
  fi
  export ELASTICJOBS_TEST_KUBECONFIG
  $was_up || trap 'tests/cluster/cluster down' EXIT
}

tap() { # a counter of node's test runner
  grep -oE "^(# |ℹ )$1 [0-9]+" "$2" | grep -oE '[0-9]+' | tail -1 || echo 0
}

if [ -n "$cluster" ]; then start_cluster; else leave_out Cluster; fi

install_missing
tests/helm version </dev/null >/dev/null || { echo "There is no Helm: the tests of the chart are LEFT OUT." >&2; leave_out Helm; }
[ ${#projects[@]} -gt 0 ] || mapfile -t projects < <(all_projects)
if $build; then
  dotnet build ElasticJobs.sln -c "$configuration" -v quiet -nologo -nodeReuse:false </dev/null
fi

readonly results=artifacts/tests
rm -rf "$results"
total_passed=0 total_failed=0
for name in "${projects[@]}"; do
  arguments=(--no-build --nologo -c "$configuration" -v quiet --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx"
    --results-directory "$results/$name" --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none)
  [ -z "$filter" ] || arguments+=(--filter "$filter")

  code=0 started=$SECONDS
  if [ "$name" = Client ]; then
    [ -n "$filtered" ] && continue
    client_tests
    echo "$name: $passed passed, $failed failed in $((SECONDS - started)) s"
    total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed))
    continue
  fi
  dotnet test "tests/ElasticJobs.$name.Tests" "${arguments[@]}" </dev/null || code=$?
  passed=$(counter "$results/$name" passed)
  failed=$(counter "$results/$name" failed)
  # A crashed or hung test host fails without a failed test.
  if [ "$code" != 0 ] && [ "$failed" = 0 ]; then
    echo "$name: the test host ended with exit code $code" >&2
    failed=1
  fi
  echo "$name: $passed passed, $failed failed in $((SECONDS - started)) s"
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
done

echo "$total_passed passed, $total_failed failed"
[ "$total_failed" = 0 ] && [ "$total_passed" -gt 0 ]
