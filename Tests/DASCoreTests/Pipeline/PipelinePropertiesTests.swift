import Testing

@testable import DASCore

/// What the model promises for every detector of the library, in both presets.
@Suite struct PipelinePropertiesTests {
  @Test(.slow, arguments: Detectors.all.map { $0.name }, Preset.allCases)
  func keepsThePromisesOfScorers(name: String, preset: Preset) throws {
    var configuration = try PipelineConfiguration(
      .unfitted(TestDetectors.named(name)), preset: preset)
    configuration.booster = .unfitted(
      try ExtraTrees(["n_estimators": .integer(25), "bootstrap": .integer(1)]))
    let training = try TestTables.roundedToFloat(TestTables.clusters(rows: 240, columns: 4))
    let rows = try TestTables.clusters(rows: 60, columns: 4, seed: 1)
    try FitProperties(
      fit: { layout, execution in
        try Pipeline.fit(configuration, to: layout(training), seed: 3, on: execution)
      }, rows: TestTables.roundedToFloat(rows), tolerance: TestDetectors.tolerance(of: name)
    ).check()
  }
}
