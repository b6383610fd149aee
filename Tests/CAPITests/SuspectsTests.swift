import DASHeader
import Testing

@Suite struct SuspectsTests {
  /// Normal rows with a tight group of anomalies as the last ones.
  private func table() -> Table {
    let X = Table.normal(rows: 200)
    for row in 190..<200 { for column in 0..<3 { X[row, column] = 40 + 0.1 * X[row, column] } }
    return X
  }

  private func model(_ session: Session, _ contamination: Double) throws -> Owned {
    let ecod = try session.settings("ecod")
    let made = session.enhance(table()) {
      ($0.detector, $0.contamination) = (ecod.reference, contamination)
    }
    return try #require(made.model)
  }

  private func suspects(_ session: Session, _ model: Owned, capacity: Int = 200) throws -> [Int64] {
    var (rows, count) = ([Int64](repeating: -1, count: capacity), Int64(-1))
    try session.run { das_model_suspects($0, model.reference, &rows, Int64(capacity), &count) }
    return Array(rows.prefix(Int(count)))
  }

  @Test("suspects are the planted rows; a file keeps them") func found() throws {
    let session = try Session()
    let model = try model(session, 0)
    let found = try suspects(session, model)
    #expect(Set(190..<200).isSubset(of: Set(found)))
    #expect(try session.report(model).suspects == Int64(found.count))
    #expect(try suspects(session, session.read(session.image(of: model))) == found)
    var count: Int64 = -1
    try session.run { das_model_suspects($0, model.reference, nil, 0, &count) }
    #expect(count == Int64(found.count))
    var one: Int64 = 0
    #expect(
      session.outcome { das_model_suspects($0, model.reference, &one, 1, &count) }
        == .shapeMismatch("rows has a capacity of 1 but \(found.count) elements are to be written"))
  }

  @Test("clean rows are not checked") func clean() throws {
    let session = try Session()
    let model = try model(session, Double(DAS_CLEAN))
    #expect(try session.report(model).suspects == -1)
    #expect(try suspects(session, model) == [])
  }

  @Test("a contamination is a fraction or one of two constants", arguments: [0.51, -0.5, .nan])
  func refused(value: Double) throws {
    let session = try Session()
    let ecod = try session.settings("ecod")
    let made = session.enhance { ($0.detector, $0.contamination) = (ecod.reference, value) }
    #expect(
      made.outcome
        == .outOfRange(
          "options->contamination is \(value); it takes a fraction in (0, 0.5], 0 (unknown) or -1 "
            + "(DAS_CLEAN)"))
  }
}
