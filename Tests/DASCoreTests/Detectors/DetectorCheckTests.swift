import Testing

@testable import DASCore

@Suite struct DetectorCheckTests {
  /// The warnings of a fit.
  private func warnings(
    of detector: any Detector, fittedTo X: Matrix, type: MatrixView.ElementType = .float64
  ) throws -> [String] {
    var said: [String] = []
    let execution = Execution(log: { if $0 == .warning { said.append($1) } })
    _ = try detector.fitChecked(X.view, seed: 1, on: execution)
    return said
  }

  @Test("detectors of ordinary tables warn of nothing, with one neighbour too")
  func silence() throws {
    let X = try TestTables.normal(rows: 100, columns: 3)
    for type in Detectors.all {
      #expect(try warnings(of: TestDetectors.named(type.name), fittedTo: X) == [])
    }
    for detector: any Detector in [
      try KNN(["n_neighbors": .integer(1)]), try LOF(["n_neighbors": .integer(1)]),
    ] {
      #expect(try warnings(of: detector, fittedTo: X) == [])
    }
  }

  @Test("a table of copies of one row warns once, whatever the detector")
  func equalRows() throws {
    let X = try Matrix(Array(repeating: [3.25, -1], count: 40))
    for type in Detectors.all {
      let said = try warnings(of: TestDetectors.named(type.name), fittedTo: X)
      #expect(said.count { $0.contains("all 40 rows of X are equal") } == 1)
    }
  }

  @Test("probes are rows of the table, rows between them, and rows outside, all within bounds")
  func probes() throws {
    let X = try Matrix([[-1e150, 2], [1e150, 2], [0, 2]])
    let probes = try ProbeRows(X.view)
    #expect((probes.own, probes.rows.rows) == (3, 9))
    #expect((0..<3).allSatisfy { probes.rows[$0, 0] == X[$0, 0] })
    try probes.rows.view.checkValues("probes", on: Execution())
    #expect(probes.far[0, 0] == 1e150 && probes.far[1, 0] == -1e150)
    #expect(probes.far[0, 1] > 2 && probes.far[1, 1] < 2)
  }

  @Test("scores are alike within rounding, and those of one row are")
  func alike() throws {
    #expect(try Buffer([0.1 + 0.2, 0.3]).areAlike)
    #expect(try Buffer([5.0]).areAlike)
    #expect(try !Buffer([0.3, 0.3 + 1e-9]).areAlike)
  }
}
