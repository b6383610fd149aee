import Testing

@testable import DASCore

/// What every booster of the library promises with its default settings.
@Suite struct BoosterPropertiesTests {
  @Test(arguments: Boosters.all.map { $0.name })
  func keepsThePromisesOfScorers(name: String) throws {
    try FitProperties(
      Boosters.named(name).init(
        [MLP.name: MLPTests.quick, Voting.name: VotingTests.quick][name] ?? [:]),
      normals: TestTables.normal(rows: 600, columns: 4, seed: 1),
      anomalies: TestTables.normal(rows: 150, columns: 4, shift: 0.5, seed: 2),
      rows: TestTables.normal(rows: 1100, columns: 4, seed: 3)
    ).check()
  }
}
