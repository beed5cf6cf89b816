#!/bin/sh
# The scripts in assets/: their types by TypeScript, against those that Python writes, and their pure parts by node's own test runner.
set -eu
sh tests/programs.sh node npm
.venv-test/bin/python -m tools.fetch_typescript
mkdir -p build
.venv-test/bin/python -m tools.contract_types > build/contract.d.ts
node node_modules/typescript/lib/tsc.js -p tests/javascript
node --test --test-reporter=dot tests/javascript/*.test.js
