// The four stages one by one: fit a detector, synthesize, fit a booster, fuse.

extension Detectors {
  /// The names of the built-in detectors.
  public static var names: [String] { all.map { $0.name } }

  /// Fits a detector to normal rows.
  ///
  /// - Parameter settings: of a detector, such as `try Settings("pca")`.
  public static func fit(
    _ settings: Settings, to X: MatrixView, seed: UInt64, on execution: Execution = Execution()
  ) throws -> Scorer {
    let unfitted = try named(settings.stage).init(settings)
    let X = try X.read(as: .any, for: .fit)
    return try execution.exclusively {
      let fitted = try unfitted.fitChecked(X, seed: seed, on: execution)
      return Scorer(part: .detector(fitted), rows: X.rows)
    }
  }
}

extension Boosters {
  /// The names of the built-in boosters.
  public static var names: [String] { all.map { $0.name } }

  /// Fits a booster to normal rows and hard anomalies.
  ///
  /// - Parameter settings: of a booster, such as `try Settings("extra_trees")`.
  public static func fit(
    _ settings: Settings, normals: MatrixView, anomalies: MatrixView, seed: UInt64,
    on execution: Execution = Execution()
  ) throws -> Scorer {
    let normals = try normals.read(as: .any, for: .fit)
    let anomalies = try anomalies.read(as: TableForm(of: normals), for: .extra)
    let unfitted = try named(settings.stage).init(settings)
    return try execution.exclusively {
      let fitted = try unfitted.fitChecked(
        normals: normals, anomalies: anomalies, seed: seed, on: execution)
      return Scorer(part: .booster(fitted), rows: normals.rows)
    }
  }
}

extension Programs {
  /// The names of the built-in programs.
  public static var names: [String] { all.map(\.name) }
}

extension MixtureProgram {
  /// Makes hard anomalies: rows that look normal to `detector` and are not.
  ///
  /// - Parameters:
  ///   - count: rows to make, at least 1.
  ///   - X: the normal rows that `detector` was fitted on.
  public func hardAnomalies(
    _ count: Int, against detector: Scorer, from X: MatrixView, seed: UInt64,
    on execution: Execution = Execution()
  ) throws -> Matrix {
    guard (1...100_000_000).contains(count) else {
      throw DASError(.outOfRange, "count is \(count); it takes an integer in 1 ... 100000000")
    }
    let detector = try detector.detector()
    let X = try X.read(as: TableForm(of: detector), for: .fit)
    return try execution.exclusively {
      try synthesize(count, fromAny: X, against: detector, seed: seed, on: execution)
    }
  }
}

extension Pipeline {
  /// Fuses a fitted detector and a fitted booster into a model.
  ///
  /// - Parameters:
  ///   - settings: of the stage "fusion"; nil is the default preset's.
  ///   - X: the normal rows that both were fitted on; their scores set the scales.
  public static func fuse(
    _ detector: Scorer, _ booster: Scorer, by settings: Settings? = nil, X: MatrixView,
    on execution: Execution = Execution()
  ) throws -> Model {
    for part in [detector, booster] {
      guard part.rows == X.rows else {
        throw DASError(
          .shapeMismatch, "X has \(X.rows) rows, but '\(part.name)' was fitted on \(part.rows)")
      }
    }
    let fusion = try FusionSettings(
      settings?.checked(FusionSettings.name) ?? Preset.standard.fusion())
    let (f, boosted) = (try detector.detector(), try booster.booster())
    let X = try X.read(as: TableForm(of: f, and: boosted), for: .fit)
    return try execution.exclusively { try fuse(f, boosted, fusion, X: X, on: execution) }
  }
}
