/// Grows the trees of a forest, each from its own random streams, on any number of threads.
struct ForestGrower {
  let parameters: TreeParameters
  let trees: Int
  /// Whether trees vote on their out-of-bag rows.
  let countsVotes: Bool

  struct Result {
    let forest: QuantizedForest
    /// The mean vote of all trees on each class-0 row.
    let inSample: Buffer<Double>
    let outOfBag: OutOfBagScores?
  }

  func grow(on table: BinnedMatrix, seed: UInt64, on execution: Execution) throws -> Result {
    let workspaces = Mutex<[TreeWorkspace]>([])
    let trees = try TreeArrays(growing: trees, on: execution) { tree in
      let workspace =
        try workspaces.withLock { $0.popLast() }
        ?? TreeWorkspace(for: table, countsVotes: countsVotes)
      let grower = try TreeGrower(
        table, parameters: parameters, workspace: workspace, seed: seed, tree: tree, on: execution)
      let grown = try grower.grow()
      workspaces.withLock { $0.append(workspace) }
      return grown
    }
    let (inBag, outOfBag) = try collectVotes(workspaces)
    let grid = try ThresholdGrid(table.mapper, columns: table.columns)
    return Result(
      forest: try QuantizedForest(trees, grid: grid),
      inSample: try meanVotes(inBag, outOfBag, normals: table.normals),
      outOfBag: try outOfBag.map { try OutOfBagScores($0, of: table) })
  }

  /// The sums of all votes, in the first workspace's memory. The other workspaces are freed: next
  /// to the forest they would be the peak of a fit's memory.
  private func collectVotes(
    _ workspaces: Mutex<[TreeWorkspace]>
  ) throws -> (inBag: VoteSums, outOfBag: VoteSums?) {
    let votes = workspaces.withLock { workspaces in
      defer { workspaces = [] }
      return workspaces.map { (inBag: $0.inBagVotes, outOfBag: $0.outOfBagVotes) }
    }
    guard let first = votes.first else { throw DASError(.internal, "a forest without trees") }
    for other in votes.dropFirst() {
      first.inBag.add(other.inBag)
      if let outOfBag = other.outOfBag { first.outOfBag?.add(outOfBag) }
    }
    return first
  }

  /// Each tree votes on a row once, either in-bag or out-of-bag.
  private func meanVotes(
    _ inBag: VoteSums, _ outOfBag: VoteSums?, normals: Int
  ) throws -> Buffer<Double> {
    let means = try Buffer<Double>(uninitialized: normals)
    for row in 0..<normals {
      means[row] = (inBag.sum(row) + (outOfBag?.sum(row) ?? 0)) / Double(trees)
    }
    return means
  }
}
