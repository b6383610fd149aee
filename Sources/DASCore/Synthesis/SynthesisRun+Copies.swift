extension SynthesisRun {
  /// Most times that rows are drawn again in one way.
  private static let rounds = 16
  /// Of so many copies an eighth is to come out as other rows, else the way is given up.
  private static let telling = 16

  /// Draws rows again that equal a training row: such a row is normal, whatever a program calls it.
  ///
  /// First by the moves of their own recipe, then by those of the others, last anywhere in the
  /// widened range of the data. Copies are left only where discrete features leave hardly anything
  /// else: where nearly all combinations of their values occur among the training rows.
  func redrawCopies(
    in rows: Matrix, of recipe: Int, from offset: Int, _ random: inout RandomStream
  ) throws {
    guard program.redrawsCopies else { return }
    var copies = (0..<rows.rows).filter { known.contains(rows, $0) }
    for way in ways(from: recipe) {
      var round = 0
      var leads = true
      while leads, round < Self.rounds, let first = copies.first {
        let range = offset + first..<offset + first + copies.count
        let again = try draw(range, way.recipe, way.moves, &random)
        let left = replace(copies, of: rows, by: again)
        leads = copies.count < Self.telling || left.count <= copies.count - copies.count / 8
        copies = left
        round += 1
      }
    }
  }

  private func ways(from recipe: Int) -> [(recipe: Int, moves: [any Move])] {
    let count = program.recipes.count
    let recipes = (0..<count).map { (recipe + $0) % count }
    return recipes.map { ($0, program.recipes[$0].moves) }
      + [0.1, 1].map { (recipe, [UniformBox(margin: .fixed($0))]) }
  }

  /// Puts the rows of `again` that are no copies in the places of `copies`; the places that are left.
  private func replace(_ copies: [Int], of rows: Matrix, by again: Matrix) -> [Int] {
    var left: [Int] = []
    for (place, row) in copies.enumerated() {
      if known.contains(again, place) {
        left.append(row)
      } else {
        again.view.copyRow(place, into: rows.row(row))
      }
    }
    return left
  }
}
