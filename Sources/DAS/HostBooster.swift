internal import CDAS
internal import DASCore

/// A classifier of the host that is still to be fitted.
struct HostBooster: Booster {
  static let name = "wrapped"
  static let settings: [Setting] = []

  let name: String
  private let callbacks: das_booster_callbacks
  private let host: HostObject

  init(_ settings: Settings) throws {
    throw DASError(.unsupported, "a wrapped booster has no settings")
  }

  fileprivate init(name: String, callbacks: das_booster_callbacks, host: HostObject) {
    self.name = name
    self.callbacks = callbacks
    self.host = host
  }

  func fit(
    normals: MatrixView, anomalies: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    guard let fit = callbacks.fit else {
      throw DASError(.internal, "booster '\(name)' has no fit")
    }
    try execution.checkCancelled()
    var (first, second) = (normals.exported, anomalies.exported)
    var fitted: UnsafeMutableRawPointer?
    try checkHost(fit(host.pointer, &first, &second, &fitted), name, "fit")
    withExtendedLifetime((normals, anomalies)) {}
    return FittedHostBooster(
      name: name, columns: normals.columns, callbacks: callbacks,
      host: HostObject(fitted, destroy: callbacks.release), recipe: host)
  }
}

/// A fitted classifier of the host, asked for scores on the calling thread only.
struct FittedHostBooster: FittedBooster {
  let name: String
  /// 0 where the host checks for itself.
  let columns: Int
  fileprivate let callbacks: das_booster_callbacks
  fileprivate let host: HostObject
  /// What it was fitted by, kept alive as long.
  fileprivate let recipe: HostObject?

  var outOfBagScores: Buffer<Double>? { nil }

  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try execution.checkCancelled()
    guard let function = callbacks.score else {
      throw DASError(.internal, "booster '\(name)' has no score")
    }
    try scoreByHost(function, host.pointer, name, X, into: scores)
    withExtendedLifetime(self) {}
  }
}

extension BoosterHandle {
  /// Adopts a classifier of the host, fitted or not.
  static func wrapping(_ foreign: UnsafePointer<das_booster_callbacks>?) throws -> BoosterHandle {
    let callbacks = try requiredCallbacks(foreign, size: \.size)
    let host = HostObject(callbacks.user, destroy: callbacks.destroy)
    _ = try required(callbacks.score, "callbacks->score")
    let name = try hostName(callbacks.name)
    if callbacks.fit != nil {
      return BoosterHandle(.recipe(HostBooster(name: name, callbacks: callbacks, host: host)))
    }
    return BoosterHandle(
      .fitted(
        FittedHostBooster(
          name: name, columns: try hostColumns(callbacks.columns), callbacks: callbacks, host: host,
          recipe: nil)))
  }
}
