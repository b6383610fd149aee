/// The one-class support vector machine (Schoelkopf, Williamson, Smola, Shawe-Taylor and Platt,
/// "Support vector method for novelty detection", NIPS 1999; "Estimating the support of a
/// high-dimensional distribution", Neural Computation 2001).
///
/// It separates the rows from the origin of the kernel's feature space with the widest margin that
/// leaves at most a fraction nu of them outside:
///
///     f(x) = sum_i alpha_i k(x_i, x) - rho,   score = -f(x),   positive outside
///
/// At most nu n training rows lie outside and at least nu n are support vectors. Scores are scaled
/// as LIBSVM's and PyOD's: sum alpha = nu n.
///
/// Columns are standardised by default: on raw features the widest column dominates. Raw rows are
/// centred under rbf, which only reduces rounding.
///
/// - Complexity: fit O(nu n^2 columns) with about nu n / 2 steps and more; score O(support vectors
///   x columns) a row, O(columns) with the linear kernel.
package struct OneClassSVM: Detector {
  package static let name = "ocsvm"

  package static let settings = [
    Setting(
      "kernel", texts: Kernel.Form.allCases.map(\.rawValue), default: .text("rbf"),
      help: "the kernel: rbf, linear, poly or sigmoid"),
    Setting(
      "nu", reals: 1e-9...1, default: .real(0.5),
      help: "at most this fraction of rows is left outside, at least this are support vectors"),
    Setting(
      "gamma", reals: 1e-300...1e300, texts: ["auto", "scale"], default: .text("auto"),
      help: "kernel width; auto is 1 / columns, scale is 1 / (columns * variance of the matrix)"),
    Setting(
      "degree", integers: 1...100, default: .integer(3), help: "degree of the poly kernel"),
    Setting(
      "coef0", reals: -1e300...1e300, default: .real(0),
      help: "constant term of the poly and sigmoid kernels"),
    Setting(
      "tol", reals: 1e-15...1e15, default: .real(1e-3),
      help: "violation of the conditions of optimality at which the solver stops"),
    Setting(
      "cache_size", integers: 1...1_000_000, default: .integer(50),
      help: "megabytes of kernel rows kept while fitting"),
    Setting(
      "shrinking", integers: 0...1, default: .integer(1),
      help: "1 sets aside rows at their bounds while fitting"),
    Setting(
      "max_iter", integers: -1...Int(Int32.max), default: .integer(-1),
      help: "maximum steps of the solver; -1 and 0 set no limit"),
    Setting(
      "standardize", integers: 0...1, default: .integer(1),
      help: "1 scales columns to mean 0 and variance 1"),
  ]

  enum Gamma: Equatable { case auto, scale, value(Double) }

  /// The number of rows from which `fit` logs a cost estimate.
  static let manyRows = 20_000

  let form: Kernel.Form
  let gamma: Gamma
  let degree: Int
  let coef0: Double
  let standardizes: Bool
  let options: OneClassSolver.Options

  package init(_ settings: Settings) throws {
    form = Kernel.Form(rawValue: settings.text("kernel")) ?? .rbf
    gamma =
      switch settings["gamma"] {
      case .text("scale"): .scale
      case .text, .matrix: .auto
      default: .value(settings.real("gamma"))
      }
    degree = settings.integer("degree")
    coef0 = settings.real("coef0")
    standardizes = settings.integer("standardize") == 1
    let limit = settings.integer("max_iter")
    options = OneClassSolver.Options(
      nu: settings.real("nu"), tolerance: settings.real("tol"),
      megabytes: settings.integer("cache_size"), shrinks: settings.integer("shrinking") == 1,
      maxSteps: limit > 0 ? limit : nil)
  }

  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    if X.rows > Self.manyRows {
      execution.log(
        .info,
        "ocsvm on \(X.rows) rows: about \(Int(Double(X.rows) * options.nu / 2)) steps, each of "
          + "which passes over all rows, and kernel rows of \(X.rows) numbers in \(X.columns) "
          + "columns")
    }
    let statistics = try ColumnStatistics(X, on: execution)
    let scaling = try scaling(statistics)
    let kernel = Kernel(form, gamma: width(statistics), coef0: coef0, degree: degree)
    let rows = try Matrix(rows: X.rows, columns: X.columns)
    scaling.apply(to: X, 0..<X.rows, into: rows.storage.base)
    let points = try KernelPoints(rows, kernel: kernel)
    let solver = try OneClassSolver(points, kernel: kernel, options: options, on: execution)
    let solution = try solver.solve()
    if !solution.converged {
      execution.log(
        .warning,
        "ocsvm stopped after \(solution.steps) steps without reaching tol \(options.tolerance)")
    }
    return FittedOneClassSVM(scaling: scaling, expansion: solution.expansion, rho: solution.rho)
  }

  /// Centring changes no distance, and so not rbf; it changes inner products.
  func scaling(_ statistics: ColumnStatistics) throws -> ColumnScaling {
    if standardizes { return try .standardizing(statistics) }
    let unscaled = try ColumnScaling.identity(statistics.mean.count)
    return form == .rbf
      ? ColumnScaling(shift: statistics.mean, factor: unscaled.factor) : unscaled
  }

  private func width(_ statistics: ColumnStatistics) -> Double {
    let columns = Double(statistics.mean.count)
    switch gamma {
    case .value(let value): return value
    case .auto: return 1 / columns
    case .scale:
      let variance = variance(statistics)
      return variance > 0 ? 1 / (columns * variance) : 1
    }
  }

  /// The variance of all entries of the matrix before standardising, as the user gave it: within
  /// the columns and between their means.
  private func variance(_ statistics: ColumnStatistics) -> Double {
    let columns = statistics.mean.count
    let spread = statistics.standardDeviation
    if standardizes {
      return (0..<columns).reduce(0) { $0 + statistics.standardizedVariance($1) } / Double(columns)
    }
    let mean = statistics.mean.elements.reduce(0, +) / Double(columns)
    var sum = 0.0
    for column in 0..<columns {
      let shift = statistics.mean[column] - mean
      sum += spread[column] * spread[column] + shift * shift
    }
    return sum / Double(columns)
  }
}
