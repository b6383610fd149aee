/* A C program that embeds CPython and runs the paper's interface through it: the runtimes of Swift,
   of Python and the C library share one process. */
#include <Python.h>

static const char program[] =
    "import das, numpy\n"
    "random = numpy.random.default_rng(0)\n"
    "X_train = random.normal(size=(400, 5))\n"
    "f = das.IForest(random_state=0).fit(X_train)\n"
    "H = das.generate_hard_anomalies(n_samples=40, model=f, X_train=X_train)\n"
    "y = numpy.repeat([0, 1], [400, 40])\n"
    "b = das.RandomForest(random_state=0).fit(numpy.vstack([X_train, H]), y)\n"
    "F = das.fuse(f, b, X_train)\n"
    "from das import _sandbox\n"
    "source = 'def generate_hard_anomalies(n_samples, model, X_train): return X_train[:n_samples] "
    "+ 1'\n"
    "if _sandbox.isolation().available:\n"
    "    assert (_sandbox.run(source, 9, f, X_train, seed=0) == X_train[:9] + 1).all()\n"
    "normal, odd = F.decision_function(X_train).mean(), F.decision_function(X_train + 6).mean()\n"
    "assert H.shape == (40, 5) and normal < odd, (H.shape, normal, odd)\n"
    "print(f'das {das.__version__} inside an embedded Python: normal rows {normal:.2f}, odd "
    "{odd:.2f}')\n";

int main(void) {
  Py_InitializeEx(0);
  int failed = PyRun_SimpleString(program);
  return Py_FinalizeEx() != 0 || failed != 0;
}
