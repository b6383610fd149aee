/* Loops whose speed is the width of a vector. Each is compiled for plain x86-64, for AVX2 with FMA
   and for AVX-512; the processor chooses at run time. No ifunc: sanitizers and other C libraries
   handle it badly. The symbols are hidden: nothing here is part of the public ABI.

   Every result depends on its own operands alone, never on their position in an array or matrix. */
#ifndef LIBDAS_KERNELS_H
#define LIBDAS_KERNELS_H

#include "elementwise.h"
#include "linear_algebra.h"
#include "neighbors.h"
#include "network.h"
#include "philox.h"
#include "rank_lookup.h"
#include "svm.h"
#include "tables.h"
#include "trees.h"

#endif
