/// Cells of mixed tables. In tables of numbers each of these does nothing, and draws nothing.
extension RowBatch {
  /// The probability with which a move that changes a present cell makes it missing, in columns
  /// with missing training cells.
  static let missingProbability = 0.02

  /// The column of a mixed table.
  func mixed(_ column: Int) -> MixedColumn? { training.mixed?.columns[column] }

  /// Moves a cell that is no number by some standard deviations; false if it is left to the caller.
  ///
  /// A missing cell stays missing. A category becomes another one with the probability deviations /
  /// distance of two categories, at most 1.
  mutating func movesCell(_ row: Int, _ column: Int, by deviations: Double) -> Bool {
    guard let mixed = mixed(column) else { return false }
    if rows[row, column].isNaN || losesCell(row, column, mixed) { return true }
    guard mixed.kind == .nominal else { return false }
    replace(row, column, with: abs(deviations) / mixed.distance)
    return true
  }

  /// Makes a present cell missing with the small probability, where training cells are missing.
  mutating func losesCell(_ row: Int, _ column: Int, _ mixed: MixedColumn) -> Bool {
    guard mixed.missing > 0, random.uniform() < Self.missingProbability else { return false }
    rows[row, column] = .nan
    return true
  }

  /// Gives a cell another category with a probability.
  mutating func replace(
    _ row: Int, _ column: Int, with probability: Double, otherThan second: Double = .nan
  ) {
    guard let mixed = mixed(column), random.uniform() < probability else { return }
    let code = mixed.category(otherThan: rows[row, column], or: second, &random)
    rows[row, column] = code ?? rows[row, column]
  }

  /// Takes another row's cell with the probability `step` if one of the two is no number; false if
  /// it is left to the caller.
  mutating func takesCell(_ row: Int, _ column: Int, _ other: Double, with step: Double) -> Bool {
    guard let mixed = mixed(column) else { return false }
    guard mixed.kind == .nominal || other.isNaN || rows[row, column].isNaN else { return false }
    if random.uniform() < abs(step) { rows[row, column] = other }
    return true
  }

  /// Moves a cell that is no number away from another row's, or from the centre, whose categories
  /// are NaN; false if it is left to the caller.
  ///
  /// Where the categories differ, it takes one that neither has with the probability `step`. The
  /// centre differs from a category as much as a random row does on average.
  mutating func leavesCell(
    _ row: Int, _ column: Int, _ other: Double, fromRow: Bool, with step: Double
  ) -> Bool {
    guard let mixed = mixed(column) else { return false }
    let own = rows[row, column]
    if own.isNaN || losesCell(row, column, mixed) { return true }
    guard mixed.kind == .nominal else { return other.isNaN }
    let difference = fromRow ? (own == other ? 0 : 1) : 1 - mixed.frequency(of: own)
    let second = fromRow ? other : mixed.categories.first.map { Double($0) } ?? .nan
    replace(row, column, with: abs(step) * difference, otherThan: second)
    return true
  }

  /// Draws a category evenly, or a missing cell with the column's fraction; false if a number is
  /// left to the caller.
  mutating func drawsCell(_ row: Int, _ column: Int) -> Bool {
    guard let mixed = mixed(column) else { return false }
    guard mixed.kind == .numeric else {
      rows[row, column] = mixed.cell(&random)
      return true
    }
    guard mixed.missing > 0, random.uniform() < mixed.missing else { return false }
    rows[row, column] = .nan
    return true
  }
}
