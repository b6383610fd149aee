/* Swift initialises a global, and the metadata of a generic type, at first use, under a lock in the
   word after its flag. The runtime's own lock identifies its owner by a thread number, which a
   forked child's thread inherits from its parent: two threads of the child that need one global at
   the same time then wait for ever. This lock has no owner. */
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

enum { FREE, LOCKED, CONTENDED };

/* A mutex as in Drepper, "Futexes Are Tricky", section 5. */
static void lock(_Atomic uint32_t *word) {
  uint32_t seen = FREE;
  if (atomic_compare_exchange_strong(word, &seen, LOCKED)) return;
  if (seen != CONTENDED) seen = atomic_exchange(word, CONTENDED);
  while (seen != FREE) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, CONTENDED, NULL, NULL, 0);
    seen = atomic_exchange(word, CONTENDED);
  }
}

static void unlock(_Atomic uint32_t *word) {
  if (atomic_exchange(word, FREE) == CONTENDED)
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
