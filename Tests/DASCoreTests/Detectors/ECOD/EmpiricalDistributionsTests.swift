import Glibc
import Testing

@testable import DASCore

@Suite struct EmpiricalDistributionsTests {
  /// Shapes that suit an index of equal widths, and shapes that do not.
  enum Shape: CaseIterable {
    case smooth, heavyTailed, clustered, someTies, discrete, binary, constant, oneOutlier, extreme
  }

  private func values(_ shape: Shape, _ count: Int) -> [Double] {
    var stream = RandomStream(seed: UInt64(count), purpose: .test)
    return (0..<count).map { row in
      switch shape {
      case .smooth: stream.normal()
      case .heavyTailed: exp(20 * stream.normal())
      case .clustered: Double(stream.below(3)) * 1e9 + stream.uniform() * 1e-3
      case .someTies: Double(stream.below(2000))
      case .discrete: Double(stream.below(40))
      case .binary: Double(stream.below(2))
      case .constant: 0.1
      case .oneOutlier: row == 0 ? 1e150 : stream.uniform()
      case .extreme: [-1e150, -0.0, 0, Double.leastNonzeroMagnitude, 1e150][stream.below(5)]
      }
    }
  }

  private func distributions(_ columns: [[Double]], threads: Int = 1) throws
    -> EmpiricalDistributions
  {
    let table = try Matrix((0..<columns[0].count).map { row in columns.map { $0[row] } })
    return try EmpiricalDistributions(table.view, on: Execution(threads: threads)) { _, _ in }
  }

  /// Counts equal a plain binary search at the values, next to them, between them and far outside.
  @Test(arguments: Shape.allCases, [1, 2, 63, 64, 65, 3000])
  func countsExactly(shape: Shape, count: Int) throws {
    let values = values(shape, count)
    let sorted = values.sorted()
    let distributions = try distributions([values, values.map { -$0 }])
    var queries = values + values.map(\.nextUp) + values.map(\.nextDown) + [0, -1e150, 1e150, 3]
    queries += zip(sorted, sorted.dropFirst()).map { $0 + ($1 - $0) / 2 }
    let (below, through) = (
      try Buffer<Int32>(uninitialized: queries.count),
      try Buffer<Int32>(uninitialized: queries.count)
    )
    distributions.rank(
      queries, count: queries.count, column: 0, below: below.base, through: through.base)
    for (index, query) in queries.enumerated() {
      let expected = (
        BinarySearch.lowerBound(of: query, in: sorted, count: count),
        BinarySearch.upperBound(of: query, in: sorted, count: count)
      )
      #expect((Int(below[index]), Int(through[index])) == expected)
    }
  }

  /// Very many columns of few values are searched without an index, and count the same.
  @Test func countsInShortColumnsWithoutAnIndex() throws {
    let columns = (0..<2100).map { column in (0..<9).map { Double(($0 * (column % 7 + 1)) % 5) } }
    let distributions = try distributions(columns)
    let packed = try distributions.packed()
    let short = try EmpiricalDistributions(
      count: 9, starts: packed.starts, values: packed.values, below: packed.below, on: Execution())
    let queries = [-1e150, -0.5, 0, 1, 1.5, 2, 3, 4, 5, 1e150]
    let below = try Buffer<Int32>(uninitialized: queries.count)
    let through = try Buffer<Int32>(uninitialized: queries.count)
    for column in [0, 1, 5, 2099] {
      short.rank(
        queries, count: queries.count, column: column, below: below.base, through: through.base)
      for (index, query) in queries.enumerated() {
        #expect(Int(below[index]) == columns[column].count { $0 < query })
        #expect(Int(through[index]) == columns[column].count { $0 <= query })
      }
    }
    let again = try short.packed()
    #expect(again.starts.array == packed.starts.array && again.values.array == packed.values.array)
    #expect(again.below.array == packed.below.array)
  }

  /// Packed columns of different lengths are stored back to back, and ties take no room.
  @Test func packsColumns() throws {
    let distributions = try distributions(
      [[3, 1, 3, 2], [5, 5, 5, 5], [4, 3, 2, 1]], threads: 3)
    let packed = try distributions.packed()
    #expect(packed.starts.array == [0, 4, 6, 11])
    #expect(packed.values.array == [1, 2, 3, .infinity, 5, .infinity, 1, 2, 3, 4, .infinity])
    #expect(packed.below.array == [0, 1, 2, 4, 0, 4, 0, 1, 2, 3, 4])
  }

  /// NaN is counted somewhere, but never outside the tables.
  @Test func survivesNaN() throws {
    let distributions = try distributions([values(.smooth, 100)])
    let queries = [Double](repeating: .nan, count: 19)
    let (below, through) = (
      try Buffer<Int32>(repeating: -1, count: 19), try Buffer<Int32>(repeating: -1, count: 19)
    )
    distributions.rank(queries, count: 19, column: 0, below: below.base, through: through.base)
    #expect((below.array + through.array).allSatisfy { (0...100).contains($0) })
  }
}
