#define _GNU_SOURCE
#include "refuse.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>

/* The C library's own, under the names that it keeps for replacements such as these. */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);

/* The alignment of the library's buffers; Swift asks for less. */
enum { CACHE_LINE = 64 };

static atomic_long all, asked, first_refused, last_refused;
static atomic_size_t large;

static void start(long first, long last) {
  atomic_store(&asked, 0);
  atomic_store(&first_refused, first);
  atomic_store(&last_refused, last);
}

void refuse_buffer(long number) { start(number, number); }
void refuse_buffers_from(long number) { start(number, number == 0 ? 0 : 1L << 62); }
long buffers_asked(void) { return atomic_load(&asked); }
long allocations(void) { return atomic_load(&all); }
void refuse_large(size_t bytes) { atomic_store(&large, bytes); }

int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  long number = alignment == CACHE_LINE ? atomic_fetch_add(&asked, 1) + 1 : 0;
  atomic_fetch_add(&all, 1);
  if (number > 0 && number >= atomic_load(&first_refused) && number <= atomic_load(&last_refused))
    return ENOMEM;
  * memory = __libc_memalign(alignment, bytes);
  return *memory == NULL ? ENOMEM : 0;
}

static int refused(size_t bytes) {
  size_t limit = atomic_load(&large);
  atomic_fetch_add(&all, 1);
  if (limit == 0 || bytes < limit) return 0;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t bytes) { return refused(bytes) ? NULL : __libc_malloc(bytes); }

void *calloc(size_t count, size_t bytes) {
  if (refused(count * bytes)) return NULL;
  return __libc_calloc(count, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  return refused(bytes) ? NULL : __libc_memalign(alignment, bytes);
}

void *realloc(void *memory, size_t bytes) {
  return refused(bytes) ? NULL : __libc_realloc(memory, bytes);
}
