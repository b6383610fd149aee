import Testing

@testable import DASCore

/// Properties of every built-in program on every table: exact counts, finite rows, same bits.
@Suite struct ProgramExecutionTests {
  private static let names = Programs.all.map(\.name)

  /// The same seed gives the same bits for 1, 2 and 5 threads; another seed gives other rows.
  @Test(arguments: names) func sameSeedSameBits(name: String) throws {
    let program = try Programs.named(name)
    let X = try TestTables.correlated(rows: 300, columns: 6)
    let rows = try program.make(5000, from: X, seed: 7)
    for threads in [2, 5] {
      #expect(try program.make(5000, from: X, seed: 7, threads: threads).bits == rows.bits)
    }
    #expect(try program.make(5000, from: X, seed: 8).bits != rows.bits)
  }

  @Test(arguments: names) func countsAreExactAndRowsFinite(name: String) throws {
    let program = try Programs.named(name)
    let X = try TestTables.correlated(rows: 200, columns: 4)
    for count in [0, 1, 2, 7, 1000, 5000] {
      let rows = try program.make(count, from: X)
      #expect(rows.rows == count && rows.columns == 4)
      #expect(rows.storage.elements.allSatisfy { $0.isFinite })
    }
  }

  /// Degenerate tables: finite rows of the right number, and constant features stay.
  @Test(arguments: names) func degenerateTablesAreFine(name: String) throws {
    let program = try Programs.named(name)
    let constant = try Matrix((0..<60).map { [5, Double($0 % 7), -3, Double($0)] })
    let huge = try Matrix((0..<60).map { [$0 % 2 == 0 ? 1e150 : -1e150, Double($0) * 1e148] })
    let tables = [
      try Matrix([[1, 2, 3]]), try Matrix([[4]]), try Matrix((0..<30).map { [Double($0)] }),
      try Matrix(repeatElement([1, 2], count: 40).map { $0 }),
      try Matrix((0..<40).map { [Double($0 % 2), Double($0 % 2)] }),
      try Matrix([[0, 0], [1, 1]]), try TestTables.discrete(rows: 100, columns: 5, levels: 2),
      try Matrix((0..<50).map { [Double($0) * 1e-170, 1] }), constant, huge,
      try Matrix((0..<60).map { [[0, 1e-160, 1e150][$0 % 3], Double($0)] }),
    ]
    for table in tables {
      let rows = try program.make(300, from: table)
      #expect(rows.rows == 300)
      #expect(rows.storage.elements.allSatisfy { abs($0) <= 1e150 })
    }
    let rows = try program.make(300, from: constant)
    #expect(rows.columnArray(0).allSatisfy { $0 == 5 })
    #expect(rows.columnArray(2).allSatisfy { $0 == -3 })
  }

  /// float32 input and its float64 copy give the same rows, and so does any layout.
  @Test(arguments: names) func layoutDoesNotMatter(name: String) throws {
    let program = try Programs.named(name)
    let X = try TestTables.roundedToFloat(TestTables.correlated(rows: 150, columns: 3))
    let views = try [
      X.view, StridedTable(X, .rowMajor, .float32).view,
      StridedTable(X, .columnMajor, .float64).view,
    ]
    let scorer = NormScorer(columns: 3)
    let results = try views.map {
      try program.synthesize(700, against: scorer, from: $0, seed: 3, on: Execution()).bits
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  /// The training rows are scored at most once, and not at all where nothing asks for it.
  @Test(arguments: names) func trainingRowsAreScoredOnce(name: String) throws {
    let program = try Programs.named(name)
    let X = try TestTables.correlated(rows: 200, columns: 4)
    let scorer = NormScorer(columns: 4)
    _ = try program.synthesize(2000, against: scorer, from: X.view, seed: 0, on: Execution())
    let rows = scorer.rowsScored.load(ordering: .relaxed)
    guard program.keep.isActive, program.keep.scoreBelow != nil else {
      #expect(rows == (program.requirements.scores ? 200 : 0))
      return
    }
    #expect(rows <= 200 + Int(2000 * program.keep.candidates) + program.components.count * 16)
  }

  @Test func wrongShapesAreErrors() throws {
    let X = try TestTables.correlated(rows: 10, columns: 4)
    let narrow = NormScorer(columns: 3)
    #expect(thrownCode { try Programs.mixture.make(-1, from: X) } == .outOfRange)
    #expect(thrownCode { try Programs.mixture.make(Int.max / 2, from: X) } == .outOfMemory)
    #expect(
      thrownCode { try Programs.mixture.make(5, from: Matrix(rows: 0, columns: 4)) } == .invalidData
    )
    #expect(
      thrownCode {
        try Programs.mixture.synthesize(5, against: narrow, from: X.view, seed: 0, on: Execution())
      } == .shapeMismatch)
  }

  @Test func cancellationStopsTheRun() throws {
    let X = try TestTables.correlated(rows: 100, columns: 4)
    let execution = Execution(progress: { _, fraction in fraction < 0.5 })
    #expect(throws: DASError(.cancelled, "the call was cancelled")) {
      try Programs.mixture.synthesize(
        100_000, against: NormScorer(columns: 4), from: X.view, seed: 0, on: execution)
    }
  }

  /// A table beyond the reference sample and beyond the widest principal axes still runs.
  @Test func longAndWideTablesRun() throws {
    let long = try TestTables.correlated(rows: 6000, columns: 2)
    let wide = try TestTables.discrete(rows: 20, columns: 1100, levels: 1000)
    let program = MixtureProgram(
      name: "test",
      components: [
        MixtureComponent(Noise(.neighborDistance, factor: 1)),
        MixtureComponent(PrincipalNoise(.low, variance: 0.5, factor: 1)),
      ])
    for table in [long, wide] {
      #expect(try program.make(100, from: table).storage.array.allSatisfy { $0.isFinite })
    }
  }
}
