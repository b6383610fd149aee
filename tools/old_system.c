/* What libdas, the Swift runtime and OpenBLAS call that came into the C library, the C++ library or
   the Fortran runtime after those that a wheel may rely on: the same, by what these had before.
   Linked into the library of wheels alone, and seen by nothing outside of it (das.map). */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* GLIBC_2.33 made functions of these; before, programs called these with the layout's version. */
int __xstat(int version, const char *path, struct stat *status);
int __fxstat(int version, int file, struct stat *status);
int __fxstatat(int version, int folder, const char *path, struct stat *status, int flags);
enum { LAYOUT = 1 };

int stat(const char *restrict path, struct stat *restrict status) {
  return __xstat(LAYOUT, path, status);
}

int fstat(int file, struct stat *status) { return __fxstat(LAYOUT, file, status); }

int fstatat(int folder, const char *restrict path, struct stat *restrict status, int flags) {
  return __fxstatat(LAYOUT, folder, path, status, flags);
}

/* GLIBCXX_3.4.29: operator new[] was asked for more than there can be. */
_Noreturn void _ZSt17__throw_bad_allocv(void);
_Noreturn void _ZSt28__throw_bad_array_new_lengthv(void) { _ZSt17__throw_bad_allocv(); }

/* Fortran's a // b: the one routine of its runtime that LAPACK's decompositions call. */
void _gfortran_concat_string(size_t size, char *joined, size_t first_size, const char *first,
                             size_t second_size, const char *second) {
  size_t kept = first_size < size ? first_size : size;
  size_t rest = size - kept < second_size ? size - kept : second_size;
  memcpy(joined, first, kept);
  memcpy(joined + kept, second, rest);
  memset(joined + kept + rest, ' ', size - kept - rest);
}
