/// Grows one classification tree for two classes, to purity unless the parameters stop it.
///
/// A node is a range of the list of in-bag rows. A split moves the rows of the lighter child after
/// those of the heavier one, which is grown first. So all nodes on a path of heavier children begin
/// at the same index, and a histogram of one of them becomes that of a later one by subtracting the
/// rows in between (`TreeGrower+Histogram`).
///
/// - Complexity: O(rows x depth x features per split) time; near O(rows x features x log rows)
///   where splits cut off small ends.
struct TreeGrower: ~Copyable {
  let table: BinnedMatrix
  let parameters: TreeParameters
  let workspace: TreeWorkspace
  let execution: Execution
  private let tree: Int
  var stream: RandomStream
  let sample: BootstrapSample
  /// The minimum weight of a leaf.
  let minLeafWeight: Double
  private var nodes: GrowingBuffer<QuantizedNode>
  private var pending: GrowingBuffer<Node>
  /// Rows handled since the last check for cancellation.
  private var unpolledRows = 0

  init(
    _ table: BinnedMatrix, parameters: TreeParameters, workspace: TreeWorkspace, seed: UInt64,
    tree: Int,
    on execution: Execution
  ) throws {
    let nodes = try GrowingBuffer<QuantizedNode>(capacity: 1024)
    let pending = try GrowingBuffer<Node>(capacity: 64)
    self.table = table
    self.parameters = parameters
    self.workspace = workspace
    self.execution = execution
    self.tree = tree
    self.stream = RandomStream(seed: seed, purpose: .tree, index: tree)
    let sample = BootstrapSample.draw(
      from: table, into: workspace, parameters: parameters, seed: seed, tree: tree)
    self.sample = sample
    let whole =
      Double(sample.counts.normal) + Double(sample.counts.anomalous) * sample.classRatio
    self.minLeafWeight = parameters.minWeightFractionLeaf * whole
    self.nodes = nodes
    self.pending = pending
  }

  /// The weight of a class-1 row, where a class-0 row weighs 1.
  var classRatio: Double { sample.classRatio }

  /// The weight of rows of both classes.
  @inline(__always)
  func weight(_ counts: ClassCounts) -> Double {
    Double(counts.normal) + Double(counts.anomalous) * classRatio
  }

  /// Lists the features that the tree sees, those of a single bin, which are constant in all nodes,
  /// at the front, and returns the number of these. Forgets all histograms.
  func resetFeatures() -> Int {
    var (constants, others) = (0, table.featuresPerTree)
    for feature in 0..<table.columns where table.isSeen(feature, by: tree) {
      workspace.histogramStarts.base[feature] = -1
      if table.mapper.count(feature) == 1 {
        workspace.features.base[constants] = Int32(feature)
        constants += 1
      } else {
        others -= 1
        workspace.features.base[others] = Int32(feature)
      }
    }
    return constants
  }

  private mutating func addRoot() throws {
    let root = Node(
      index: try addNode(sample.counts), depth: 0, first: 0, end: Int32(sample.rows),
      outOfBagFirst: 0, outOfBagEnd: Int32(sample.outOfBagRows), constants: Int32(resetFeatures()),
      counts: sample.counts)
    if isLeaf(root.counts, depth: 0) { finishLeaf(root) } else { try pending.append(root) }
  }

  /// Appends a leaf; a split turns it into an inner node later.
  private mutating func addNode(_ counts: ClassCounts) throws -> Int32 {
    let index = nodes.count
    let anomalous = Double(counts.anomalous) * classRatio
    let fraction = anomalous / (Double(counts.normal) + anomalous)
    try nodes.append(.leaf(vote: VoteSums.vote(fraction)))
    return Int32(index)
  }

  /// The tree; the vote of a leaf is the fraction of class 1 in it.
  consuming func grow() throws -> Buffer<QuantizedNode> {
    try addRoot()
    while var node = pending.popLast() {
      while let heavier = try grow(&node) { node = heavier }
    }
    return try nodes.compacted()
  }

  /// Splits a node or makes it a leaf; returns the heavier child if that may be split too.
  private mutating func grow(_ node: inout Node) throws -> Node? {
    try poll(rows: node.rows)
    let split = findSplit(&node)
    if split.feature < 0 {
      finishLeaf(node)
      return nil
    }
    var children = try addChildren(of: node, split)
    partition(node, split, into: &children)
    if children.lightIsLeaf {
      finishLeaf(children.light)
    } else {
      try pending.append(children.light)
    }
    if children.heavyIsLeaf {
      finishLeaf(children.heavy)
      return nil
    }
    return children.heavy
  }

  /// Turns a leaf into an inner node with two leaves.
  private mutating func addChildren(of node: Node, _ split: Split) throws -> Children {
    var (left, right) = (node, node)
    left.counts = split.left
    right.counts = node.counts - split.left
    left.depth &+= 1
    right.depth &+= 1
    left.index = try addNode(left.counts)
    right.index = try addNode(right.counts)
    nodes.base[Int(node.index)] = QuantizedNode(
      threshold: split.threshold.quantized, feature: split.feature,
      childrenAfter: Int(left.index &- node.index))
    let heavyIsLeft = left.counts.total >= right.counts.total
    let (heavy, light) = heavyIsLeft ? (left, right) : (right, left)
    return Children(
      heavy: heavy, light: light, heavyIsLeft: heavyIsLeft,
      heavyIsLeaf: isLeaf(heavy.counts, depth: heavy.depth),
      lightIsLeaf: isLeaf(light.counts, depth: light.depth))
  }

  private mutating func poll(rows: Int) throws {
    unpolledRows += rows
    if unpolledRows > 1 << 21 {
      unpolledRows = 0
      try execution.checkCancelled()
    }
  }

  private func isLeaf(_ counts: ClassCounts, depth: Int32) -> Bool {
    counts.isPure || Int(depth) >= parameters.maxDepth
      || counts.total < 2 * parameters.minSamplesLeaf
      || weight(counts) < 2 * minLeafWeight
  }

  /// Adds the leaf's vote to the sums of its normal in-bag rows and of its out-of-bag rows.
  private func finishLeaf(_ leaf: Node) {
    if leaf.votesZero { return }
    let vote = nodes.base[Int(leaf.index)].vote
    if leaf.counts.normal > 0 { voteInBag(leaf, vote) }
    guard let votes = workspace.outOfBagVotes else { return }
    let (rows, sums) = (workspace.outOfBagRows.base, votes.base)
    for index in Int(leaf.outOfBagFirst)..<Int(leaf.outOfBagEnd) {
      sums[Int(rows[index])] &+= vote
    }
  }

  private func voteInBag(_ leaf: Node, _ vote: UInt64) {
    let (rows, sums, normals) = (
      workspace.inBagRows.base, workspace.inBagVotes.base, workspace.normals
    )
    for index in Int(leaf.first)..<Int(leaf.end) {
      // All anomalous rows add to one word after those of the normal rows: no branch to mispredict.
      sums[Int(min(rows[index], normals))] &+= vote
    }
  }
}
