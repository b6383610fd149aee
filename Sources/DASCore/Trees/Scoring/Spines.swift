import CKernels

/// The spine of each tree: from the root on to the child with more nodes below it, down to a leaf.
///
/// Trees that part a rare class from the rest are long spines with short ribs: descents of thirty steps,
/// most of them on the spine. A descent is a chain of loads. But the first step at which a row leaves a
/// known path is found by comparisons that do not wait for each other, many rows at once
/// (`libdas_leave_path`). Only the ribs are left to descend.
struct Spines: Sendable {
  /// The steps of all spines; those of tree t are `starts[t] ..< starts[t + 1]`.
  private let steps: Buffer<libdas_step>
  private let starts: Buffer<Int>
  /// Where a row is that left at a step, counted from the tree's first node; behind the steps of
  /// each tree the node at its end.
  private let exits: Buffer<Int32>

  /// - Complexity: O(nodes).
  init(_ trees: JoinedTrees<CodedNode>) throws {
    let count = trees.starts.count - 1
    var steps = try GrowingBuffer<libdas_step>(capacity: 16 * count)
    var exits = try GrowingBuffer<Int32>(capacity: 17 * count)
    starts = try Buffer(repeating: 0, count: count + 1)
    for tree in 0..<count {
      let (first, end) = (trees.starts.base[tree], trees.starts.base[tree + 1])
      try Self.walk(trees.nodes.base + first, end - first, &steps, &exits)
      starts.base[tree + 1] = steps.count
    }
    (self.steps, self.exits) = (try steps.compacted(), try exits.compacted())
  }

  private static var mostSteps: Int {
    #if WITHOUT_HEAVY_PATHS
      0
    #else
      Int(LIBDAS_PATH_STEPS)
    #endif
  }

  /// Appends the steps of one tree and its exits.
  private static func walk(
    _ nodes: UnsafePointer<CodedNode>, _ count: Int, _ steps: inout GrowingBuffer<libdas_step>,
    _ exits: inout GrowingBuffer<Int32>
  ) throws {
    let sizes = try sizes(nodes, count)
    var (index, length) = (0, 0)
    while !nodes[index].isLeaf, length < mostSteps {
      let node = nodes[index]
      let left = index + node.childrenAfter
      let staysLeft = sizes.base[left] >= sizes.base[left + 1]
      try steps.append(
        libdas_step(
          feature: Int32(truncatingIfNeeded: node.feature),
          code: UInt16(truncatingIfNeeded: node.code), leaves_right: staysLeft ? 1 : 0))
      try exits.append(Int32(truncatingIfNeeded: staysLeft ? left + 1 : left))
      index = staysLeft ? left : left + 1
      length += 1
    }
    try exits.append(Int32(truncatingIfNeeded: index))
  }

  /// The nodes below each node, itself included: children stand behind their parents.
  private static func sizes(
    _ nodes: UnsafePointer<CodedNode>, _ count: Int
  ) throws -> Buffer<Int32> {
    let sizes = try Buffer<Int32>(uninitialized: count)
    for index in (0..<count).reversed() {
      let left = index &+ nodes[index].childrenAfter
      sizes.base[index] =
        nodes[index].isLeaf ? 1 : sizes.base[left] &+ sizes.base[left + 1] &+ 1
    }
    return sizes
  }

  /// Where one row leaves the spine of a tree, counted from its first node.
  ///
  /// The branches are foreseen until the last, so that no step waits for the one before.
  @inline(__always)
  func exit(of tree: Int, _ row: UnsafePointer<UInt16>) -> Int {
    let end = starts.base[tree + 1]
    var place = starts.base[tree]
    while place < end {
      let step = steps.base[place]
      let isAbove = row[Int(step.feature) &* CodedRows.group] > step.code
      if isAbove == (step.leaves_right != 0) { break }
      place &+= 1
    }
    return Int(exits.base[place &+ tree])
  }

  /// Finds the leaves of the rows of a group: they leave the spine together, and descend the rest side by side.
  @inline(__always)
  func descend(
    _ tree: Int, root: UnsafePointer<Int64>, _ codes: UnsafePointer<UInt16>, rows: Int,
    into leaves: UnsafeMutablePointer<UnsafePointer<Int64>?>
  ) {
    let (start, end) = (starts.base[tree], starts.base[tree + 1])
    libdas_descend(
      root, steps.base + start, end - start, exits.base + start + tree, codes, rows, leaves)
  }
}
