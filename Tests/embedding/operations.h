/* Every kind of call that takes memory, to be run again and again while memory is refused. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include <das.h>

typedef struct {
  const char *name;
  /* Runs the call and frees what it gave; its status is what matters. */
  das_status (*run)(das_context_ref context, const char *argument);
  const char *argument;
} operation;

extern const operation operations[];
extern const int operation_count;

/* Makes the objects that the operations use, for a table of this size, and frees them. */
void begin_operations(int64_t rows, int64_t columns);
void end_operations(void);

#endif
