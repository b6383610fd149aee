/// All trees of a forest, end to end in one array of nodes.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first.
package struct TreeArrays<Node: BitwiseCopyable>: Sendable {
  let nodes: Buffer<Node>
  let starts: Buffer<Int>

  init(nodes: Buffer<Node>, starts: Buffer<Int>) { (self.nodes, self.starts) = (nodes, starts) }

  /// Grows `count` trees, in parallel. `grow` depends on the number of the tree alone.
  package init(
    growing count: Int, on execution: Execution, _ grow: (_ tree: Int) throws -> Buffer<Node>
  ) throws {
    let starts = try Buffer<Int>(repeating: 0, count: count + 1)
    let appender = Mutex(try TreeAppender<Node>(starts: starts))
    try execution.forEach(count, reports: true) { number in
      let tree = try grow(number)
      try appender.withLock { try $0.add(tree, at: number) }
    }
    self.init(nodes: try appender.withLock { try $0.finish() }, starts: starts)
  }
}

/// Appends trees in order, each as soon as all before it are there, and frees it, so that a large
/// forest is never in memory twice.
private struct TreeAppender<Node: BitwiseCopyable>: ~Copyable {
  private let starts: Buffer<Int>
  private var nodes: GrowingBuffer<Node>
  private var appended = 0
  private var waiting: [Buffer<Node>?]

  init(starts: Buffer<Int>) throws {
    self.starts = starts
    nodes = try GrowingBuffer(capacity: 0)
    waiting = Array(repeating: nil, count: starts.count - 1)
  }

  mutating func add(_ tree: Buffer<Node>, at number: Int) throws {
    waiting[number] = tree
    while appended < waiting.count, let next = waiting[appended].take() {
      // Reserves addresses, not memory, for trees a quarter larger than the first.
      if appended == 0 { try nodes.reserve(next.count * waiting.count / 4 * 5 + next.count) }
      try nodes.append(contentsOf: next)
      appended += 1
      starts[appended] = nodes.count
    }
  }

  mutating func finish() throws -> Buffer<Node> { try nodes.takeAll() }
}
