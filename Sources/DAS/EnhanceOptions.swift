internal import CDAS
internal import DASCore

extension PipelineConfiguration {
  /// Checks foreign options and fills in what the preset gives.
  init(importing foreign: UnsafePointer<das_enhance_options>?) throws {
    let foreign = try required(foreign, "options").pointee
    try checkSize(foreign.size, of: das_enhance_options.self, "options")
    let preset =
      try foreign.preset.map { try Preset(named: requiredText($0, "options->preset")) } ?? .standard
    try self.init(Self.detector(of: foreign), preset: preset)
    program = foreign.program.map { ProgramHandle.from($0).program }
    if let settings = foreign.synthesis {
      synthesis = try SynthesisSettings(
        Self.settings(settings, "options->synthesis", stage: SynthesisSettings.name))
    }
    booster = try Self.booster(of: foreign, preset: preset)
    fusion = try fusionSettings(foreign.fusion, "options->fusion", preset: preset)
    if foreign.contamination != 0 { contamination = try Contamination(foreign.contamination) }
    try recordSettings(of: foreign, preset: preset)
  }

  private static func detector(of foreign: das_enhance_options) throws -> DetectorSource {
    switch (foreign.detector, foreign.fitted_detector) {
    case (let settings?, nil): return .unfitted(try unfittedDetector(settings))
    case (nil, let detector?): return DetectorHandle.from(detector).source
    default:
      throw DASError(
        .invalidArgument,
        "exactly one of options->detector and options->fitted_detector must be set")
    }
  }

  private static func booster(of foreign: das_enhance_options, preset: Preset) throws
    -> BoosterSource
  {
    guard let wrapped = foreign.wrapped_booster else {
      return .unfitted(try unfittedBooster(foreign.booster, preset: preset))
    }
    guard foreign.booster == nil else {
      throw DASError(
        .invalidArgument,
        "at most one of options->booster and options->wrapped_booster may be set")
    }
    return BoosterHandle.from(wrapped).source
  }

  /// Notes the settings in force, for people who open the model file.
  private mutating func recordSettings(of foreign: das_enhance_options, preset: Preset) throws {
    var used = [
      try Settings(of: foreign.synthesis, else: preset.synthesis()),
      try Settings(of: foreign.fusion, else: preset.fusion()),
    ]
    if let detector = foreign.detector { used.append(SettingsHandle.from(detector).settings) }
    if foreign.wrapped_booster == nil {
      used.append(try Settings(of: foreign.booster, else: preset.booster()))
    }
    for settings in used { provenance.merge(settings.provenance) { $1 } }
    for fitted in [
      foreign.fitted_detector.map { DetectorHandle.from($0).details.provenance },
      foreign.wrapped_booster.map { BoosterHandle.from($0).details.provenance },
    ] {
      provenance.merge((fitted ?? [:]).filter { $0.key.hasPrefix("settings.") }) { $1 }
    }
    if let program = program as? MixtureProgram, program != (try? Programs.named(program.name)) {
      provenance["program_json"] = try program.text()
    }
  }

  fileprivate static func settings(
    _ reference: das_settings_const_ref, _ name: String, stage: String
  ) throws -> Settings {
    let settings = SettingsHandle.from(reference).settings
    guard settings.stage == stage else {
      throw DASError(
        .invalidArgument, "\(name) holds settings of '\(settings.stage)', not of '\(stage)'")
    }
    return settings
  }
}

extension Contamination {
  /// The value of options->contamination.
  fileprivate init(_ foreign: Double) throws {
    switch foreign {
    case 0: self = .unknown
    case Double(DAS_CLEAN): self = .clean
    case _ where foreign > 0 && foreign <= 0.5: self = .fraction(foreign)
    default:
      throw DASError(
        .outOfRange,
        "options->contamination is \(foreign); it takes a fraction in (0, 0.5], 0 (unknown) or "
          + "\(DAS_CLEAN) (DAS_CLEAN)")
    }
  }
}

extension Settings {
  /// The settings in force as a file tells them.
  var provenance: [String: String] {
    let values = all.map { "\($0.name)=\($0.value)" }
    return ["settings.\(stage)": values.joined(separator: ", ")]
  }
}

extension Details {
  /// How a part that was fitted alone came about.
  init(of settings: Settings, seed: UInt64) {
    self.init(provenance: settings.provenance)
    provenance["seed"] = "\(seed)"
  }

  init(of settings: das_settings_const_ref?, seed: UInt64) throws {
    self.init(of: SettingsHandle.from(try required(settings, "settings")).settings, seed: seed)
  }
}

extension Details {
  /// What options say of the model that they make.
  init(of options: UnsafePointer<das_enhance_options>?, columns: Int) throws {
    self.init()
    let options = try required(options, "options").pointee
    let own = options.fitted_detector.flatMap { DetectorHandle.from($0).details.featureNames }
    featureNames = try sameNames(
      own,
      FeatureNames(importing: options.feature_names, "options->feature_names", columns: columns),
      "X")
    if case .fraction(let value) = try Contamination(options.contamination) {
      try setContamination(value)
    }
  }
}

extension Settings {
  /// The settings of a handle, or those of a preset for NULL.
  init(of reference: das_settings_const_ref?, else preset: Settings) {
    self = reference.map { SettingsHandle.from($0).settings } ?? preset
  }
}

/// The fusion that settings say; NULL means the preset's.
func fusionSettings(
  _ settings: das_settings_const_ref?, _ name: String, preset: Preset
) throws -> FusionSettings {
  guard let settings else { return try FusionSettings(preset.fusion()) }
  return try FusionSettings(
    PipelineConfiguration.settings(settings, name, stage: FusionSettings.name))
}
