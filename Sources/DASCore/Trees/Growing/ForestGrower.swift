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
    let spaces = Mutex<[TreeWorkspace]>([])
    let joined = try JoinedTrees(growing: trees, on: execution) { tree in
      let space =
        try spaces.withLock { $0.popLast() } ?? TreeWorkspace(for: table, countsVotes: countsVotes)
      let grower = try TreeGrower(
        table, rules: rules, space: space, seed: seed, tree: tree, on: execution)
      let grown = try grower.grow()
      spaces.withLock { $0.append(space) }
      return grown
    }
    let (inBag, outOfBag) = try collectVotes(spaces)
    let grid = try CutGrid(table.edges, columns: table.columns)
    return Result(
      forest: try CodedForest(joined, grid: grid),
      inSample: try meanVotes(inBag, outOfBag, normals: table.normals),
      outOfBag: try outOfBag.map { try OutOfBagScores($0, of: table) })
  }

  /// All votes, added up in place. What else the trees were grown in goes back: beside the forest it would
  /// be the most that a fit holds.
  private func collectVotes(
    _ spaces: Mutex<[TreeWorkspace]>
  ) throws -> (inBag: RowVotes, outOfBag: RowVotes?) {
    let votes = spaces.withLock { spaces in
      defer { spaces = [] }
      return spaces.map { (inBag: $0.inBag, outOfBag: $0.outOfBag) }
    }
    guard let first = votes.first else { throw DASError(.internal, "a forest without trees") }
    for other in votes.dropFirst() {
      first.inBag.add(other.inBag)
      if let outOfBag = other.outOfBag { first.outOfBag?.add(outOfBag) }
    }
    return first
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
