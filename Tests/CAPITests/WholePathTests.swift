import DASHeader
import Testing

/// The whole method through the C interface: every detector under both presets.
@Suite struct WholePathTests {
  private static let cases = Stages.detectors.flatMap { detector in
    ["default", "paper"].map { (detector, $0) }
  }

  @Test("fits, scores, and finds the rows that break the rule", arguments: cases)
  func enhance(detector: String, preset: String) throws {
    let session = try Session()
    let model = try session.model(detector, preset: preset, on: .normal(rows: 200))
    let normal = try session.scores(model, .normal(rows: 100, seed: 5))
    // Each value is usual; the columns do not go together.
    let odd = Table(rows: 20, columns: 3) { row, column in column == row % 3 ? 1.5 : -1.5 }
    let broken = try session.scores(model, odd)
    #expect((normal + broken).allSatisfy { $0.isFinite })
    let median = normal.sorted()[50]
    #expect(broken.allSatisfy { $0 > median })
  }

  @Test("the same seed gives the same bits with 1 and 3 threads", .slow, arguments: cases)
  func threads(detector: String, preset: String) throws {
    let X = Table.normal(rows: 1100)
    let images = try [Int32(1), 3].map { threads in
      let session = try Session(threads: threads)
      return try session.image(of: session.model(detector, preset: preset, on: X))
    }
    #expect(images[1] == images[0])
  }

  @Test("another seed gives another model, the same seed the same", arguments: cases)
  func seeds(detector: String, preset: String) throws {
    let (session, X) = (try Session(), Table.normal())
    let models = try [1, 1, 2].map {
      try session.scores(session.model(detector, preset: preset, on: X, seed: $0), X)
    }
    #expect(models[0] == models[1])
    #expect(models[0] != models[2])
  }
}
