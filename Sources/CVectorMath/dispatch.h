/* MULTIVERSION(type, name, parameters, arguments) defines `libdas_name`, which runs the inline
   function `name` compiled for the widest vectors that the processor has. */
#ifndef LIBDAS_DISPATCH_H
#define LIBDAS_DISPATCH_H

#if defined(__x86_64__)

#define MULTIVERSION(type, name, parameters, arguments)                                        \
  __attribute__((target("avx512f,avx512dq,fma"))) static type name##_avx512 parameters {       \
    return name arguments;                                                                     \
  }                                                                                            \
  __attribute__((target("avx2,fma"))) static type name##_avx2 parameters {                     \
    return name arguments;                                                                     \
  }                                                                                            \
  type libdas_##name parameters {                                                              \
    if (__builtin_cpu_supports("avx512dq")) return name##_avx512 arguments;                    \
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))                       \
      return name##_avx2 arguments;                                                            \
    return name arguments;                                                                     \
  }

#else

#define MULTIVERSION(type, name, parameters, arguments)                                        \
  type libdas_##name parameters { return name arguments; }

#endif
#endif
