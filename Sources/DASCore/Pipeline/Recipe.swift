/// The whole method, checked and ready to run: a detector and what is done about its blind spots.
///
/// Every part has checked its own settings when it was made, so nothing here can be invalid.
public struct Recipe: Sendable {
  public enum DetectorSource: Sendable {
    case recipe(any Detector)
    case fitted(any FittedDetector)
  }

  public enum BoosterSource: Sendable {
    case recipe(any Booster)
    case fitted(any FittedBooster)
  }

  public var detector: DetectorSource
  /// nil: the built-in program for the detector.
  public var program: (any Synthesizer)?
  public var synthesis: SynthesisRecipe
  public var booster: BoosterSource
  public var fusion: FusionRecipe
  public var provenance: [String: String] = [:]

  public init(_ detector: DetectorSource, preset: Preset = .standard) throws {
    self.detector = detector
    self.synthesis = try SynthesisRecipe(preset.synthesis())
    let booster = try preset.booster()
    self.booster = .recipe(try Boosters.named(booster.stage).init(booster))
    self.fusion = try FusionRecipe(preset.fusion())
    self.provenance["preset"] = preset.rawValue
  }
}
