import CKernels

/// A kernel k(x, y), computed from inner products by matrix products.
///
///     rbf      exp(-gamma |x - y|^2) = exp(2 gamma <x, y> - gamma |x|^2 - gamma |y|^2)
///     linear   <x, y>
///     poly     (gamma <x, y> + coef0)^degree
///     sigmoid  tanh(gamma <x, y> + coef0), which is not positive definite
///
/// The expanded square of rbf loses digits if rows lie far from the origin relative to their
/// distance: its argument is off by about 1e-16 gamma (|x|^2 + |y|^2). For centred rows the loss is
/// negligible.
struct Kernel: Sendable, Equatable {
  enum Form: String, CaseIterable, Sendable {
    case rbf, linear, poly, sigmoid
  }

  let form: Form
  let gamma: Double
  let coef0: Double
  let degree: Int

  init(_ form: Form, gamma: Double = 1, coef0: Double = 0, degree: Int = 3) {
    self.form = form
    self.gamma = gamma
    self.coef0 = coef0
    self.degree = degree
  }

  /// The term of the kernel's argument that depends on one row alone.
  func term(_ row: UnsafePointer<Double>, columns: Int) -> Double {
    form == .rbf ? -gamma * VectorOperations.squaredNorm(row, count: columns) : 0
  }

  /// k(x, x).
  func diagonal(_ row: UnsafePointer<Double>, columns: Int) -> Double {
    if form == .rbf { return 1 }
    var (value, zero) = (VectorOperations.squaredNorm(row, count: columns), 0.0)
    apply(to: &value, count: 1, term: 0, terms: &zero)
    return value
  }

  /// Turns the inner products of one row with `count` others into kernel values.
  func apply(
    to products: UnsafeMutablePointer<Double>, count: Int, term: Double,
    terms: UnsafePointer<Double>
  ) {
    switch form {
    case .rbf: libdas_rbf_kernel(products, count, 2 * gamma, term, terms)
    case .linear: break
    case .poly:
      libdas_power_kernel(products, count, gamma, coef0, Int32(truncatingIfNeeded: degree))
    case .sigmoid: libdas_tanh_kernel(products, count, gamma, coef0)
    }
  }
}
