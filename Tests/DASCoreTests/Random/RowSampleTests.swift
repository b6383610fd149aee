import Testing

@testable import DASCore

@Suite struct RowSampleTests {
  @Test func shortTablesAreTheirOwnSample() throws {
    for population in [1, 2, 50] {
      let sample = try RowSample(of: population, atMost: 50, seed: 3)
      #expect(sample.rows.array == (0..<Int32(population)).map { $0 })
    }
  }

  /// Distinct rows of the table, ascending; another seed draws others.
  @Test func longTablesAreDrawnFrom() throws {
    let rows = try RowSample(of: 1000, atMost: 50, seed: 3).rows.array
    #expect(rows.count == 50)
    #expect(rows.allSatisfy { (0..<1000).contains($0) })
    #expect(rows == Set(rows).sorted())
    #expect(try rows == RowSample(of: 1000, atMost: 50, seed: 3).rows.array)
    #expect(try rows != RowSample(of: 1000, atMost: 50, seed: 4).rows.array)
  }

  /// All rows are equally likely: within five deviations of 20 draws in 400.
  @Test func everyRowIsAsLikely() throws {
    var drawn = [Int](repeating: 0, count: 40)
    for seed in 0..<400 {
      for row in try RowSample(of: 40, atMost: 2, seed: UInt64(seed)).rows.array {
        drawn[Int(row)] += 1
      }
    }
    #expect(drawn.allSatisfy { abs($0 - 20) < 22 })
  }

  @Test(arguments: [30, 1000]) func indicesAreThoseOfTheRows(population: Int) throws {
    let sample = try RowSample(of: population, atMost: 30, seed: 1)
    let rows = sample.rows.array
    for row in 0..<Int32(population) {
      #expect(sample.index(of: row) == rows.firstIndex(of: row).map { Int32($0) } ?? -1)
    }
  }
}
