/*
 * An allocator that refuses, in front of the C library's. The library's own buffers all come from
 * posix_memalign, aligned to a cache line; everything else, Swift's small objects, does not.
 */
#ifndef REFUSE_H
#define REFUSE_H

#include <stddef.h>

/* Refuses the buffer of this number from now on, counted from 1, and none after it; 0: none. */
void refuse_buffer(long number);
/* Refuses every buffer from that number on. */
void refuse_buffers_from(long number);
/* The buffers asked for since the last of these calls. */
long buffers_asked(void);
/* Refuses every malloc, calloc and realloc of at least `bytes`; 0: none. */
void refuse_large(size_t bytes);
/* All that anybody asked for since the process began, and got or not. */
long allocations(void);

#endif
