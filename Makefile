# make run: serve the dashboard.  make test: everything.  Both set up what they need on a fresh machine.
PYTHON ?= python3
PORT ?= 8050
export PORT
# tests shared out over the cores; each share has a browser and a server of its own
SHARED = -n logical --maxprocesses 4 --dist worksteal

NEW_ENOUGH = $(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
	"Python 3.11 or newer is needed; $(PYTHON) is %s. Name another, such as make run PYTHON=python3.12" % sys.version.split()[0])'

.PHONY: run test check lint bench data lock audit clean

run: .venv/done
	@.venv/bin/python -m dashboard.settings && exec .venv/bin/python -m gunicorn --workers 1 --bind 127.0.0.1:$(PORT) app:server

test: .venv-test/done
	@sh tests/programs.sh chromium chromedriver pdftotext
	@sh tests/r.sh
	@$(MAKE) --no-print-directory lint
	.venv-test/bin/python -m pytest $(SHARED)

check: lint
	.venv-test/bin/python -m pytest $(SHARED) -m "not browser"

lint: .venv-test/done
	.venv-test/bin/ruff format --check .
	.venv-test/bin/ruff check .
	.venv-test/bin/python -m mypy
	@sh tests/javascript/check.sh

data: .venv-test/done
	.venv-test/bin/python -m dashboard.datapackage
	.venv-test/bin/python -m dashboard.citation
	.venv-test/bin/python -m frictionless validate data/datapackage.json

# after a change of pyproject.toml: resolve again, with hashes
lock: .venv-test/done
	.venv-test/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet -o requirements.txt
	.venv-test/bin/uv pip compile pyproject.toml --extra test --universal --generate-hashes --no-header --quiet -o requirements-test.txt

# what it is made of, under which licences, and advisories where they can be asked for
audit: .venv/done
	.venv/bin/python -m tools.audit

# the figures of docs/speed.md, beside the same charts in other frameworks; a quarter of an hour
bench: .venv-test/done .venv-bench/done
	@sh tests/programs.sh chromium chromedriver
	.venv-test/bin/python -m tests.benchmarks

.venv/done: requirements.txt tools/fetch_bundle.py
	@$(NEW_ENOUGH)
	@echo "Setting up, once: packages are fetched and installed, which takes a minute or two."
	@$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	.venv/bin/python tools/fetch_bundle.py
	@touch $@

.venv-test/done: requirements-test.txt tools/fetch_bundle.py
	@$(NEW_ENOUGH)
	$(PYTHON) -m venv .venv-test
	.venv-test/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	.venv-test/bin/python tools/fetch_bundle.py
	@touch $@

.venv-bench/done: tests/benchmarks/requirements.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/benchmarks/requirements.txt
	@touch $@

clean:
	rm -rf .venv .venv-test .venv-bench node_modules build
