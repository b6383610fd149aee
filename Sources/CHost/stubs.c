/* In place of two parts of the Swift runtime that the library does not use. The linker leaves out
   550 kB of names of Unicode characters; the crash handler, which the environment variable
   SWIFT_BACKTRACE would switch on, is no part of the copy that tools/make/build.mk links. */
#ifdef __linux__

#include <stdbool.h>
#include <stdint.h>

#define WRAP __attribute__((visibility("hidden")))

WRAP extern int32_t __wrap__swift_backtraceSettings[22];
WRAP bool __wrap__swift_backtrace_isThunkFunction(const char *name);
WRAP intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *name, intptr_t capacity);

/* BacktraceSettings of 88 bytes. What remains of the runtime reads the second field, `enabled`:
   0 = off. */
int32_t __wrap__swift_backtraceSettings[22];

bool __wrap__swift_backtrace_isThunkFunction(const char *name) {
  (void)name;
  return false;
}

/* The length of `Unicode.Scalar.Properties.name`, 0 = none. */
intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *name, intptr_t capacity) {
  (void)scalar, (void)name, (void)capacity;
  return 0;
}

#endif
