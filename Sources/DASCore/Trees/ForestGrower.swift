/// Grows the trees of a forest, each from its own random streams, on any number of threads.
struct ForestGrower {
  let rules: TreeRules
  let trees: Int
  /// Whether rows are voted on by the trees that did not see them.
  let countsVotes: Bool

  struct Result {
    let forest: Forest
    let outOfBag: OutOfBagScores?
  }

  func grow(on table: BinnedTable, seed: UInt64, on execution: Execution) throws -> Result {
    let spaces = Locked<[TreeWorkspace]>([])
    let forest = try Forest(growing: trees, columns: table.columns, on: execution) { tree in
      let space =
        try spaces.withLock { $0.popLast() } ?? TreeWorkspace(for: table, countsVotes: countsVotes)
      let grower = try TreeGrower(
        table, rules: rules, space: space, seed: seed, tree: tree, on: execution)
      let grown = try grower.grow()
      spaces.withLock { $0.append(space) }
      return grown
    }
    return Result(
      forest: forest, outOfBag: try Self.meanVotes(spaces.withLock { $0 }, on: table))
  }

  private static func meanVotes(
    _ spaces: [TreeWorkspace], on table: BinnedTable
  ) throws -> OutOfBagScores? {
    guard let votes = spaces.first?.votes else { return nil }
    for space in spaces.dropFirst() { if let more = space.votes { votes.add(more) } }
    return try OutOfBagScores(votes, of: table)
  }
}
