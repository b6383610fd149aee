/// All choices of one fit: the detector, the program, the booster, and how scores are fused.
///
/// Each part checked its own settings when it was made, so a configuration is always valid.
public struct PipelineConfiguration: Sendable {
  package typealias DetectorSource = Estimator<any Detector, any FittedDetector>
  package typealias BoosterSource = Estimator<any Booster, any FittedBooster>

  package var detector: DetectorSource
  /// nil: the built-in program for the detector.
  package var program: (any SynthesisProgram)?
  package var synthesis: SynthesisSettings
  package var booster: BoosterSource
  package var fusion: FusionSettings
  /// What is known of anomalies among the training rows.
  public var contamination: Contamination
  package var provenance: [String: String] = [:]

  package init(_ detector: DetectorSource, preset: Preset = .standard) throws {
    self.detector = detector
    self.synthesis = try SynthesisSettings(preset.synthesis())
    let booster = try preset.booster()
    self.booster = .unfitted(try Boosters.named(booster.stage).init(booster))
    self.fusion = try FusionSettings(preset.fusion())
    self.contamination = preset.contamination
    self.provenance["preset"] = preset.rawValue
  }

  /// What the fitted parts demand of the training rows.
  package func tableForm() throws -> TableForm {
    var (first, second): ((any RowScorer)?, (any RowScorer)?) = (nil, nil)
    if case .fitted(let detector) = detector { first = detector }
    if case .fitted(let booster) = booster { second = booster }
    return try TableForm(of: first, and: second)
  }
}
