internal import CDAS
internal import DASCore

/// A detector of the host that is still to be fitted.
struct HostDetector: Detector {
  static let name = "wrapped"
  static let settings: [Setting] = []

  let name: String
  private let callbacks: das_detector_callbacks
  private let score: HostScore
  private let host: HostObject

  init(_ settings: Settings) throws {
    throw DASError(.unsupported, "a wrapped detector has no settings")
  }

  fileprivate init(
    name: String, callbacks: das_detector_callbacks, score: @escaping HostScore, host: HostObject
  ) {
    self.name = name
    self.callbacks = callbacks
    self.score = score
    self.host = host
  }

  func fit(_ X: MatrixView, seed: UInt64, on execution: Execution) throws -> any FittedDetector {
    guard let fit = callbacks.fit else {
      throw DASError(.internal, "detector \(name.quoted) has no fit")
    }
    var matrix = X.exported
    var fitted: UnsafeMutableRawPointer?
    let status = asHost { fit(host.pointer, &matrix, &fitted) }
    try checkHost(status, name, "fit")
    return HostScorer(
      name: name, columns: X.columns, function: score,
      host: HostObject(fitted, destroy: callbacks.release), recipe: host)
  }
}

extension DetectorHandle {
  /// Adopts a detector of the host, fitted or not.
  static func wrapping(_ foreign: UnsafePointer<das_detector_callbacks>?) throws -> DetectorHandle {
    let (callbacks, host) = try adopted(
      foreign, size: \.size, user: \.user, destroy: \.destroy)
    let score = try required(callbacks.score, "callbacks->score")
    let name = try hostName(callbacks.name)
    if callbacks.fit != nil {
      return DetectorHandle(
        .recipe(HostDetector(name: name, callbacks: callbacks, score: score, host: host)))
    }
    return DetectorHandle(
      .fitted(
        HostScorer(
          name: name, columns: try hostColumns(callbacks.columns), function: score, host: host)))
  }
}
