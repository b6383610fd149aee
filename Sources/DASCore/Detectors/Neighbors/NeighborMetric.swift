/// The distance that the detectors of neighbours measure by: what their settings say of it.
struct NeighborMetric: Sendable {
  enum Form: String, CaseIterable, Sendable {
    case euclidean
    case manhattan
    case minkowski
  }

  /// The order of Minkowski's distance: 2 is Euclid's, 1 Manhattan's.
  let p: Double
  let standardizes: Bool

  static let settings = [
    Setting(
      "metric", texts: Form.allCases.map(\.rawValue), default: .text(Form.euclidean.rawValue),
      help: "the distance: euclidean, manhattan or minkowski"),
    Setting(
      "p", reals: 1...1000, default: .real(2),
      help: "order of the minkowski distance: 1 is manhattan, 2 euclidean"),
    Setting(
      "standardize", integers: 0...1, default: .integer(0),
      help: "1: columns are brought to mean 0 and variance 1 first"),
  ]

  init(_ settings: Settings) throws {
    let form = Form(rawValue: settings.text("metric")) ?? .euclidean
    let order = settings.real("p")
    guard form == .minkowski || order == 2 else {
      throw DASError(
        .invalidArgument,
        "\(settings.stage) setting 'p' is \(order), but it applies to metric 'minkowski' only, and "
          + "the metric is '\(form.rawValue)'")
    }
    switch form {
    case .euclidean: p = 2
    case .manhattan: p = 1
    case .minkowski: p = order
    }
    standardizes = settings.integer("standardize") == 1
  }

  /// A mean taken off all rows changes no distance, so factors are all that standardising needs.
  func distance(for X: MatrixView, on execution: Execution) throws -> RowDistance {
    guard standardizes else { return try RowDistance(p: p, columns: X.columns) }
    let statistics = try ColumnStatistics(X, on: execution)
    return RowDistance(p: p, factors: try ColumnScaling.standardizing(statistics).factor)
  }
}

extension NeighborMetric {
  /// Rows from which on a detector says what it will cost.
  static let manyRows = 100_000

  func search(
    _ X: MatrixView, for detector: String, on execution: Execution
  ) throws -> NearestNeighbors {
    if X.rows > Self.manyRows {
      execution.log(
        .info,
        "\(detector) on \(X.rows) rows compares each with the others: up to "
          + "\(Int(Double(X.rows) * Double(X.rows) / 1e9)) billion distances in \(X.columns) columns to "
          + "fit, and \(X.rows) for each row to score")
    }
    return try NearestNeighbors(X, distance: distance(for: X, on: execution), on: execution)
  }
}
