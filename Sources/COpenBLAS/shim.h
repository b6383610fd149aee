/* The two faces of OpenBLAS that libdas uses: CBLAS, and three LAPACK routines, which
   libopenblas exports but libopenblas-serial-dev declares nowhere. */
#include <cblas.h>

void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda,
             double *w, double *work, const int *lwork, int *iwork, const int *liwork, int *info);
