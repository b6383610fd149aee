/* 64 truths: in a vector, and as the bits of a word, the first the lowest. */
#ifndef LIBDAS_BITS_H
#define LIBDAS_BITS_H

#include "lanes.h"

typedef _Bool bits __attribute__((ext_vector_type(64)));

INLINE uint64_t word_of(bits each) {
  uint64_t word;
  memcpy(&word, &each, sizeof word);
  return word;
}

INLINE bits bits_of(uint64_t word) {
  bits each;
  memcpy(&each, &word, sizeof each);
  return each;
}

#endif
