internal import CDAS
internal import DASCore

extension Recipe {
  /// Checks a foreign recipe and fills in what the preset gives.
  init(importing foreign: UnsafePointer<das_recipe>?) throws {
    let foreign = try required(foreign, "recipe").pointee
    guard foreign.size >= MemoryLayout<das_recipe>.size else {
      throw DASError(
        .invalidArgument,
        "recipe->size is \(UInt(bitPattern: foreign.size)); it must be \(MemoryLayout<das_recipe>.size)"
      )
    }
    let preset =
      try foreign.preset.map { try Preset(named: requiredText($0, "recipe->preset")) } ?? .standard
    try self.init(Self.detector(of: foreign), preset: preset)
    program = foreign.program.map { ProgramHandle.from($0).program }
    if let settings = foreign.synthesis {
      synthesis = try SynthesisRecipe(
        Self.settings(settings, "recipe->synthesis", stage: SynthesisRecipe.name))
    }
    booster = try Self.booster(of: foreign, preset: preset)
    fusion = try fusionRecipe(foreign.fusion, "recipe->fusion", preset: preset)
    try recordSettings(of: foreign, preset: preset)
  }

  /// The columns that the fitted parts demand of X; 0 where they demand none.
  func columns() throws -> Int {
    var (first, second) = (0, 0)
    if case .fitted(let detector) = detector { first = detector.columns }
    if case .fitted(let booster) = booster { second = booster.columns }
    try checkSameColumns(first, second)
    return max(first, second)
  }

  private static func detector(of foreign: das_recipe) throws -> DetectorSource {
    switch (foreign.detector, foreign.fitted_detector) {
    case (let settings?, nil): return .recipe(try detectorRecipe(settings))
    case (nil, let detector?): return DetectorHandle.from(detector).source
    default:
      throw DASError(
        .invalidArgument, "exactly one of recipe->detector and recipe->fitted_detector must be set")
    }
  }

  private static func booster(of foreign: das_recipe, preset: Preset) throws -> BoosterSource {
    guard let wrapped = foreign.wrapped_booster else {
      return .recipe(try boosterRecipe(foreign.booster, preset: preset))
    }
    guard foreign.booster == nil else {
      throw DASError(
        .invalidArgument,
        "at most one of recipe->booster and recipe->wrapped_booster may be set")
    }
    return BoosterHandle.from(wrapped).source
  }

  /// Notes the settings in force, for people who open the model file.
  private mutating func recordSettings(of foreign: das_recipe, preset: Preset) throws {
    var used = [
      try foreign.synthesis.map { SettingsHandle.from($0).settings } ?? preset.synthesis(),
      try foreign.fusion.map { SettingsHandle.from($0).settings } ?? preset.fusion(),
    ]
    if let detector = foreign.detector { used.append(SettingsHandle.from(detector).settings) }
    if foreign.wrapped_booster == nil {
      used.append(try foreign.booster.map { SettingsHandle.from($0).settings } ?? preset.booster())
    }
    for settings in used { provenance.merge(settings.provenance) { $1 } }
    for fitted in [
      foreign.fitted_detector.map { DetectorHandle.from($0).details.provenance },
      foreign.wrapped_booster.map { BoosterHandle.from($0).details.provenance },
    ] {
      provenance.merge((fitted ?? [:]).filter { $0.key.hasPrefix("settings.") }) { $1 }
    }
    if let program = program as? Program, program != (try? Programs.named(program.name)) {
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
  /// What a recipe says of the model that it makes.
  init(of recipe: UnsafePointer<das_recipe>?, columns: Int) throws {
    self.init()
    let recipe = try required(recipe, "recipe").pointee
    let own = recipe.fitted_detector.flatMap { DetectorHandle.from($0).details.featureNames }
    featureNames = try sameNames(
      own,
      FeatureNames(importing: recipe.feature_names, "recipe->feature_names", columns: columns), "X")
    if recipe.contamination != 0 { try setContamination(recipe.contamination) }
  }
}

/// The settings of a fusion; NULL means the default preset's.
func fusionSettings(_ settings: das_settings_const_ref?) throws -> Settings {
  try settings.map { SettingsHandle.from($0).settings } ?? Preset.standard.fusion()
}

/// The fusion that settings stand for; NULL means the preset's.
func fusionRecipe(
  _ settings: das_settings_const_ref?, _ name: String, preset: Preset
) throws -> FusionRecipe {
  guard let settings else { return try FusionRecipe(preset.fusion()) }
  return try FusionRecipe(Recipe.settings(settings, name, stage: FusionRecipe.name))
}
