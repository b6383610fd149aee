import Glibc

/// The settings common to forests of classification trees.
struct ForestOptions: Sendable {
  enum MaxFeatures: Sendable, Equatable {
    case squareRoot
    case logarithm
    case all
    case count(Int)
    case fraction(Double)

    /// The number of features drawn for a split, in 1 ... columns.
    func count(of columns: Int) -> Int {
      let count: Int =
        switch self {
        case .squareRoot: Int(Double(columns).squareRoot())
        case .logarithm: Int(log2(Double(columns)))
        case .all: columns
        case .count(let count): count
        case .fraction(let fraction): Int(fraction * Double(columns))
        }
      return min(max(count, 1), columns)
    }
  }

  var trees = 1
  var maxFeatures = MaxFeatures.all
  /// 0 means no limit.
  var maxDepth = 0
  var minSamplesLeaf = 1
  var minWeightFractionLeaf = 0.0
  var bootstrap = false
  /// Without bootstrap, the fraction of the rows that each tree draws.
  var subsample = 1.0
  var classWeight = TreeParameters.ClassWeight.none
  /// The k of the added feature, the distance to the k-th nearest normal row; 0 adds none.
  var neighbors = 0
  /// The spaces of that distance; tree t sees the one of index t mod their number.
  var neighborSpaces = [FeatureSpace.standardized]
  /// The maximum number of normal rows that are neighbours.
  var maxNeighborRows = NeighborDistance.maxRows

  /// With fewer trees, out-of-bag scores are too coarse: of 20 trees, 7 on average lack a row.
  static let minTreesForVotes = 20

  var votesOutOfBag: Bool { (bootstrap || subsample < 1) && trees >= Self.minTreesForVotes }

  /// The options with 1 / `count` of the trees, if that leaves enough for votes, and of the
  /// neighbours.
  func divided(by count: Int) -> ForestOptions {
    var part = self
    part.maxNeighborRows = maxNeighborRows / count
    part.trees = max(min(trees, Self.minTreesForVotes), (trees + count - 1) / count)
    return part
  }

  func fit(
    _ name: String, _ splitRule: TreeParameters.SplitRule, normals: MatrixView,
    anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> FittedForest {
    let (table, neighborDistances) = try bin(normals, anomalies, seed: seed, on: execution)
    // The bins contain the anomalies: their rows can be freed before trees grow.
    _ = consume anomalies
    let parameters = TreeParameters(
      splitRule: splitRule, featuresPerSplit: maxFeatures.count(of: table.featuresPerTree),
      maxDepth: maxDepth == 0 ? .max : maxDepth, minSamplesLeaf: minSamplesLeaf,
      minWeightFractionLeaf: minWeightFractionLeaf,
      bootstrap: bootstrap, subsample: subsample, classWeight: classWeight)
    let grower = ForestGrower(
      parameters: parameters, trees: trees,
      countsVotes: votesOutOfBag)
    let result = try grower.grow(on: table, seed: seed, on: execution)
    return FittedForest(
      name: name, forest: result.forest, neighborDistances: neighborDistances,
      minSamplesLeaf: minSamplesLeaf, inSampleScores: result.inSample,
      outOfBagScores: result.outOfBag?.normals,
      outOfBagAUC: try result.outOfBag?.areaUnderROC() ?? .nan)
  }
}

// MARK: - Bins

extension ForestOptions {
  /// The binned training rows, with the distances to neighbours as the last columns if that is set.
  ///
  /// Not if fewer than two columns vary: the distance would be a function of one of them. Trees
  /// would separate normal rows, measured without themselves, from anomalies at the same point.
  private func bin(
    _ normals: MatrixView, _ anomalies: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> (BinnedMatrix, NeighborDistances?) {
    let statistics = try neighbors > 0 ? ColumnStatistics(normals, on: execution) : nil
    guard let statistics, statistics.varyingColumns.count > 1 else {
      return (try BinnedMatrix(normals: normals, anomalies: anomalies, on: execution), nil)
    }
    let (fitted, own) = try NeighborDistances.fit(
      normals, statistics, spaces: neighborSpaces, neighbors: neighbors, maxRows: maxNeighborRows,
      seed: seed, on: execution)
    let views = try zip(fitted.distances, own).map { distance, normals in
      BinnedMatrix.AddedFeature(
        normals: normals, anomalies: try distance.distances(of: anomalies, on: execution))
    }
    return (
      try BinnedMatrix(normals: normals, anomalies: anomalies, views: views, on: execution), fitted
    )
  }
}

// MARK: - Settings

extension ForestOptions {
  static func forestSettings(bootstrap: Int) -> [Setting] {
    [
      Setting(
        "n_estimators", integers: 1...10_000, default: .integer(100), help: "Number of trees."),
      Setting(
        "max_features", integers: 1...1_000_000, reals: 1e-6...1, texts: ["sqrt", "log2", "all"],
        default: .text("sqrt"),
        help: "Features drawn for a split: a rule, a count or a share of all."),
    ] + treeSettings + [
      Setting(
        "bootstrap", integers: 0...1, default: .integer(bootstrap),
        help: "1: each tree sees rows drawn with replacement; 0: each tree sees all rows."),
      Setting(
        "subsample", reals: 0.01...1, default: .real(1),
        help: "Share of the rows that each tree sees, without replacement; with bootstrap 0 only."),
      Setting(
        "n_neighbors", integers: 0...1024, default: .integer(0),
        help:
          "k > 0 adds a feature: the distance to the k-th nearest normal row. Needs two columns."
      ),
      FeatureSpace.setting,
    ]
  }

  static let treeSettings = [
    Setting(
      "max_depth", integers: 0...1_000_000, default: .integer(0),
      help: "Most splits between root and leaf; 0 = no limit."),
    Setting(
      "min_samples_leaf", integers: 1...1_000_000_000, default: .integer(1),
      help: "Fewest rows in a leaf; a row drawn twice counts twice."),
    Setting(
      "min_weight_fraction_leaf", reals: 0...0.5, default: .real(0),
      help: "Least share of the weight of all rows in a leaf; weights are those of class_weight."),
    Setting(
      "class_weight", reals: 1e-12...1e12, texts: ["none", "balanced", "balanced_subsample"],
      default: .text("none"),
      help:
        "balanced: classes weigh the same, in all rows or each tree's; or an anomaly's weight."),
  ]

  /// Reads the settings of a single tree.
  init(tree settings: Settings) {
    maxDepth = settings.integer("max_depth")
    minSamplesLeaf = settings.integer("min_samples_leaf")
    minWeightFractionLeaf = settings.real("min_weight_fraction_leaf")
    classWeight =
      switch settings["class_weight"] {
      case .text("balanced"): .balanced
      case .text("balanced_subsample"): .balancedSubsample
      case .real(let ratio): .ratio(ratio)
      default: .none
      }
  }

  /// Reads the settings of a forest.
  init(forest settings: Settings) throws {
    self.init(tree: settings)
    trees = settings.integer("n_estimators")
    bootstrap = settings.integer("bootstrap") == 1
    neighbors = settings.integer("n_neighbors")
    neighborSpaces = FeatureSpace.named(settings.text("neighbor_spaces")) ?? neighborSpaces
    subsample = settings.real("subsample")
    guard !bootstrap || subsample == 1 else {
      throw DASError(
        .outOfRange,
        "subsample is \(subsample) with bootstrap 1: rows are drawn either with replacement or "
          + "without; set bootstrap to 0")
    }
    maxFeatures =
      switch settings["max_features"] {
      case .integer(let count): .count(count)
      case .real(let fraction): .fraction(fraction)
      case .text("log2"): .logarithm
      case .text("all"): .all
      case .text, .matrix: .squareRoot
      }
  }
}
