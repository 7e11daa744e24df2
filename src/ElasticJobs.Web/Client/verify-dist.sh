#!/bin/sh
# Rebuilds the bundles into a temporary directory and compares every byte with the committed ones.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
cd "$here"
[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error
node build.mjs --out "$fresh/dist"
if diff -rq "$fresh/dist" "$here/../../../wwwroot/dist"; then
  echo "wwwroot/dist matches its sources."
else
  echo "wwwroot/dist differs from its sources: run 'npm run build' in src/ElasticJobs.Web/Client and commit the result." >&2
  exit 1
fi
