# `make run` and `make test` are all a newcomer needs.
PYTHON ?= python3
PORT ?= 8501
ROOT ?= .
BIN := .venv/bin

.PHONY: run setup test check bench torture spark fuzz clean
.DEFAULT_GOAL := run

# sets up, writes the demo exports in the formats users really have, loads them, opens the dashboard
run: setup
	@$(BIN)/kol demo --root $(ROOT)
	@$(BIN)/kol load --root $(ROOT) $(ROOT)/demo
	@$(BIN)/kol serve --root $(ROOT) --port $(PORT)

setup: .venv/.runs

.venv/.runs: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the packages of requirements.lock (about a minute, once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.tests: .venv/.runs requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -r requirements-dev.lock
	@touch $@

# lint, types, import contracts, then every test; browser and PostgreSQL parts are skipped by name where Debian's
# packages `chromium` and `postgresql` are absent, and fail there when CI=true
test: .venv/.tests check
	$(BIN)/python -m pytest -n 2 --dist loadfile

.venv/.spark: .venv/.tests requirements-spark.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -r requirements-spark.lock
	@touch $@

check: .venv/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# the long sets: every number in docs/benchmarks.md comes from here
bench: .venv/.tests
	$(BIN)/python benchmarks/loading.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/daily.py
	$(BIN)/python benchmarks/models.py
	$(BIN)/python benchmarks/reconcile.py
	$(BIN)/python benchmarks/views.py
	$(BIN)/python benchmarks/samples.py
	$(BIN)/python benchmarks/serving.py
	$(BIN)/python benchmarks/month.py --scale 0.1

# kills and failures at every system call with which a load writes (needs Debian's package `strace`)
torture: .venv/.tests
	$(BIN)/python tests/ingest/torture.py

# every model on a Spark cluster of a master and two workers, one of which is killed, against DuckDB (needs Java 17)
spark: .venv/.spark
	KOL_SPARK=1 $(BIN)/python -m pytest -n 0 tests/campaigns/test_spark.py

# many random files and cells for every parser; ROUNDS per test
ROUNDS ?= 400
fuzz: .venv/.tests
	KOL_FUZZ=$(ROUNDS) $(BIN)/python -m pytest -n 2 tests/ingest/test_fuzz.py

clean:
	rm -rf .venv .warehouse warehouse.duckdb .work artefacts
