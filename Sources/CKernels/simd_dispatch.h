/* DISPATCH(type, name, parameters, arguments, wide, middle, narrow) defines `libdas_name`, which
   calls one of three inline functions: the first compiled for AVX-512, the second for AVX2 with
   FMA, the third for any processor. MULTIVERSION takes one function, `name`, for all three. */
#ifndef LIBDAS_SIMD_DISPATCH_H
#define LIBDAS_SIMD_DISPATCH_H

#if defined(__x86_64__) && !defined(WITHOUT_VECTOR_DISPATCH)

#define DISPATCH(type, name, parameters, arguments, wide, middle, narrow)                      \
  __attribute__((target("avx512f,avx512bw,avx512dq,fma"))) static type name##_avx512           \
      parameters {                                                                             \
    return wide arguments;                                                                     \
  }                                                                                            \
  __attribute__((target("avx2,fma"))) static type name##_avx2 parameters {                     \
    return middle arguments;                                                                   \
  }                                                                                            \
  type libdas_##name parameters {                                                              \
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))              \
      return name##_avx512 arguments;                                                          \
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))                       \
      return name##_avx2 arguments;                                                            \
    return narrow arguments;                                                                   \
  }

#elif defined(__x86_64__)

#define DISPATCH(type, name, parameters, arguments, wide, middle, narrow)                      \
  type libdas_##name parameters { return narrow arguments; }

#else

#define DISPATCH(type, name, parameters, arguments, wide, middle, narrow)                      \
  type libdas_##name parameters { return middle arguments; }

#endif

#define MULTIVERSION(type, name, parameters, arguments)                                        \
  DISPATCH(type, name, parameters, arguments, name, name, name)

#endif
