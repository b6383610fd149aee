"""The package in the working folder fits, scores, saves and loads, with its own library alone."""

import os
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.getcwd())
import das

assert os.path.samefile(das.__path__[0], "das"), das.__path__

X = np.random.default_rng(0).normal(size=(300, 6))
detector = das.PCA().fit(X)
model = das.LLMDAS(detector, random_state=0).fit(X)
scores = model.decision_function(X + 4)
assert np.median(scores) > np.median(model.decision_function(X))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.das")
    model.save(path)
    assert np.array_equal(das.load(path).decision_function(X + 4), scores)

with open("/proc/self/maps") as maps:
    loaded = {line.split()[-1] for line in maps if "libdas.so" in line}
assert len(loaded) == 1 and os.path.samefile(loaded.pop(), "das/libdas.so"), loaded
print("das", das.__version__, "works in", os.getcwd())
