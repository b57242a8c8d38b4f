# 法鉴 Fajian. `make run` opens the page, `make test` passes all tests, `make soak` breaks all it can for hours (docs/trust.md), `make bench` measures
# how fast everything is (docs/performance.md); each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint setup soak bench clean lock audit sbom

run: $(VENV)/run.done
	@test -f index/CURRENT || $(BIN)/python cli.py index corpus/samples
	$(BIN)/python cli.py serve

test: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/dev.done
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

setup: $(VENV)/dev.done

lock: $(VENV)/dev.done
	$(BIN)/python -m supply.lock

audit: $(VENV)/dev.done
	$(BIN)/python -m supply.audit

sbom: $(VENV)/dev.done
	$(BIN)/python -m supply.sbom --output build/sbom.cdx.json

soak: $(VENV)/dev.done
	$(BIN)/python -m bench.trust

bench: $(VENV)/dev.done
	$(BIN)/python -m bench.performance

$(VENV)/run.done: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/dev.done: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@ $(VENV)/run.done

clean:
	rm -rf $(VENV) index .pytest_cache .mypy_cache .ruff_cache .hypothesis
