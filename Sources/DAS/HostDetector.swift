internal import CDAS
internal import DASCore

/// A detector of the host that is still to be fitted.
struct HostDetector: Detector {
  static let name = "wrapped"
  static let settings: [Setting] = []

  let name: String
  private let callbacks: das_detector_callbacks
  private let host: HostObject

  init(_ settings: Settings) throws {
    throw DASError(.unsupported, "a wrapped detector has no settings")
  }

  fileprivate init(name: String, callbacks: das_detector_callbacks, host: HostObject) {
    self.name = name
    self.callbacks = callbacks
    self.host = host
  }

  func fit(_ X: MatrixView, seed: UInt64, on execution: Execution) throws -> any FittedDetector {
    guard let fit = callbacks.fit else {
      throw DASError(.internal, "detector '\(name)' has no fit")
    }
    var matrix = X.exported
    var fitted: UnsafeMutableRawPointer?
    try checkHost(fit(host.pointer, &matrix, &fitted), name, "fit")
    return FittedHostDetector(
      name: name, columns: X.columns, callbacks: callbacks,
      host: HostObject(fitted, destroy: callbacks.release), recipe: host)
  }
}

/// A fitted detector of the host, asked for scores on the calling thread only.
struct FittedHostDetector: FittedDetector {
  let name: String
  /// 0 where the host checks for itself.
  let columns: Int
  fileprivate let callbacks: das_detector_callbacks
  fileprivate let host: HostObject
  /// What it was fitted by, kept alive as long.
  fileprivate let recipe: HostObject?

  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try execution.checkCancelled()
    guard let function = callbacks.score else {
      throw DASError(.internal, "detector '\(name)' has no score")
    }
    try scoreByHost(function, host.pointer, name, X, into: scores)
    withExtendedLifetime(self) {}
  }
}

extension DetectorHandle {
  /// Adopts a detector of the host, fitted or not.
  static func wrapping(_ foreign: UnsafePointer<das_detector_callbacks>?) throws -> DetectorHandle {
    let callbacks = try requiredCallbacks(foreign, size: \.size)
    let host = HostObject(callbacks.user, destroy: callbacks.destroy)
    _ = try required(callbacks.score, "callbacks->score")
    let name = try hostName(callbacks.name)
    if callbacks.fit != nil {
      return DetectorHandle(.recipe(HostDetector(name: name, callbacks: callbacks, host: host)))
    }
    return DetectorHandle(
      .fitted(
        FittedHostDetector(
          name: name, columns: try hostColumns(callbacks.columns), callbacks: callbacks, host: host,
          recipe: nil)))
  }
}
