import Testing

@testable import DASCore

@Suite struct BitPackedIntegersTests {
  /// Written integers are read back, also if rows are written in any order and end within a byte.
  @Test(arguments: [1, 2, 3, 255, 256, 1_000_003, Int(Int32.max)], [0, 1, 7, 20])
  func numbersComeBack(limit: Int, columns: Int) throws {
    let rows = 50
    let packed = try BitPackedIntegers(rows: rows, columns: columns, below: limit)
    var random = RandomStream(seed: UInt64(limit), purpose: .test)
    let numbers = try Buffer<Int32>(
      (0..<rows * columns).map { Int32($0 % 5 == 0 ? limit - 1 : random.below(limit)) })
    for row in (0..<rows).reversed() { packed.write(numbers.base + row * columns, row: row) }
    let read = try Buffer<Int32>(repeating: -1, count: columns)
    for row in 0..<rows {
      packed.read(row: row, into: read.base)
      #expect(read.array == Array(numbers.array[row * columns..<(row + 1) * columns]))
    }
  }
}
