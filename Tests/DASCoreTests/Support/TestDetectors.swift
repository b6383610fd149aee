@testable import DASCore

/// The library's detectors for tests of what all of them have in common.
enum TestDetectors {
  /// The detector called `name` with its defaults, except for what would take long.
  static func named(_ name: String) throws -> any Detector {
    try Detectors.named(name).init(name == DRL.name ? quickDRL : [:])
  }

  /// How far a score may depend on the batch: BLAS sums in another order for other sizes.
  static func tolerance(of name: String) -> Double {
    [PCA.name, OneClassSVM.name, Consensus.name].contains(name) ? 1e-12 : 0
  }

  private static let quickDRL: [String: Setting.Value] = [
    "n_estimators": .integer(2), "hidden": .integer(24), "epochs": .integer(10),
  ]
}
