/* What the library does in C for the process that loaded it. The symbols are hidden, and no part of
   the public ABI.

   once.c, reserve.c and stubs.c replace what the Swift runtime uses, by the linker's --wrap in
   tools/make/build.mk. Linked otherwise, they are unused. */
#ifndef LIBDAS_HOST_H
#define LIBDAS_HOST_H

#include <fenv.h>

#pragma GCC visibility push(hidden)

/* The floating-point environment that the host had when it called: traps, flags, rounding. */
typedef struct libdas_environment {
  struct libdas_environment *outer;
  unsigned vector;      /* MXCSR */
  unsigned short flags; /* of the x87 */
  int is_whole;         /* whether `host` holds it */
  fenv_t host;
} libdas_environment;

/* Between these two calls, no floating-point operation of this thread traps. Rounding and the
   treatment of subnormal numbers do not change; the second call restores the host's flags. */
void libdas_begin_call(libdas_environment *kept);
void libdas_end_call(libdas_environment *kept);

/* Between these two calls, the thread runs the host's code in the host's environment. */
libdas_environment *libdas_begin_callback(void);
void libdas_end_callback(libdas_environment *kept);

/* Whether a new thread can allocate. If it cannot, its first object would end the process. */
int libdas_thread_has_memory(void);

#pragma GCC visibility pop

#endif
