/* A C program that embeds CPython, imports das and prints its version: the runtimes of Swift, of
   Python and the C library share one process. */
#include <Python.h>

static const char program[] =
    "import das\n"
    "print('das', das.__version__, 'inside an embedded Python')\n";

int main(void) {
  Py_InitializeEx(0);
  int failed = PyRun_SimpleString(program);
  return Py_FinalizeEx() != 0 || failed != 0;
}
