/// Grows the trees of a forest, each from its own random streams, on any number of threads.
struct ForestGrower {
  let rules: TreeRules
  let trees: Int
  /// Whether rows are voted on by the trees that did not see them.
  let countsVotes: Bool

  struct Result {
    let forest: CodedForest
    /// The mean votes of all trees on the class-0 rows.
    let inSample: Buffer<Double>
    let outOfBag: OutOfBagScores?
  }

  func grow(on table: BinnedTable, seed: UInt64, on execution: Execution) throws -> Result {
    let spaces = Locked<[TreeWorkspace]>([])
    let joined = try JoinedTrees(growing: trees, on: execution) { tree in
      let space =
        try spaces.withLock { $0.popLast() } ?? TreeWorkspace(for: table, countsVotes: countsVotes)
      let grower = try TreeGrower(
        table, rules: rules, space: space, seed: seed, tree: tree, on: execution)
      let grown = try grower.grow()
      spaces.withLock { $0.append(space) }
      return grown
    }
    let inBag = try RowVotes(rows: table.normals + 1)
    let outOfBag = countsVotes ? try RowVotes(rows: table.rows) : nil
    for space in spaces.withLock({ $0 }) {
      inBag.add(space.inBag)
      if let votes = space.outOfBag { outOfBag?.add(votes) }
    }
    let grid = try CutGrid(table.edges, columns: table.columns)
    return Result(
      forest: try CodedForest(joined, grid: grid),
      inSample: try meanVotes(inBag, outOfBag, normals: table.normals),
      outOfBag: try outOfBag.map { try OutOfBagScores($0, of: table) })
  }

  /// Each tree votes on a row either in its bag or out of it.
  private func meanVotes(
    _ inBag: RowVotes, _ outOfBag: RowVotes?, normals: Int
  ) throws -> Buffer<Double> {
    let means = try Buffer<Double>(uninitialized: normals)
    for row in 0..<normals {
      means[row] = (inBag.sum(row) + (outOfBag?.sum(row) ?? 0)) / Double(trees)
    }
    return means
  }
}
