/*
 * Programs at random, by the JSON Schema that the library itself gives: every move, every
 * parameter, numbers at the ends of their ranges, and now and then something that the schema
 * forbids.
 *
 * The schema is compact JSON of our own making, so a walk over its text is enough to read it.
 */
#ifndef DAS_FUZZ_GRAMMAR_H
#define DAS_FUZZ_GRAMMAR_H

#include "fuzz.h"

typedef struct {
  char *text; /* what has been written */
  size_t size, max;
  uint64_t state;    /* of the random numbers */
  uint32_t mistakes; /* one value in so many breaks the schema; 0: none does */
  double min;      /* what "to" must not fall below */
} grammar;

static uint32_t grammar_draw(grammar *g, uint32_t below) {
  g->state = g->state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((g->state >> 33) % below);
}

static int grammar_errs(grammar *g) {
  return g->mistakes != 0 && grammar_draw(g, g->mistakes) == 0;
}

static void grammar_put(grammar *g, const char *text, size_t size) {
  if (size > g->max - g->size) size = g->max - g->size;
  memcpy(g->text + g->size, text, size);
  g->size += size;
}

static void grammar_say(grammar *g, const char *text) { grammar_put(g, text, strlen(text)); }

/* ---- The schema's text ---- */

static const char *grammar_schema(void) {
  static char *schema;
  int64_t size = 0;
  if (schema == NULL) {
    FUZZ_REQUIRE(das_program_schema(NULL, NULL, 0, &size) == DAS_OK);
    schema = (char *)malloc((size_t)size);
    FUZZ_REQUIRE(schema != NULL && das_program_schema(NULL, schema, size, &size) == DAS_OK);
  }
  return schema;
}

/* What follows the value that begins here. */
static const char *grammar_skip(const char *at) {
  int depth = 0, quoted = 0;
  for (;; at++) {
    if (quoted) {
      if (*at == '\\') at++;
      else if (*at == '"') quoted = 0;
    } else if (*at == '"') {
      quoted = 1;
    } else if (*at == '{' || *at == '[') {
      depth++;
    } else if (*at == '}' || *at == ']') {
      if (depth-- == 0) return at;
    } else if (depth == 0 && (*at == ',' || *at == ':' || *at == '\0')) {
      return at;
    }
  }
}

/* The first item of an array or key of an object; the next one; NULL after the last. */
static const char *grammar_first(const char *list) {
  return list[1] == ']' || list[1] == '}' ? NULL : list + 1;
}

static const char *grammar_next(const char *item) {
  item = grammar_skip(item);
  if (*item == ':') item = grammar_skip(item + 1);
  return *item == ',' ? item + 1 : NULL;
}

static const char *grammar_member(const char *object, const char *key) {
  const char *at;
  size_t size = strlen(key);
  for (at = grammar_first(object); at != NULL; at = grammar_next(at))
    if (strncmp(at + 1, key, size) == 0 && at[size + 1] == '"') return at + size + 3;
  return NULL;
}

static const char *grammar_item(grammar *g, const char *list) {
  const char *at, *chosen = NULL;
  uint32_t count = 0;
  for (at = grammar_first(list); at != NULL; at = grammar_next(at))
    if (grammar_draw(g, ++count) == 0) chosen = at;
  return chosen;
}

static double grammar_bound(const char *schema, const char *key, double otherwise) {
  const char *value = grammar_member(schema, key);
  return value == NULL ? otherwise : strtod(value, NULL);
}

/* ---- Values ---- */

static void grammar_value(grammar *g, const char *schema);

static void grammar_mistake(grammar *g) {
  static const char *const values[] = {
      "null", "true", "-1", "-0", "0", "1e308", "1e999", "-1e-300", "0.5", "9223372036854775808",
      "\"\"", "[]", "{}", "[1,\"a\"]", "{\"from\":1}", "{\"from\":2,\"to\":1}", "\"\\ud800\"",
      "tru", "1.", "{\"a\":1,\"a\":2}"};
  grammar_say(g, values[grammar_draw(g, sizeof values / sizeof *values)]);
}

static void grammar_number(grammar *g, const char *schema, int whole, const char *key) {
  double min = grammar_bound(schema, "minimum", 0), max = grammar_bound(schema, "maximum", 1),
         value;
  char text[40];
  if (strcmp(key, "to") == 0 && g->min > min && g->min <= max) min = g->min;
  switch (grammar_draw(g, 8)) {
    case 0: value = min; break;
    case 1: value = max; break;
    case 2: value = min + (max - min) * 1e-9; break;
    case 3: value = min <= 0.5 && max >= 0.5 ? 0.5 : max; break;
    case 4: value = min <= 1 && max >= 1 ? 1 : min; break;
    default: value = min + (max - min) * grammar_draw(g, 1000) / 1000.0;
  }
  if (strcmp(key, "from") == 0) g->min = value;
  snprintf(text, sizeof text, whole ? "%.0f" : "%.17g", value);
  grammar_say(g, text);
}

static void grammar_text(grammar *g, const char *schema) {
  static const char *const names[] = {"\"x\"", "\"pca\"", "\"a-b_c.0\"", "\"any\""};
  static const char *const texts[] = {
      "\"\"",        "\"It sees { and }.\"",        "\"\\\"\\\\\\u00e9\\n\"",
      "\"```json\"", "\"\\ud83d\\ude00 \xc3\xa9\"", "\"\\\"mixture\\\": [\""};
  const int named = grammar_member(schema, "pattern") != NULL;
  grammar_say(g, named ? names[grammar_draw(g, 4)] : texts[grammar_draw(g, 6)]);
}

static void grammar_array(grammar *g, const char *schema) {
  uint32_t min = (uint32_t)grammar_bound(schema, "minItems", 0);
  uint32_t max = (uint32_t)grammar_bound(schema, "maxItems", 4), count;
  const char *items = grammar_member(schema, "items");
  count = grammar_draw(g, 16) == 0 ? max : min + grammar_draw(g, 3);
  if (grammar_errs(g)) count = max + 1;
  grammar_say(g, "[");
  while (count-- > 0) {
    grammar_value(g, items);
    if (count > 0) grammar_say(g, ",");
  }
  grammar_say(g, "]");
}

static int grammar_wants(grammar *g, const char *schema, const char *key) {
  const char *at = grammar_member(schema, "required");
  size_t size = (size_t)(grammar_skip(key) - key);
  for (at = at == NULL ? NULL : grammar_first(at); at != NULL; at = grammar_next(at))
    if (strncmp(at, key, size) == 0) return !grammar_errs(g);
  return grammar_draw(g, 2);
}

static void grammar_object(grammar *g, const char *schema) {
  const char *key, *value, *between = "";
  g->min = 0;
  grammar_say(g, "{");
  for (key = grammar_first(grammar_member(schema, "properties")); key != NULL;
       key = grammar_next(key)) {
    if (!grammar_wants(g, schema, key)) continue;
    value = grammar_skip(key);
    grammar_say(g, between);
    grammar_put(g, key, (size_t)(value + 1 - key));
    if (grammar_errs(g)) {
      grammar_mistake(g);
    } else if (strncmp(key, "\"to\"", 4) == 0) {
      grammar_number(g, value + 1, 0, "to");
    } else if (strncmp(key, "\"from\"", 6) == 0) {
      grammar_number(g, value + 1, 0, "from");
    } else {
      grammar_value(g, value + 1);
    }
    between = grammar_draw(g, 16) == 0 ? " ,\n" : ",";
  }
  if (grammar_errs(g)) grammar_say(g, ",\"other\":1");
  grammar_say(g, "}");
}

static void grammar_value(grammar *g, const char *schema) {
  const char *choices = grammar_member(schema, "oneOf"), *type = grammar_member(schema, "type");
  const char *only = grammar_member(schema, "const");
  if (choices == NULL) choices = grammar_member(schema, "anyOf");
  if (choices != NULL) {
    grammar_value(g, grammar_item(g, choices));
  } else if (only != NULL || (only = grammar_member(schema, "enum")) != NULL) {
    if (*only == '[') only = grammar_item(g, only);
    grammar_put(g, only, (size_t)(grammar_skip(only) - only));
  } else if (strncmp(type, "\"object\"", 8) == 0) {
    grammar_object(g, schema);
  } else if (strncmp(type, "\"array\"", 7) == 0) {
    grammar_array(g, schema);
  } else if (strncmp(type, "\"string\"", 8) == 0) {
    grammar_text(g, schema);
  } else if (strncmp(type, "\"boolean\"", 9) == 0) {
    grammar_say(g, grammar_draw(g, 2) ? "true" : "false");
  } else {
    grammar_number(g, schema, strncmp(type, "\"integer\"", 9) == 0, "");
  }
}

/* ---- Programs, their parts, and answers ---- */

static grammar grammar_begin(uint8_t *data, size_t max, unsigned int seed) {
  grammar g = {(char *)data, 0, max, seed * 2654435761u + 1u, 0, 0};
  if (grammar_draw(&g, 2) == 0) g.mistakes = 64;
  return g;
}

static size_t grammar_program(uint8_t *data, size_t max, unsigned int seed) {
  grammar g = grammar_begin(data, max, seed);
  grammar_value(&g, grammar_schema());
  return g.size;
}

/* Another move in place of one; the size as it was where there is none, or no room. */
static size_t grammar_swap_move(uint8_t *data, size_t size, size_t max, unsigned int seed) {
  static char text[4096];
  const char *items = grammar_schema();
  static const char *const path[] = {"properties", "mixture", "items",
                                     "properties", "moves",   "items"};
  size_t start = size == 0 ? 0 : seed / 8 % size, end, step;
  grammar g = grammar_begin((uint8_t *)text, sizeof text, seed);
  while (start + 6 < size && memcmp(data + start, "\"move\"", 6) != 0) start++;
  while (start > 0 && data[start] != '{') start--;
  for (end = start; end < size && data[end] != '}';) end++;
  if (end >= size || data[start] != '{') return size;
  for (step = 0; step < sizeof path / sizeof *path; step++)
    items = grammar_member(items, path[step]);
  grammar_value(&g, items);
  end++;
  if (g.size > end - start && g.size - (end - start) > max - size) return size;
  memmove(data + start + g.size, data + end, size - end);
  memcpy(data + start, text, g.size);
  return size - (end - start) + g.size;
}

/* What a language model would put around it: a fence, prose, a draft before, an end too soon. */
static size_t grammar_wrap(uint8_t *data, size_t size, size_t max, unsigned int seed) {
  static const char *const before[] = {
      "Sure:\n```json\n", "So {x} \"it\" is ", "~~~\n", "\n```JSON5 {.a}\n",
      "{\"mixture\": [ no:\n````\n", "```json\n{\"mixture\": 1}\n```\n> ",
      "```python\nx = {}\n```\r\n  ```json\r\n", "<think>{</think>"};
  static const char *const after[] = {
      "\n```\n", "\n```\nIt covers {all}.", "", "\n~~~\n", "\n````",
      "\n```\nor\n```json\n{\"weight\": 1}\n```", ". \"mixture\"!", "}"};
  const char *head = before[seed / 8 % 8], *tail = after[seed / 64 % 8];
  size_t extra = strlen(head) + strlen(tail);
  if (size + extra > max) return size;
  memmove(data + strlen(head), data, size);
  memcpy(data, head, strlen(head));
  memcpy(data + strlen(head) + size, tail, strlen(tail));
  size += extra;
  return seed / 512 % 4 == 0 ? size - seed / 2048 % size : size;
}

#endif
