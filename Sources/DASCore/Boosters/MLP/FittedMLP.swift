/// Fitted perceptrons. The score of a row is the mean of their probabilities.
package struct FittedMLP: FittedBooster {
  /// At least one, all of the same shape.
  let members: [PerceptronMember]

  package var name: String { MLP.name }
  package var columns: Int { members[0].network.shape.inputs }
  package let outOfBagScores: Buffer<Double>?
  package let outOfBagAUC: Double

  /// Rows that pass through a network at once.
  private static let tileRows = 256

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let tiles = (X.rows + Self.tileRows - 1) / Self.tileRows
    try execution.forEach(tiles) { tile in
      let range = tile * Self.tileRows..<min((tile + 1) * Self.tileRows, X.rows)
      try score(X, range, into: scores + range.lowerBound, on: execution)
    }
  }

  private func score(
    _ X: MatrixView, _ range: Range<Int>, into scores: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    let shape = members[0].network.shape
    let memory = try execution.scratch(
      PerceptronActivations.size(shape, rows: range.count), of: Float.self)
    let layers = PerceptronActivations(shape, rows: range.count, in: memory.base)
    let scratch = try execution.scratch(columns)
    scores.update(repeating: 0, count: range.count)
    for member in members {
      for index in 0..<range.count {
        member.input.write(
          range.lowerBound + index, of: X, to: layers.x.row(index), through: scratch.base)
      }
      member.forward.run(layers, rows: range.count)
      for index in 0..<range.count {
        scores[index] +=
          PerceptronForward.probability(member.forward.logit(layers, index))
          / Double(members.count)
      }
    }
  }
}
