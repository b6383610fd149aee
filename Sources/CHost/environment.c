#include "CHost.h"

#include <stddef.h>

/* ---- One thread's environment: `hold` saves it and masks traps, `give_back` restores it ---- */

#if defined(__x86_64__)

#include <xmmintrin.h>

/* Flags of the six exceptions, in MXCSR and the x87 alike; their masks in MXCSR and in the x87's
   control word. */
enum { FLAGS = 0x3f, VECTOR_MASKS = 0x1f80, MASKS = 0x3f };

static unsigned short x87_control(void) {
  unsigned short word;
  __asm__ volatile("fnstcw %0" : "=m"(word));
  return word;
}

static unsigned short x87_flags(void) {
  unsigned short word;
  __asm__ volatile("fnstsw %0" : "=m"(word));
  return word & FLAGS;
}

/* The C library's functions take a tenth of a microsecond for the x87, which hosts seldom let trap,
   and whose flags no code of ours raises as a rule. */
static void hold(libdas_environment *kept) {
  kept->vector = _mm_getcsr();
  kept->flags = x87_flags();
  kept->is_whole = (x87_control() & MASKS) != MASKS;
  if (kept->is_whole) feholdexcept(&kept->host);
  _mm_setcsr((kept->vector | VECTOR_MASKS) & ~(unsigned)FLAGS);
}

static void give_back(libdas_environment *kept) {
  if (kept->is_whole) {
    fesetenv(&kept->host);
  } else if (x87_flags() != kept->flags) {
    fenv_t now;
    __asm__ volatile("fnstenv %0" : "=m"(now));
    now.__status_word = (unsigned short)((now.__status_word & ~FLAGS) | kept->flags);
    __asm__ volatile("fldenv %0" : : "m"(now));
  }
  _mm_setcsr(kept->vector);
}

#else

static void hold(libdas_environment *kept) { feholdexcept(&kept->host); }

static void give_back(libdas_environment *kept) { fesetenv(&kept->host); }

#endif

/* ---- Calls and callbacks ---- */

/* The call that this thread is in; none while a callback runs. A host that leaves a callback by a
   jump is back in its own environment, and nothing here points to a frame that is gone. */
static _Thread_local libdas_environment *running;

void libdas_begin_call(libdas_environment *kept) {
  kept->outer = running;
  hold(kept);
  running = kept;
}

void libdas_end_call(libdas_environment *kept) {
  running = kept->outer;
  give_back(kept);
}

libdas_environment *libdas_begin_callback(void) {
  libdas_environment *kept = running;
  running = NULL;
  if (kept != NULL) give_back(kept);
  return kept;
}

/* What the callback did to the environment is the host's own doing, and is there after the call. */
void libdas_end_callback(libdas_environment *kept) {
  if (kept != NULL) hold(kept);
  running = kept;
}
