/// Blocks that are yet to be visited, the nearest first: a binary heap in borrowed memory.
struct LeafQueue {
  private let blocks: UnsafeMutablePointer<Int32>
  private let least: UnsafePointer<Double>
  private var count: Int

  /// Takes the first `count` of `blocks` in, whose least distances are in `least`.
  init(_ blocks: UnsafeMutablePointer<Int32>, count: Int, least: UnsafePointer<Double>) {
    (self.blocks, self.least, self.count) = (blocks, least, count)
    for place in stride(from: count / 2 - 1, through: 0, by: -1) { sink(from: place) }
  }

  mutating func pop() -> Int? {
    if count == 0 { return nil }
    let first = blocks[0]
    count -= 1
    blocks[0] = blocks[count]
    sink(from: 0)
    return Int(first)
  }

  private func isBefore(_ place: Int, _ other: Int) -> Bool {
    let (block, otherBlock) = (blocks[place], blocks[other])
    let (distance, otherDistance) = (least[Int(block)], least[Int(otherBlock)])
    return distance < otherDistance || (distance == otherDistance && block < otherBlock)
  }

  private func sink(from start: Int) {
    var place = start
    while 2 * place + 1 < count {
      var child = 2 * place + 1
      if child + 1 < count, isBefore(child + 1, child) { child += 1 }
      if !isBefore(child, place) { return }
      (blocks[place], blocks[child]) = (blocks[child], blocks[place])
      place = child
    }
  }
}
