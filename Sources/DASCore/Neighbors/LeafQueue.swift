/// A priority queue of the leaves to visit, nearest first: a binary heap in borrowed memory.
struct LeafQueue {
  private let leaves: UnsafeMutablePointer<Int32>
  private let distances: UnsafePointer<Double>
  private var count: Int

  /// Queues the first `count` of `leaves`, whose minimum distances are in `distances`.
  init(_ leaves: UnsafeMutablePointer<Int32>, count: Int, distances: UnsafePointer<Double>) {
    (self.leaves, self.distances, self.count) = (leaves, distances, count)
    for index in stride(from: count / 2 - 1, through: 0, by: -1) { sink(from: index) }
  }

  mutating func pop() -> Int? {
    if count == 0 { return nil }
    let first = leaves[0]
    count -= 1
    leaves[0] = leaves[count]
    sink(from: 0)
    return Int(first)
  }

  private func isBefore(_ index: Int, _ other: Int) -> Bool {
    let (leaf, otherLeaf) = (leaves[index], leaves[other])
    let (distance, otherDistance) = (distances[Int(leaf)], distances[Int(otherLeaf)])
    return distance < otherDistance || (distance == otherDistance && leaf < otherLeaf)
  }

  private func sink(from start: Int) {
    var index = start
    while 2 * index + 1 < count {
      var child = 2 * index + 1
      if child + 1 < count, isBefore(child + 1, child) { child += 1 }
      if !isBefore(child, index) { return }
      (leaves[index], leaves[child]) = (leaves[child], leaves[index])
      index = child
    }
  }
}
