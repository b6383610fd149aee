import Glibc

/// A fitted `DRL`. A row scores the geometric mean over networks of
///
///     (r + c/4)^0.45 m^0.45 (1 + v)^0.1
///
/// where r = |h - w beta|^2 and c = 1 - cos(h D, x) are the terms that training minimises, and m
/// and v are squared Mahalanobis distances of h - w beta and of w (`MahalanobisModel`): unusual
/// directions, even of small magnitude. Each is divided by its mean over training rows.
package struct FittedDRL: FittedDetector {
  /// At least one, all of the same shape.
  let members: [EnsembleMember]
  /// Whether a member scales rows like the one before.
  private let keepsInput: [Bool]

  package var name: String { DRL.name }
  package var columns: Int { members[0].input.columns }

  init(members: [EnsembleMember]) {
    self.members = members
    keepsInput = members.indices.map {
      $0 > 0 && members[$0].input.isSame(as: members[$0 - 1].input)
    }
  }

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
      DRLActivations.size(shape, rows: range.count), of: Float.self)
    let layers = DRLActivations(shape, rows: range.count, in: memory.base)
    let row = try execution.scratch(columns)
    scores.update(repeating: 0, count: range.count)
    for (index, member) in members.enumerated() {
      if !keepsInput[index] {
        for position in 0..<range.count {
          member.input.write(
            range.lowerBound + position, of: X, to: layers.x.row(position), through: row.base)
        }
      }
      member.add(weight: 1 / Double(members.count), of: layers, to: scores, rows: range.count)
    }
    for row in 0..<range.count { scores[row] = exp(scores[row]) }
  }
}
