/// A space in which a forest measures the distance of a row to its neighbours. None depends on the
/// units of columns.
enum FeatureSpace: String, CaseIterable, Sendable {
  /// Each column centred and divided by its standard deviation.
  case standardized
  /// The same, multiplied by the perplexity of the column's values: columns that tell many values
  /// apart count for more than flags and codes.
  case perplexity
  /// The normal scores of ranks in each column.
  case rank

  /// The spaces that a setting names: one, or "all".
  static func named(_ text: String) -> [FeatureSpace]? {
    text == everyName ? allCases : FeatureSpace(rawValue: text).map { [$0] }
  }

  /// The name of some spaces, as in the setting.
  static func name(of spaces: [FeatureSpace]) -> String {
    spaces.count == 1 ? spaces[0].rawValue : everyName
  }

  private static let everyName = "all"

  static let setting = Setting(
    "neighbor_spaces", texts: allCases.map(\.rawValue) + [everyName],
    default: .text(standardized.rawValue),
    help: "Scale of columns in the distance to neighbours; all: each third of the trees has one.")
}

// MARK: - Fit

extension FeatureSpace {
  /// The map into the space, fitted to a table.
  ///
  /// - Parameter rows: some of the table's rows, whose values are counted.
  func map(
    _ X: MatrixView, _ statistics: ColumnStatistics, rows: Matrix, on execution: Execution
  ) throws -> SpaceMap {
    switch self {
    case .standardized: .scaling(try .standardizing(statistics))
    case .perplexity: .scaling(try Self.weighted(.standardizing(statistics), rows))
    case .rank: .ranking(try RankScores(X, on: execution))
    }
  }

  private static func weighted(_ scaling: ColumnScaling, _ rows: Matrix) throws -> ColumnScaling {
    let factor = try Buffer<Double>(uninitialized: rows.columns)
    let values = try Buffer<Double>(uninitialized: rows.rows)
    for column in 0..<rows.columns {
      rows.view.copyColumn(column, rows: 0..<rows.rows, into: values.base)
      let weight = try Perplexity.value(of: values)
      factor[column] = min(scaling.factor[column] * weight, .greatestFiniteMagnitude)
    }
    return ColumnScaling(shift: scaling.shift, factor: factor)
  }
}
