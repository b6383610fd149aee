/// The whole method, checked and ready to run: a detector and what is done about its blind spots.
///
/// Every part has checked its own settings when it was made, so nothing here can be invalid.
public struct Recipe: Sendable {
  package enum DetectorSource: Sendable {
    case recipe(any Detector)
    case fitted(any FittedDetector)
  }

  package enum BoosterSource: Sendable {
    case recipe(any Booster)
    case fitted(any FittedBooster)
  }

  package var detector: DetectorSource
  /// nil: the built-in program for the detector.
  package var program: (any Synthesizer)?
  package var synthesis: SynthesisRecipe
  package var booster: BoosterSource
  package var fusion: FusionRecipe
  package var provenance: [String: String] = [:]

  package init(_ detector: DetectorSource, preset: Preset = .standard) throws {
    self.detector = detector
    self.synthesis = try SynthesisRecipe(preset.synthesis())
    let booster = try preset.booster()
    self.booster = .recipe(try Boosters.named(booster.stage).init(booster))
    self.fusion = try FusionRecipe(preset.fusion())
    self.provenance["preset"] = preset.rawValue
  }
}
