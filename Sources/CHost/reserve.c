/* Small blocks for the Swift runtime, for when the system has no memory left. The runtime ends the
   process if it cannot allocate an object of a few bytes, even that of an error to be thrown.
   Memory sized by data comes from `Buffer`, which throws; the call unwinds and frees the blocks. */
#include <errno.h>
#include <malloc.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "CHost.h"

enum { CELL = 64, CELLS = 8192, LARGEST = 65536, TAKEN = 0x8000 };

/* Touched only when it is needed. */
static _Alignas(CELL) unsigned char cells[CELLS][CELL];
/* The cells of the run that begins with a cell, with TAKEN where it is; 0 = all to the end. */
static uint16_t runs[CELLS];
static atomic_flag busy = ATOMIC_FLAG_INIT;

static int length(int cell) {
  int cells_here = runs[cell] & ~TAKEN;
  return cells_here != 0 ? cells_here : CELLS - cell;
}

/* A free run with the free ones behind it. */
static int free_length(int cell) {
  int end = cell;
  while (end < CELLS && (runs[end] & TAKEN) == 0) end += length(end);
  return end - cell;
}

/* Takes a run of `needed` free cells and gives the first of them; -1 where no such run is free. */
static int take(int needed) {
  int cell = 0;
  while (cell < CELLS) {
    int found = free_length(cell);
    if (found >= needed) {
      if (found > needed) runs[cell + needed] = (uint16_t)(found - needed);
      runs[cell] = (uint16_t)(needed | TAKEN);
      return cell;
    }
    if (found > 0) runs[cell] = (uint16_t)found;
    cell += length(cell);
  }
  return -1;
}

static void begin(void) {
  while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) sched_yield();
}

static void end(void) { atomic_flag_clear_explicit(&busy, memory_order_release); }

static void *reserved(size_t bytes) {
  int cell;
  if (bytes > LARGEST) return NULL;
  begin();
  cell = take(bytes == 0 ? 1 : (int)((bytes + CELL - 1) / CELL));
  end();
  return cell < 0 ? NULL : cells[cell];
}

static int is_reserved(const void *block) {
  return (uintptr_t)block - (uintptr_t)cells < sizeof cells;
}

static int cell_of(const void *block) {
  return (int)(((uintptr_t)block - (uintptr_t)cells) / CELL);
}

static void give_back(void *block) {
  begin();
  runs[cell_of(block)] &= (uint16_t)~TAKEN;
  end();
}

/* ---- In place of the C library's, see CHost.h ---- */

#define REAL extern __attribute__((weak))
#define WRAP __attribute__((visibility("hidden")))

REAL void *__real_malloc(size_t bytes);
REAL void *__real_calloc(size_t count, size_t bytes);
REAL void *__real_realloc(void *block, size_t bytes);
REAL void __real_free(void *block);
REAL int __real_posix_memalign(void **block, size_t alignment, size_t bytes);
REAL size_t __real_malloc_usable_size(void *block);

WRAP void *__wrap_malloc(size_t bytes) {
  void *block = __real_malloc(bytes);
  return block != NULL ? block : reserved(bytes);
}

WRAP void *__wrap_calloc(size_t count, size_t bytes) {
  void *block = __real_calloc(count, bytes);
  if (block != NULL || __builtin_mul_overflow(count, bytes, &bytes)) return block;
  block = reserved(bytes);
  return block == NULL ? NULL : memset(block, 0, bytes);
}

/* The runtime's own requests: a `Buffer` is aligned to a cache line, and may be refused. */
WRAP int __wrap_posix_memalign(void **block, size_t alignment, size_t bytes) {
  int status = __real_posix_memalign(block, alignment, bytes);
  void *other = status == ENOMEM && alignment < CELL ? reserved(bytes) : NULL;
  if (other == NULL) return status;
  *block = other;
  return 0;
}

WRAP void __wrap_free(void *block) {
  if (is_reserved(block)) give_back(block);
  else __real_free(block);
}

WRAP size_t __wrap_malloc_usable_size(void *block) {
  if (!is_reserved(block)) return __real_malloc_usable_size(block);
  return (size_t)(runs[cell_of(block)] & ~TAKEN) * CELL;
}

WRAP void *__wrap_realloc(void *block, size_t bytes) {
  void *other;
  size_t kept;
  if (!is_reserved(block)) {
    other = __real_realloc(block, bytes);
    if (other != NULL || bytes == 0 || bytes > LARGEST) return other;
  }
  other = __wrap_malloc(bytes);
  if (other == NULL || block == NULL) return other;
  kept = __wrap_malloc_usable_size(block);
  memcpy(other, block, kept < bytes ? kept : bytes);
  __wrap_free(block);
  return other;
}

int libdas_thread_has_memory(void) {
  enum { SOME = 4096 };
  void *volatile block = malloc(SOME);
  int has = block != NULL && !is_reserved(block);
  free(block);
  return has;
}
