#!/bin/sh
# R, for the test that redraws the rows shown in it. Installed where missing and allowed; without it that test is skipped and says so.
command -v Rscript >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core >/dev/null
fi
command -v Rscript >/dev/null 2>&1 || echo "R is missing (Debian: apt-get install r-base-core): its part of the tests is skipped." >&2
exit 0
