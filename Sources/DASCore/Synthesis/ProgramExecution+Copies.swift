extension ProgramExecution {
  /// The largest number of times that rows are redrawn in one way.
  private static let rounds = 16
  /// From this number of copies on, a way is abandoned unless it replaces an eighth of them.
  private static let telling = 16

  /// Redraws rows that equal a training row, because such rows are normal.
  ///
  /// It uses the moves of their own component first, then those of the others, and finally the
  /// widened range of the data. Copies remain only where nearly all combinations of discrete values
  /// occur among the training rows.
  func redrawCopies(
    in rows: Matrix, of component: Int, from offset: Int, _ random: inout RandomStream
  ) throws {
    guard program.redrawsCopies else { return }
    var copies = (0..<rows.rows).filter { known.contains(rows, $0) }
    for way in ways(from: component) {
      var round = 0
      var leads = true
      while leads, round < Self.rounds, let first = copies.first {
        let range = offset + first..<offset + first + copies.count
        let again = try draw(range, way.component, way.moves, &random)
        let left = replace(copies, of: rows, by: again)
        leads = copies.count < Self.telling || left.count <= copies.count - copies.count / 8
        copies = left
        round += 1
      }
    }
  }

  private func ways(from component: Int) -> [(component: Int, moves: [any Move])] {
    let count = program.components.count
    let components = (0..<count).map { (component + $0) % count }
    return components.map { ($0, program.components[$0].moves) }
      + [0.1, 1].map { (component, [UniformBox(margin: .fixed($0))]) }
  }

  /// Replaces copies by rows of `again` that are none; returns those that remain.
  private func replace(_ copies: [Int], of rows: Matrix, by again: Matrix) -> [Int] {
    var left: [Int] = []
    for (index, row) in copies.enumerated() {
      if known.contains(again, index) {
        left.append(row)
      } else {
        again.view.copyRow(index, into: rows.row(row))
      }
    }
    return left
  }
}
