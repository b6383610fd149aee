import Synchronization

/// Grows the trees of a forest, each from its own random streams, on any number of threads.
struct ForestGrower {
  let rules: TreeRules
  let trees: Int
  /// Whether class-0 rows are voted on by the trees that did not see them.
  let countsVotes: Bool

  struct Result {
    let forest: Forest
    /// The mean vote of each class-0 row; NaN where every tree saw it.
    let outOfBagScores: Buffer<Double>?
  }

  func grow(on table: BinnedTable, seed: UInt64, on execution: Execution) throws -> Result {
    let spaces = Mutex<[TreeWorkspace]>([])
    let grown = Mutex<[GrownTree?]>(Array(repeating: nil, count: trees))
    try execution.forEach(trees, reports: true) { tree in
      let space =
        try spaces.withLock { $0.popLast() } ?? TreeWorkspace(for: table, countsVotes: countsVotes)
      let grower = try TreeGrower(
        table, rules: rules, space: space, seed: seed, tree: tree, on: execution)
      let result = try grower.grow()
      grown.withLock { $0[tree] = result }
      spaces.withLock { $0.append(space) }
    }
    return Result(
      forest: try Self.join(grown.withLock { $0 }.compactMap { $0 }, columns: table.columns),
      outOfBagScores: try Self.meanVotes(spaces.withLock { $0 }))
  }

  private static func meanVotes(_ spaces: [TreeWorkspace]) throws -> Buffer<Double>? {
    guard let votes = spaces.first?.votes else { return nil }
    for space in spaces.dropFirst() { if let more = space.votes { votes.add(more) } }
    return try votes.means()
  }

  private static func join(_ trees: [GrownTree], columns: Int) throws -> Forest {
    let count = trees.reduce(0) { $0 + $1.nodes.count }
    let nodes = try Buffer<TreeNode>(uninitialized: count)
    let values = try Buffer<Double>(uninitialized: count)
    let starts = try Buffer<Int>(uninitialized: trees.count + 1)
    var start = 0
    for (tree, grown) in trees.enumerated() {
      starts.base[tree] = start
      (nodes.base + start).initialize(from: grown.nodes.base, count: grown.nodes.count)
      (values.base + start).initialize(from: grown.values.base, count: grown.values.count)
      start += grown.nodes.count
    }
    starts.base[trees.count] = start
    return Forest(nodes: nodes, values: values, starts: starts, columns: columns)
  }
}
