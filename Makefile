# PORT, HOST, PUBLIC_URL, DATABASE_URL: make run PORT=8080 HOST=0.0.0.0; BENCH: make bench BENCH="--short load"
.PHONY: run test check bench faults pictures messages lock
.DEFAULT_GOAL := run
python := .venv/bin/python

run:
	@bin/run

test:
	@bin/setup requirements-dev.txt
	@bin/test-needs
	$(python) -m pytest -n 2 --dist worksteal

check:
	@bin/setup requirements-dev.txt
	@bin/check

bench:
	@bin/setup requirements-dev.txt
	$(python) -m benchmarks $(BENCH)

faults:
	@bin/setup requirements-dev.txt
	@bin/test-needs
	$(python) -m pytest -m long tests/faults

pictures:
	@bin/setup requirements-dev.txt
	@bin/test-needs
	$(python) -m tests.pictures

messages:
	@bin/setup requirements-dev.txt
	$(python) manage.py makemessages -l zh_Hans --ignore .venv --ignore var --no-wrap --no-location --no-obsolete
	$(python) manage.py compilemessages -l zh_Hans --ignore .venv

lock:
	@bin/lock
