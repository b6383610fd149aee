/// The nodes of the trees of a forest behind each other, in the trees' order.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first.
package struct JoinedTrees<Node: BitwiseCopyable>: Sendable {
  let nodes: Buffer<Node>
  let starts: Buffer<Int>

  init(nodes: Buffer<Node>, starts: Buffer<Int>) { (self.nodes, self.starts) = (nodes, starts) }

  /// Grows `count` trees, each from its number alone and so on any thread.
  package init(
    growing count: Int, on execution: Execution, _ grow: (_ tree: Int) throws -> Buffer<Node>
  ) throws {
    let starts = try Buffer<Int>(repeating: 0, count: count + 1)
    let joint = Mutex(try Joint<Node>(starts: starts))
    try execution.forEach(count, reports: true) { number in
      let tree = try grow(number)
      try joint.withLock { try $0.add(tree, at: number) }
    }
    self.init(nodes: try joint.withLock { try $0.finish() }, starts: starts)
  }
}

/// Where grown trees are joined: each as soon as those before it are there, and then let go, so that a
/// large forest is never held twice.
private struct Joint<Node: BitwiseCopyable>: ~Copyable {
  private let starts: Buffer<Int>
  private var nodes: GrowingBuffer<Node>
  private var joined = 0
  private var waiting: [Buffer<Node>?]

  init(starts: Buffer<Int>) throws {
    self.starts = starts
    nodes = try GrowingBuffer(capacity: 0)
    waiting = Array(repeating: nil, count: starts.count - 1)
  }

  mutating func add(_ tree: Buffer<Node>, at number: Int) throws {
    waiting[number] = tree
    while joined < waiting.count, let next = waiting[joined].take() {
      // Room for as many trees as large as the first, and a quarter more: addresses, no memory.
      if joined == 0 { try nodes.reserve(next.count * waiting.count / 4 * 5 + next.count) }
      try nodes.append(contentsOf: next)
      joined += 1
      starts[joined] = nodes.count
    }
  }

  mutating func finish() throws -> Buffer<Node> { try nodes.takeAll() }
}
