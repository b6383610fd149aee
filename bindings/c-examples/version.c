/* Prints the version of the library, and tells whether it is the one this program was built for. */
#include <das.h>
#include <stdio.h>

int main(void) {
  printf("libdas %d, built with the header of %d\n", (int)das_version(), DAS_VERSION);
  return das_version() == DAS_VERSION ? 0 : 1;
}
