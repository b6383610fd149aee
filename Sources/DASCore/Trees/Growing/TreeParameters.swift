/// The parameters of growing a classification tree.
struct TreeParameters: Sendable {
  enum SplitRule: Sendable {
    /// The split of minimum Gini impurity (Breiman, Friedman, Olshen and Stone 1984).
    case best
    /// The best of one random threshold for each feature drawn (Geurts, Ernst and Wehenkel 2006).
    case random
  }

  enum ClassWeight: Sendable {
    case none
    /// Both classes weigh the same in the training set.
    case balanced
    /// Both classes weigh the same in each tree's sample.
    case balancedSubsample
    /// The weight of a class-1 row, where a class-0 row weighs 1.
    case ratio(Double)
  }

  var splitRule: SplitRule
  /// Features drawn for a split. Constant features count, as in scikit-learn, but drawing continues
  /// until one is not constant.
  var featuresPerSplit: Int
  var maxDepth: Int
  /// The minimum of rows in a leaf; a row drawn twice counts twice.
  var minSamplesLeaf: Int
  /// The minimum of weight in a leaf, as a fraction of the weight of all rows in the tree's sample.
  var minWeightFractionLeaf = 0.0
  var bootstrap: Bool
  /// Without bootstrap, the fraction of the rows that each tree draws, without replacement.
  var subsample = 1.0
  var classWeight: ClassWeight
}
