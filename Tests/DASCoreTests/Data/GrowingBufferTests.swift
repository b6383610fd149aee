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
}
