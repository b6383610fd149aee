extension ProgramExecution {
  /// Most times that rows are drawn again in one way.
  private static let rounds = 16
  /// Of so many copies an eighth is to come out as other rows, else the way is given up.
  private static let telling = 16

  /// Draws rows again that equal a training row: such a row is normal, whatever a program calls it.
  ///
  /// First by the moves of their own component, then by those of the others, last anywhere in the
  /// widened range of the data. Copies are left only where discrete features leave hardly anything
  /// else: where nearly all combinations of their values occur among the training rows.
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

  /// Puts the rows of `again` that are no copies in the places of `copies`; the places that are left.
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
