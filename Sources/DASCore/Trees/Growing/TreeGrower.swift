/// Grows one tree for two classes, to purity unless the rules stop it.
///
/// The sample is an array of rows; a node is a range of it. A split moves the rows of the lighter
/// child behind those of the heavier one, which is grown first. So a node and its line of heavier
/// descendants begin at the same place, and the histogram of a feature that was counted for one of them
/// becomes that of a later one by subtracting the rows in between (`TreeGrower+Histogram`).
///
/// - Complexity: O(rows x depth x features per split) time at most; the lines of heavier children keep
///   it near O(rows x features x log rows) where splits cut off small ends.
struct TreeGrower: ~Copyable {
  let table: BinnedTable
  let rules: TreeRules
  let space: TreeWorkspace
  let execution: Execution
  var stream: RandomStream
  let sample: TreeSample
  /// The least weight of a leaf.
  let lightestLeaf: Double
  private var nodes: GrowingBuffer<CodedNode>
  private var pending: GrowingBuffer<Node>
  /// Rows handled since the execution was last asked whether to go on.
  private var unpolledRows = 0

  init(
    _ table: BinnedTable, rules: TreeRules, space: TreeWorkspace, seed: UInt64, tree: Int,
    on execution: Execution
  ) throws {
    let nodes = try GrowingBuffer<CodedNode>(capacity: 1024)
    let pending = try GrowingBuffer<Node>(capacity: 64)
    self.table = table
    self.rules = rules
    self.space = space
    self.execution = execution
    self.stream = RandomStream(seed: seed, purpose: .tree, index: tree)
    let sample = TreeSample.draw(from: table, into: space, rules: rules, seed: seed, tree: tree)
    self.sample = sample
    let whole =
      Double(sample.counts.normal) + Double(sample.counts.anomalous) * sample.classRatio
    self.lightestLeaf = rules.minWeightFractionLeaf * whole
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

  /// Every feature of a single bin is constant from the start; no histogram is counted yet.
  /// Returns the number of constant features.
  func resetFeatures() -> Int {
    var (constants, others) = (0, table.columns)
    for feature in 0..<table.columns {
      space.histogramStarts.base[feature] = -1
      if table.edges.count(feature) == 1 {
        space.features.base[constants] = Int32(feature)
        constants += 1
      } else {
        others -= 1
        space.features.base[others] = Int32(feature)
      }
    }
    return constants
  }

  private mutating func addRoot() throws {
    let root = Node(
      index: try addNode(sample.counts), depth: 0, first: 0, end: Int32(sample.rows),
      unseenFirst: 0, unseenEnd: Int32(sample.unseenRows), constants: Int32(resetFeatures()),
      counts: sample.counts)
    if isLeaf(root.counts, depth: 0) { finishLeaf(root) } else { try pending.append(root) }
  }

  /// Appends a leaf; a split turns it into an inner node later.
  private mutating func addNode(_ counts: ClassCounts) throws -> Int32 {
    let index = nodes.count
    let anomalous = Double(counts.anomalous) * classRatio
    let share = anomalous / (Double(counts.normal) + anomalous)
    try nodes.append(.leaf(vote: RowVotes.vote(share)))
    return Int32(index)
  }

  /// The tree; the value of a leaf is the share of class 1 in it.
  consuming func grow() throws -> Buffer<CodedNode> {
    try addRoot()
    while var node = pending.popLast() {
      while let heavier = try grow(&node) { node = heavier }
    }
    return try nodes.compacted()
  }

  /// Splits a node or makes it a leaf; the heavier child comes back where it is to be split too.
  private mutating func grow(_ node: inout Node) throws -> Node? {
    try poll(rows: node.rows)
    let split = findSplit(&node)
    if split.feature < 0 {
      finishLeaf(node)
      return nil
    }
    var children = try addChildren(of: node, split)
    part(node, split, into: &children)
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
    nodes.base[Int(node.index)] = CodedNode(
      code: split.cut.code, feature: split.feature,
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
    counts.isPure || Int(depth) >= rules.maxDepth || counts.total < 2 * rules.minSamplesLeaf
      || weight(counts) < 2 * lightestLeaf
  }

  /// The leaf's value is its vote on the normal rows in it and on the rows outside the sample.
  private func finishLeaf(_ leaf: Node) {
    if leaf.isSilent { return }
    let vote = nodes.base[Int(leaf.index)].vote
    if leaf.counts.normal > 0 { voteInBag(leaf, vote) }
    guard let votes = space.outOfBag else { return }
    let (unseen, sums) = (space.unseen.base, votes.base)
    for place in Int(leaf.unseenFirst)..<Int(leaf.unseenEnd) {
      sums[Int(unseen[place])] &+= vote
    }
  }

  private func voteInBag(_ leaf: Node, _ vote: UInt64) {
    let (rows, sums, normals) = (space.sample.base, space.inBag.base, space.normals)
    for place in Int(leaf.first)..<Int(leaf.end) {
      // Anomalous rows share one word behind those of the normal ones: no branch to guess.
      sums[Int(min(rows[place], normals))] &+= vote
    }
  }
}
