/// Named defaults for the three stages after the detector.
public enum Preset: String, CaseIterable, Sendable {
  /// Ours: ten times as many hard anomalies as rows, and balanced extremely randomised trees with
  /// leaves of several rows, which also see how far a row is from its nearest neighbour.
  case standard = "default"
  /// The method as published (Eq. 6 and 7): 10 % rows, a random forest of 100, scales in sample,
  /// weight 1.
  case paper

  /// The preset called "default" or "paper".
  public init(named name: String) throws {
    guard let preset = Preset(rawValue: name) else {
      let known = Preset.allCases.map(\.rawValue).joined(separator: ", ")
      throw DASError(
        .unknownName, "there is no preset \(name.quoted); there are \(known)")
    }
    self = preset
  }

  /// Its settings of the stage "synthesis".
  public func synthesis() throws -> Settings {
    var settings = Settings(for: SynthesisSettings.self)
    if self == .paper { try settings.set("n_samples", to: .real(0.1)) }
    return settings
  }

  /// Its settings of the booster.
  public func booster() throws -> Settings {
    switch self {
    case .paper: return Settings(for: RandomForest.self)
    case .standard:
      var settings = Settings(for: ExtraTrees.self)
      try settings.set("n_estimators", to: .integer(200))
      try settings.set("subsample", to: .real(0.8))
      try settings.set("class_weight", to: .text("balanced"))
      try settings.set("min_samples_leaf", to: .integer(4))
      try settings.set("n_neighbors", to: .integer(1))
      try settings.set("neighbor_spaces", to: .text("all"))
      return settings
    }
  }

  /// Its settings of the stage "fusion".
  public func fusion() throws -> Settings {
    var settings = Settings(for: FusionSettings.self)
    if self == .paper {
      try settings.set("weight", to: .real(1))
      try settings.set("booster_scores", to: .text("in_sample"))
    }
    return settings
  }

  /// What it assumes of the training rows: nothing, or with the paper that all are normal.
  public var contamination: Contamination { self == .paper ? .clean : .unknown }
}
