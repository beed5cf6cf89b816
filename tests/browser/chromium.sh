#!/bin/sh
# Chromium and its driver, for the browser tests: installed where they are missing and may be.
set -eu
missing() { ! command -v chromium >/dev/null 2>&1 || ! command -v chromedriver >/dev/null 2>&1; }
missing || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core nginx-light >/dev/null
fi
if missing; then
  echo "The browser tests need chromium and chromedriver: install both (Debian: apt-get install chromium chromium-driver)." >&2
  exit 1
fi
