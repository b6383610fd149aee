/// The settings of the distance that the neighbour detectors use.
struct NeighborMetric: Sendable {
  enum Form: String, CaseIterable, Sendable {
    case euclidean
    case manhattan
    case minkowski
    case mahalanobis
  }

  /// The order of the Minkowski distance: 2 is Euclidean, 1 Manhattan.
  let p: Double
  let standardizes: Bool
  /// The covariance that whitens the rows, for the Mahalanobis distance.
  let covariance: Whitening.Covariance?

  static let settings = [
    Setting(
      "metric", texts: Form.allCases.map(\.rawValue), default: .text(Form.minkowski.rawValue),
      help: "the distance: minkowski, euclidean, manhattan or mahalanobis"),
    Setting(
      "p", reals: 1...1000, default: .real(2),
      help: "order of the minkowski distance: 1 is manhattan, 2 euclidean"),
    Setting(
      "standardize", integers: 0...1, default: .integer(0),
      help: "1 scales columns to mean 0 and variance 1"),
    Setting(
      "covariance", texts: ["training"], takesMatrix: true, default: .text("training"),
      help: "covariance of the mahalanobis distance: of the training rows, or a matrix"),
  ]

  init(_ settings: Settings) throws {
    let form = Form(rawValue: settings.text("metric")) ?? .minkowski
    let order = settings.real("p")
    guard form == .minkowski || order == 2 else {
      throw DASError(
        .invalidArgument,
        "\(settings.stage) setting 'p' is \(order), but it applies to metric 'minkowski' only, and "
          + "the metric is '\(form.rawValue)'")
    }
    switch form {
    case .euclidean, .mahalanobis: p = 2
    case .manhattan: p = 1
    case .minkowski: p = order
    }
    standardizes = settings.integer("standardize") == 1
    covariance = try Self.covariance(settings, form)
    guard covariance == nil || !standardizes else {
      throw DASError(
        .invalidArgument,
        "\(settings.stage) setting 'standardize' is 1, but the mahalanobis distance takes the "
          + "scales of columns from the covariance")
    }
  }

  private static func covariance(
    _ settings: Settings, _ form: Form
  ) throws -> Whitening.Covariance? {
    let given: Whitening.Covariance
    if case .matrix(let matrix) = settings["covariance"] {
      given = .given(matrix)
    } else {
      given = .training
    }
    if form == .mahalanobis { return given }
    guard case .training = given else {
      throw DASError(
        .invalidArgument,
        "\(settings.stage) setting 'covariance' is given, but it applies to metric 'mahalanobis' "
          + "only, and the metric is '\(form.rawValue)'")
    }
    return nil
  }

  /// Centring changes no distance, so standardising takes factors only.
  func distance(for X: MatrixView, on execution: Execution) throws -> RowDistance {
    guard standardizes else { return try RowDistance(p: p, columns: X.columns) }
    let statistics = try ColumnStatistics(X, on: execution)
    return RowDistance(p: p, factors: try ColumnScaling.standardizing(statistics).factor)
  }
}

extension NeighborMetric {
  /// The number of rows from which a detector logs a cost estimate.
  static let manyRows = 100_000

  /// The rows in the space of the metric, and the search among them.
  func space(
    _ X: MatrixView, for detector: String, on execution: Execution
  ) throws -> (rows: MatrixView, space: NeighborSpace) {
    guard let covariance else {
      let search = try search(X, for: detector, on: execution)
      return (X, NeighborSpace(search: search, whitening: nil))
    }
    let whitening = try Whitening(of: X, covariance, on: execution)
    let rows = try whitening.apply(to: X, on: execution).view
    let search = try search(rows, for: detector, on: execution)
    return (rows, NeighborSpace(search: search, whitening: whitening))
  }

  func search(
    _ X: MatrixView, for detector: String, on execution: Execution
  ) throws -> NearestNeighbors {
    if X.rows > Self.manyRows {
      execution.log(
        .info,
        "\(detector) on \(X.rows) rows compares each with the others: up to "
          + "\(Int(Double(X.rows) * Double(X.rows) / 1e9)) billion distances in \(X.columns) "
          + "columns to fit, and \(X.rows) for each row to score")
    }
    return try NearestNeighbors(X, distance: distance(for: X, on: execution), on: execution)
  }
}
