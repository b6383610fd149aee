/* Swift makes a global, and what it knows of a generic type, at its first use: "once", under a lock in the word
   behind its flag. The runtime's own lock names its owner by a thread number that each thread keeps, and that the
   thread of a forked child has from its parent. When two threads of the child come for one thing at a time, both
   wait for ever. This lock has no owner. */
#ifdef __linux__

#include <linux/futex.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CHost.h"

/* swift::threading_impl::once_t of 64-bit Linux. */
typedef struct {
  _Atomic int32_t done; /* 0, then -1 */
  _Atomic uint32_t lock;
} once;

enum { FREE, HELD, AWAITED };

/* A mutex as in Drepper, "Futexes Are Tricky", section 5. */
static void lock(_Atomic uint32_t *word) {
  uint32_t seen = FREE;
  if (atomic_compare_exchange_strong(word, &seen, HELD)) return;
  if (seen != AWAITED) seen = atomic_exchange(word, AWAITED);
  while (seen != FREE) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, AWAITED, NULL, NULL, 0);
    seen = atomic_exchange(word, AWAITED);
  }
}

static void unlock(_Atomic uint32_t *word) {
  if (atomic_exchange(word, FREE) == AWAITED)
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* swift::threading_impl::once_slow(once_t &, void (*)(void *), void *) */
__attribute__((visibility("hidden"))) void
__wrap__ZN5swift14threading_impl9once_slowERNS0_6once_tEPFvPvES3_(once *predicate,
                                                                 void (*make)(void *),
                                                                 void *context) {
  lock(&predicate->lock);
  if (atomic_load_explicit(&predicate->done, memory_order_acquire) == 0) {
    make(context);
    atomic_store_explicit(&predicate->done, -1, memory_order_release);
  }
  unlock(&predicate->lock);
}

#endif
