import importlib.util

import pytest

from useit_eval.runs import zygote


@pytest.mark.parametrize("name", zygote.PRELOADED)
def test_every_module_loaded_ahead_exists(name):
    assert importlib.util.find_spec(name) is not None


def test_what_starts_threads_is_not_loaded_ahead():
    assert not {"papermill", "zmq.green", "matplotlib.pyplot", "concurrent.futures.process"} & set(zygote.PRELOADED)


def test_a_library_that_is_missing_does_not_stop_the_warm_process():
    zygote._load("no_such_library")
