/* The types of the C ABI have no code of their own. */
#include "das_types.h"
