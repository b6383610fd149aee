/*
 * Refuses memory to every kind of call, one buffer at a time: each call ends in
 * DAS_ERROR_OUT_OF_MEMORY or manages without, never in an abort, gives nothing out and keeps
 * nothing.
 *
 *     refused_buffers
 */
#include <malloc.h>

#include "operations.h"
#include "refuse.h"
#include "table.h"

enum { MAX_REFUSALS = 120 };

static das_status run(const operation *tried, int32_t threads) {
  das_context_ref context;
  das_status status;
  REQUIRE(das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, threads) == DAS_OK);
  status = tried->run(context, tried->argument);
  if (status == DAS_ERROR_OUT_OF_MEMORY)
    REQUIRE(strstr(das_context_message(context), "out of memory") != NULL);
  das_context_free(context);
  return status;
}

/* The buffers to refuse are spread over all that the call asks for, the first ones all. */
static long next_refusal(long number, long asked) {
  long step = asked / MAX_REFUSALS;
  return number < 40 || step < 1 ? number + 1 : number + step;
}

static void sweep(const operation *tried, int32_t threads) {
  long asked, number, refusals = 0;
  refuse_buffer(0);
  REQUIRE(run(tried, threads) == DAS_OK);
  asked = buffers_asked();
  for (number = 1; number <= asked; number = next_refusal(number, asked)) {
    das_status single, all;
    refuse_buffer(number);
    single = run(tried, threads);
    refuse_buffers_from(number);
    all = run(tried, threads);
    refuse_buffer(0);
    if ((single != DAS_OK && single != DAS_ERROR_OUT_OF_MEMORY) ||
        (all != DAS_ERROR_OUT_OF_MEMORY && all != DAS_OK)) {
      fprintf(stderr, "%s, buffer %ld of %ld: %s, %s\n", tried->name, number, asked,
              das_status_name(single), das_status_name(all));
      exit(EXIT_FAILURE);
    }
    refusals += all == DAS_ERROR_OUT_OF_MEMORY;
  }
  REQUIRE(asked == 0 || refusals > 0);
}

/* Where large blocks come from malloc, their size comes from the data and memory is not checked. */
static void refuse_to_malloc(const operation *tried) {
  das_status status;
  refuse_large(65536);
  status = run(tried, 1);
  refuse_large(0);
  if (status == DAS_OK) return;
  fprintf(stderr, "%s asks malloc for a large block: %s\n", tried->name, das_status_name(status));
  exit(EXIT_FAILURE);
}

int main(void) {
  size_t before, after;
  int index;

  begin_operations(400, 5);
  for (index = 0; index < operation_count; index++) {
    sweep(&operations[index], 2);
    before = mallinfo2().uordblks;
    sweep(&operations[index], 1);
    after = mallinfo2().uordblks;
    if (after > before + 16384) {
      fprintf(stderr, "%s: %lu bytes kept after failures\n", operations[index].name,
              (unsigned long)(after - before));
      return EXIT_FAILURE;
    }
  }
  end_operations();

  begin_operations(20000, 6);
  for (index = 0; index < operation_count; index++)
    if (strcmp(operations[index].name, "fit ocsvm") != 0 &&
        strcmp(operations[index].name, "enhance ocsvm") != 0)
      refuse_to_malloc(&operations[index]);
  end_operations();
  begin_operations(2000, 40);
  for (index = 0; index < operation_count; index++) refuse_to_malloc(&operations[index]);
  end_operations();
  printf("refused memory is an error in each of %d kinds of call\n", operation_count);
  return EXIT_SUCCESS;
}
