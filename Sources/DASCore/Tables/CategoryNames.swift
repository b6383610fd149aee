/// The names of a column's categories: a range of names that other columns may share.
struct CategoryNames: Sendable {
  private let names: FeatureNames
  private let first: Int

  /// The names from the `first` on.
  init(_ names: FeatureNames, from first: Int = 0) { (self.names, self.first) = (names, first) }

  subscript(code: Int) -> String { names[first + code] }
}
