extension PipelineConfiguration {
  /// A configuration from settings; those that are left out are the preset's.
  ///
  /// - Parameters:
  ///   - detector: of a detector, such as `try Settings("iforest")`.
  ///   - program: nil is the built-in program for the detector.
  ///   - synthesis: of the stage "synthesis": how many hard anomalies.
  ///   - booster: of a booster, such as `try Settings("extra_trees")`.
  ///   - fusion: of the stage "fusion".
  /// - Throws: `DASError` where settings are of another stage or contradict each other.
  public init(
    _ detector: Settings, program: MixtureProgram? = nil, synthesis: Settings? = nil,
    booster: Settings? = nil, fusion: Settings? = nil, preset: Preset = .standard
  ) throws {
    try self.init(
      .unfitted(Detectors.named(detector.stage).init(detector)), preset: preset)
    self.program = program
    if let synthesis {
      self.synthesis = try SynthesisSettings(synthesis.checked(SynthesisSettings.name))
    }
    if let booster { self.booster = .unfitted(try Boosters.named(booster.stage).init(booster)) }
    if let fusion { self.fusion = try FusionSettings(fusion.checked(FusionSettings.name)) }
  }
}
