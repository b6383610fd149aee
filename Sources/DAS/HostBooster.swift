internal import CDAS
internal import DASCore

/// A classifier of the host that is still to be fitted.
struct HostBooster: Booster {
  static let name = "wrapped"
  static let settings: [Setting] = []

  let name: String
  private let callbacks: das_booster_callbacks
  private let score: HostScore
  private let host: HostObject

  init(_ settings: Settings) throws {
    throw DASError(.unsupported, "a wrapped booster has no settings")
  }

  fileprivate init(
    name: String, callbacks: das_booster_callbacks, score: @escaping HostScore, host: HostObject
  ) {
    self.name = name
    self.callbacks = callbacks
    self.score = score
    self.host = host
  }

  func fit(
    normals: MatrixView, anomalies: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    guard let fit = callbacks.fit else {
      throw DASError(.internal, "booster \(name.quoted) has no fit")
    }
    try execution.checkCancelled()
    var (first, second) = (normals.exported, anomalies.exported)
    var fitted: UnsafeMutableRawPointer?
    let status = asHost { fit(host.pointer, &first, &second, &fitted) }
    try checkHost(status, name, "fit")
    withExtendedLifetime((normals, anomalies)) {}
    return HostScorer(
      name: name, columns: normals.columns, function: score,
      host: HostObject(fitted, destroy: callbacks.release), recipe: host)
  }
}

extension BoosterHandle {
  /// Adopts a classifier of the host, fitted or not.
  static func wrapping(_ foreign: UnsafePointer<das_booster_callbacks>?) throws -> BoosterHandle {
    let (callbacks, host) = try adopted(
      foreign, size: \.size, user: \.user, destroy: \.destroy)
    let score = try required(callbacks.score, "callbacks->score")
    let name = try hostName(callbacks.name)
    if callbacks.fit != nil {
      return BoosterHandle(
        .recipe(HostBooster(name: name, callbacks: callbacks, score: score, host: host)))
    }
    return BoosterHandle(
      .fitted(
        HostScorer(
          name: name, columns: try hostColumns(callbacks.columns), function: score, host: host)))
  }
}
