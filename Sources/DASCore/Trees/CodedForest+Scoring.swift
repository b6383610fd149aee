import CVectorMath

extension CodedForest {
  /// Adds to each of `count` sums the votes of all trees on its row. Sums of whole numbers have no
  /// order, so a row's sum does not depend on the rows around it.
  ///
  /// Callers hand in blocks that fit a cache, as `scoreBlocks` cuts them, since each tree passes over
  /// all rows before the next one does.
  ///
  /// - Complexity: O(trees x depth) a row, less than a nanosecond a level.
  func addVotes(
    on rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<UInt64>, on execution: Execution
  ) throws {
    let coded = try CodedRows(rows, rowStride, count, by: grid, on: execution)
    if count >= Self.fewRows { return try addTreeByTree(coded, count, to: sums, on: execution) }
    let places = try execution.scratch(treeCount, of: Place.self)
    for row in 0..<count { addAllTrees(coded.row(row), places.base, to: sums + row) }
  }

  private typealias Place = UnsafePointer<Int64>

  /// Fewer rows go through the trees one by one.
  private static var fewRows: Int { 8 }

  /// Groups of rows leave a tree's spine together, and descend the rest side by side.
  private func addTreeByTree(
    _ rows: borrowing CodedRows, _ count: Int, to sums: UnsafeMutablePointer<UInt64>,
    on execution: Execution
  ) throws {
    let ways = try execution.scratch(CodedRows.count, of: UInt16.self)
    let leaves = try execution.scratch(CodedRows.count, of: Optional<Place>.self)
    for tree in 0..<treeCount {
      let root = UnsafeRawPointer(nodes.base + starts.base[tree]).assumingMemoryBound(
        to: Int64.self)
      for first in stride(from: 0, to: count, by: CodedRows.count) {
        let (codes, size) = (rows.row(first), min(CodedRows.count, count - first))
        let exits = spines.pass(tree, codes, into: ways.base)
        libdas_descend(root, exits, ways.base, codes, size, leaves.base)
        for row in 0..<size {
          sums[first &+ row] &+= CodedNode(word: leaves.base[row].unsafelyUnwrapped.pointee).vote
        }
      }
    }
  }

  /// The ribs that a row comes to lie anywhere in memory, and no cache holds a large forest. So the row
  /// takes a step in all trees in turn, and what the next step reads is fetched meanwhile.
  private func addAllTrees(
    _ row: UnsafePointer<UInt16>, _ places: UnsafeMutablePointer<Place>,
    to sum: UnsafeMutablePointer<UInt64>
  ) {
    let words = UnsafeRawPointer(nodes.base).assumingMemoryBound(to: Int64.self)
    for tree in 0..<treeCount {
      places[tree] = words + (starts.base[tree] &+ spines.exit(of: tree, row))
      libdas_prefetch(places[tree], 8)
    }
    var (active, total) = (treeCount, sum.pointee)
    while active > 0 {
      var kept = 0
      for index in 0..<active {
        let place = places[index]
        let node = CodedNode(word: place.pointee)
        let next = libdas_child(place, row).unsafelyUnwrapped
        libdas_prefetch(next, 8)
        total &+= node.isLeaf ? node.vote : 0
        places[kept] = next
        kept &+= node.isLeaf ? 0 : 1
      }
      active = kept
    }
    sum.pointee = total
  }
}
