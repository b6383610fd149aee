import DASHeader

/// The stages that the library lists, by name.
enum Stages {
  static let all = Array(
    sequence(state: Int32(0)) { index in
      defer { index += 1 }
      return das_stage_at(index).map { String(cString: $0) }
    })

  /// The detectors come first, then the boosters.
  static let detectors = Array(all.prefix { $0 != "random_forest" })
  static let boosters = Array(all.dropFirst(detectors.count).prefix { $0 != "synthesis" })
}
