/* What the library does in C for the sake of the process that has loaded it. The symbols are hidden: nothing
   here is part of the public ABI.

   once.c and reserve.c take the place of functions that the Swift runtime calls, by the linker's --wrap in
   tools/make/build.mk; where the library is linked otherwise, nobody calls them. */
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

/* Between these two no floating-point operation of this thread traps. Rounding stays as it is, and so does the
   treatment of subnormal numbers; flags are those of the host again in the end. */
void libdas_begin_call(libdas_environment *kept);
void libdas_end_call(libdas_environment *kept);

/* Between these two the thread is in the host's hands, amid a call or not. */
libdas_environment *libdas_begin_callback(void);
void libdas_end_callback(libdas_environment *kept);

/* Whether a new thread can have memory of its own: where it can have none, its first object would be the end of
   the process. */
int libdas_thread_has_memory(void);

#pragma GCC visibility pop

#endif
