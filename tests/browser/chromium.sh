#!/bin/sh
# What the browser tests need: Chromium and its driver, nginx and openssl, and poppler to read what was printed. Installed where missing and allowed.
set -eu
missing() { for tool in chromium chromedriver pdftotext; do command -v "$tool" >/dev/null 2>&1 || return 0; done; return 1; }
missing || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core nginx-light openssl poppler-utils >/dev/null
fi
if missing; then
  echo "The browser tests need chromium, chromedriver and pdftotext: install them (Debian: apt-get install chromium chromium-driver poppler-utils)." >&2
  exit 1
fi
