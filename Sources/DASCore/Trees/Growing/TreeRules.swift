/// How the trees of a classification forest are grown.
struct TreeRules: Sendable {
  enum SplitRule: Sendable {
    /// The cut of least Gini impurity (Breiman, Friedman, Olshen and Stone 1984).
    case best
    /// One random cut a feature (Geurts, Ernst and Wehenkel 2006).
    case random
  }

  enum ClassWeight: Sendable {
    case none
    /// Both classes weigh the same in the training set.
    case balanced
    /// Both classes weigh the same in each tree's sample.
    case balancedSubsample
    /// What a row of class 1 weighs where one of class 0 weighs 1.
    case ratio(Double)
  }

  var splitRule: SplitRule
  /// Features drawn for a split. Constant ones among them count, as in scikit-learn, but the
  /// drawing goes on until one is not constant.
  var featuresPerSplit: Int
  var maxDepth: Int
  /// Rows that a child has at least; a row drawn twice counts twice.
  var minSamplesLeaf: Int
  /// Share of the weight of all rows of a tree's sample that a child has at least.
  var minWeightFractionLeaf = 0.0
  var bootstrap: Bool
  /// The share of the rows that a tree sees, drawn without replacement where there is no bootstrap.
  var subsample = 1.0
  var classWeight: ClassWeight
}
