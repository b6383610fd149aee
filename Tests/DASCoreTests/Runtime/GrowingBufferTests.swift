import Testing

@testable import DASCore

@Suite struct GrowingBufferTests {
  /// Elements keep their order and value through every reallocation.
  @Test func growsAndShrinks() throws {
    var buffer = try GrowingBuffer<Int>(capacity: 1)
    for number in 0..<1000 { try buffer.append(number) }
    #expect(buffer.count == 1000)
    let compacted = try buffer.compacted()
    #expect(compacted.array == Array(0..<1000))
    for number in (0..<1000).reversed() {
      let last = buffer.popLast()
      #expect(last == number)
    }
    let none = buffer.popLast()
    #expect(none == nil)
  }

  /// All elements are moved out, whether they are copied or their memory is handed over.
  @Test(arguments: [0, 1, 1000, 131_071, 131_072, 200_000, 262_144]) func givesAllAway(_ count: Int)
    throws
  {
    var buffer = try GrowingBuffer<Int>(capacity: 1)
    try buffer.reserve(2 * count + 1)
    for number in 0..<count / 2 { try buffer.append(number) }
    try buffer.append(contentsOf: try Buffer(Array(count / 2..<count)))
    let all = try buffer.takeAll()
    #expect(all.array == Array(0..<count))
    try buffer.append(7)
    #expect(buffer.count == 1 && buffer.base[0] == 7)
  }
}
