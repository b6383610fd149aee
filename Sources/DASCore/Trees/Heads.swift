import CVectorMath

/// The part of each tree that many rows pass together, before they descend the rest one by one: its
/// spine where it has a long one, else its crown.
enum Heads: Sendable {
  case spines(Spines)
  case crowns(Crowns)

  /// Rows that pass a head together.
  static var rows: Int { Int(LIBDAS_PATH_ROWS) }

  init(nodes: Buffer<TreeNode>, starts: Buffer<Int>) throws {
    if let spines = try Spines(nodes: nodes, starts: starts) {
      self = .spines(spines)
    } else {
      self = .crowns(try Crowns(nodes: nodes, starts: starts))
    }
  }

  /// Writes for each of `rows` rows the number of the way it took; the way's end, counted from the tree's
  /// first node, is found in the table that is returned.
  ///
  /// - Parameter columns: the rows, feature by feature.
  @inline(__always)
  func pass(
    _ tree: Int, _ columns: UnsafePointer<Double>, into ways: UnsafeMutablePointer<Int64>
  ) -> UnsafePointer<Int32> {
    switch self {
    case .spines(let spines):
      let steps = spines.steps(of: tree)
      libdas_leave_path(columns, steps.baseAddress, steps.count, ways)
      return spines.exits(of: tree)
    case .crowns(let crowns):
      libdas_pass_crown(columns, crowns.crown(of: tree), ways)
      return crowns.exits(of: tree)
    }
  }
}
