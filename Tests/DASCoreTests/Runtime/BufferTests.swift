import Testing

@testable import DASCore

@Suite struct BufferTests {
  /// A size beyond any address space is an error, never a trap.
  @Test(arguments: [Int.max, Int.max / 8, Int.max / 8 + 1, 1 << 60, -1, Int.min])
  func refusesImpossibleSizes(count: Int) {
    #expect(thrownCode { _ = try Buffer<Double>(uninitialized: count) } == .outOfMemory)
  }

  @Test func refusesOverflowingTables() {
    #expect(thrownCode { _ = try Matrix(rows: 1 << 40, columns: 1 << 40) } == .outOfMemory)
    #expect(thrownCode { _ = try Matrix(rows: -1, columns: 3) } == .outOfMemory)
  }

  /// Elements begin at a cache line and are read as they were written.
  @Test(arguments: [0, 1, 7, 4096]) func holdsItsElements(count: Int) throws {
    let buffer = try Buffer<Double>(repeating: 0.5, count: count)
    #expect(Int(bitPattern: buffer.base) % 64 == 0)
    for index in 0..<count { buffer[index] += Double(index) }
    #expect(buffer.array == (0..<count).map { 0.5 + Double($0) })
    #expect(try Buffer(buffer.array).array == buffer.array)
    #expect(try Buffer(buffer.base, count: count).array == buffer.array)
  }
}
