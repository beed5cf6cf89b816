#!/bin/sh
# Programs that the tests need and pip does not bring: `programs.sh NAME...`. Debian's packages, where one is missing and that is allowed.
set -eu
missing() { for program in "$@"; do command -v "$program" >/dev/null 2>&1 || echo "$program"; done; }
package() {
  case "$1" in
    chromium) echo chromium fonts-dejavu-core nginx-light openssl ;; # the test of a proxy is left out where there is no nginx
    chromedriver) echo chromium-driver ;;
    node) echo nodejs ;;
    pdftotext) echo poppler-utils ;;
    *) echo "$1" ;;
  esac
}
lacking=$(missing "$@")
[ -n "$lacking" ] || exit 0
packages=$(for program in $lacking; do package "$program"; done)
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  # shellcheck disable=SC2086
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $packages >/dev/null
fi
lacking=$(missing "$@")
if [ -n "$lacking" ]; then
  echo "The tests need $(echo $lacking): install them (Debian: apt-get install $(echo $packages))." >&2
  exit 1
fi
