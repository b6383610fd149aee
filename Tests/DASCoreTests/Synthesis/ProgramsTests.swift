import Testing

@testable import DASCore

@Suite struct ProgramsTests {
  @Test func everyProgramIsValidAndExplainsItself() throws {
    for program in Programs.all {
      try program.check()
      #expect(program.policy.count > 20 && program.explanation.count > 20, "\(program.name)")
    }
    #expect(Set(Programs.all.map(\.name)).count == Programs.all.count)
  }

  @Test func programsAreFoundByNameAndDetector() throws {
    #expect(try Programs.named("smote") == Programs.smote)
    for name in Detectors.all.map({ $0.name }) {
      #expect(Programs.forDetector(name).name == name)
    }
    for name in ["iforest", "pca", "ecod", "ocsvm"] {
      #expect(try Programs.named("published_\(name)").detector == name)
    }
    #expect(Programs.forDetector("of the host") == Programs.mixture)
    #expect(
      throws: DASError(
        .unknownName,
        "there is no program 'x'; there are \(Programs.all.map(\.name).joined(separator: ", "))")
    ) { try Programs.named("x") }
  }

  /// Each bad number is refused before anything runs.
  @Test func outOfRangeValuesAreErrors() throws {
    let X = try TestTables.correlated(rows: 10, columns: 2)
    func message(_ change: (inout MixtureProgram) -> Void) -> String {
      var program = Programs.mixture
      change(&program)
      return thrownError { try program.make(1, from: X) }?.message ?? "no error"
    }
    #expect(
      message { $0.components[0].moves = [Recombine(fraction: 2)] }.hasPrefix(
        "program.mixture[0].moves[0].share is 2.0; it takes a real in 0.0 ... 1.0"))
    #expect(
      message { $0.components[1].weight = .nan }.hasPrefix("program.mixture[1].weight is nan"))
    #expect(message { $0.components[1].weight = 0 }.hasPrefix("program.mixture[1].weight is 0.0"))
    #expect(message { $0.components = [] }.hasPrefix("program.mixture has 0 components"))
    #expect(message { $0.components[0].moves = [] }.contains("moves has 0 items"))
    #expect(message { $0.name = "a b" }.contains("program.name"))
    #expect(message { $0.keep.candidates = 1000 }.hasPrefix("program.keep.candidates is 1000.0"))
    #expect(
      message { $0.components[0].seeds = SeedSelection(.score, from: 0.5, to: 0.5) }.contains(
        "from must be the smaller"))
    #expect(message { $0.components[0].seeds.from = 0.5 }.contains("needs an order"))
    #expect(
      message { $0.components[0].moves = [Noise(.spread, factor: .uniform(2, 1))] }.contains(
        "factor is 2.0 to 1.0"))
    #expect(
      message { $0.components[0].moves = [Noise(.spread, factor: .oneOf([]))] }.contains("one of"))
  }
}
