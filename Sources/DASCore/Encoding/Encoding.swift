/// A map from mixed rows to complete rows of numbers, frozen at fit.
///
/// With s the median standard deviation of the numeric columns (1 without any), a column becomes
///
///     numeric    its value
///     ordinal    its rank among the categories of the fit, times a factor: standard deviation s
///     nominal    c for its category and 0 for the others; c^2 = s^2 / (1 - sum of p_k^2), so that
///                the variances of the block, p_k (1 - p_k) c^2, add up to s^2
///
/// Two random rows thus differ in a nominal column as in a numeric one: 2 s^2 in the mean square.
/// Categories of fewer than `minRows` rows share one column. 1 - sum of p_k^2 counts as at least
/// `minVariety`.
///
/// A missing cell becomes the mean of the column's cells, and the deviation of the column in an
/// indicator column, where other cells have 0: in the mean square it differs from a present cell as
/// two random cells do, and not at all from another missing one.
///
/// A novel cell is missing in a column without missing cells at the fit, or has a category that the
/// fit did not see. It becomes the mean, or none of the categories; the last column is the root of
/// the sum of squares of such cells' deviations, and 0 for every row of the fit.
///
/// Columns come in the order of the table, categories by falling frequency and then by their first
/// row: codes and unused categories play no part. A column without a value becomes nothing.
package struct Encoding: Sendable {
  /// Categories of fewer rows share a column.
  static let minRows = 5
  /// The minimum of 1 - sum of p_k^2: another category in a constant column is 10 s away.
  static let minVariety = 0.02

  /// How one column is encoded.
  struct Column: BitwiseCopyable {
    /// The first of its columns.
    var first: Int32 = 0
    /// The number of its columns that are no indicator; 0 for a column without a value.
    var width: Int32 = 0
    /// Where its categories start in `targets`.
    var codes: Int32 = 0
    /// Whether an indicator column follows.
    var hasIndicator = false
    /// What a missing number, or rank times factor, counts as.
    var center = 0.0
    /// The deviation of the column.
    var deviation = 0.0
    /// Of ranks, or the value of a category.
    var factor = 1.0
  }

  /// What the table's columns hold.
  package let schema: Schema
  let columns: Buffer<Column>
  /// For each category: of a nominal column, its column within the block; of an ordinal one, twice
  /// its rank; -1 if the fit did not see it.
  let targets: Buffer<Int32>
  /// For each encoded column that stands for categories, their fraction of the cells; else 0.
  let frequencies: Buffer<Double>
  /// The s above.
  let deviation: Double
  /// Whether the last column shows novel cells.
  let hasNovelty: Bool
  /// The number of columns of the encoded table; at least 1.
  package let width: Int

  init(
    schema: Schema, columns: Buffer<Column>, targets: Buffer<Int32>, frequencies: Buffer<Double>,
    deviation: Double
  ) {
    (self.schema, self.columns, self.targets) = (schema, columns, targets)
    (self.frequencies, self.deviation) = (frequencies, deviation)
    let own = columns.elements.reduce(0) { $0 + Int($1.width) + ($1.hasIndicator ? 1 : 0) }
    let isOpen = (0..<columns.count).contains {
      columns[$0].width > 0
        && (schema[$0].kind == .nominal || (schema[$0].allowsMissing && !columns[$0].hasIndicator))
    }
    hasNovelty = own == 0 || isOpen
    width = own + (hasNovelty ? 1 : 0)
  }
}
