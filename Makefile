# make only calls python: the same words work without make (python -m useit_eval evaluate | test | lab).
PYTHON ?= python3

.PHONY: evaluate test lab test-long clean
evaluate:
	$(PYTHON) -m useit_eval evaluate
test:
	$(PYTHON) -m useit_eval test
lab:
	$(PYTHON) -m useit_eval lab
test-long:
	$(PYTHON) -m useit_eval test --long
clean:
	$(PYTHON) -m useit_eval clean
