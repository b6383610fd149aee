@testable import DASCore

/// Built-in detectors for tests of what all of them have in common.
enum TestDetectors {
  /// The detector called `name` with its defaults, but for what would take long.
  static func named(_ name: String) throws -> any Detector {
    try Detectors.named(name).init(name == DRL.name ? quickDRL : [:])
  }

  private static let quickDRL: [String: Setting.Value] = [
    "n_estimators": .integer(2), "hidden": .integer(24), "epochs": .integer(10),
  ]
}
