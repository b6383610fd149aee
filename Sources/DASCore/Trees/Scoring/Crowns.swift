import CKernels

/// The first four levels of each tree, for all trees of a forest.
///
/// Where trees are bushy, as those of isolation forests, many rows at once answer all questions of the
/// first levels by comparisons that do not wait for each other (`libdas_pass_crown`), which takes a
/// fraction of the time of descending these levels.
struct Crowns: Sendable {
  /// Rows that pass a crown together.
  static var rows: Int { Int(LIBDAS_PATH_ROWS) }
  private static let ways = Int(LIBDAS_CROWN_NODES) + 1

  private let crowns: Buffer<libdas_crown>
  /// Where a row is that has gone each way, counted from the tree's first node.
  private let exits: Buffer<Int32>

  init(nodes: Buffer<TreeNode>, starts: Buffer<Int>) throws {
    let trees = starts.count - 1
    crowns = try Buffer(uninitialized: trees)
    exits = try Buffer(uninitialized: trees * Self.ways)
    for tree in 0..<trees { fill(tree, nodes.base + starts.base[tree]) }
  }

  /// A leaf is asked for as its own first child, down to the last level.
  private func fill(_ tree: Int, _ nodes: UnsafePointer<TreeNode>) {
    let crown = UnsafeMutableRawPointer(crowns.base + tree)
    let thresholds = crown.assumingMemoryBound(to: Double.self)
    let features = (crown + Int(LIBDAS_CROWN_NODES) * MemoryLayout<Double>.stride)
      .assumingMemoryBound(to: Int32.self)
    var places = InlineArray<31, Int32>(repeating: 0)
    for index in 0..<Int(LIBDAS_CROWN_NODES) {
      let node = nodes[Int(places[index])]
      (thresholds[index], features[index]) = (node.threshold, node.feature)
      places[2 * index + 1] = node.left
      places[2 * index + 2] = node.isLeaf ? node.left : node.left + 1
    }
    for way in 0..<Self.ways {
      exits.base[tree * Self.ways + way] = places[Int(LIBDAS_CROWN_NODES) + way]
    }
  }

  /// Writes for each of `rows` rows the number of the way it takes; the way's end, counted from the tree's
  /// first node, is found in the table that is returned.
  ///
  /// - Parameter columns: the rows, feature by feature.
  @inline(__always)
  func pass(
    _ tree: Int, _ columns: UnsafePointer<Double>, into ways: UnsafeMutablePointer<Int64>
  ) -> UnsafePointer<Int32> {
    libdas_pass_crown(columns, crowns.base + tree, ways)
    return UnsafePointer(exits.base + tree * Self.ways)
  }
}
