import Glibc

/// Isolation forest (Liu, Ting and Zhou, "Isolation forest", ICDM 2008): anomalies are few and
/// different, so random splits separate them early.
///
/// Each tree splits a sample of psi rows at random thresholds of random features, to the height
/// ceil(log2 psi) at most. With h(x) the length of a row's path, plus c(m) if it ends in a leaf
/// that still holds m rows, the score is
///
///     s(x) = 2^(-E[h(x)] / c(psi)),    c(m) = 2 H(m - 1) - 2 (m - 1) / m,
///
/// in (0, 1), higher = more anomalous: minus the `score_samples` of scikit-learn, whose choices are
/// followed: features that are constant in a node are never drawn, thresholds are uniform between
/// the minimum and the maximum in the node, and `max_features` are drawn once a tree. Unlike there,
/// all arithmetic is in `Double`, and a feature is constant only if all its values are equal.
///
/// If all rows are equal, or samples have one row, there is nothing to isolate: every score is 1/2.
///
/// - Complexity: O(trees x psi x log psi) to fit, for any number of rows; O(trees x log psi) a row
///   to score.
package struct IsolationForest: Detector {
  package static let name = "iforest"

  package static let settings = [
    Setting(
      "n_estimators", integers: 1...10_000, default: .integer(100), help: "Number of trees."),
    Setting(
      "max_samples", integers: 1...maximumSample, reals: 1e-9...1, texts: ["auto"],
      default: .text("auto"),
      help: "Rows each tree samples: a count, a fraction of the rows, or auto = min(256, rows)."),
    Setting(
      "max_features", integers: 1...Int(Int32.max), reals: 1e-9...1, default: .real(1),
      help: "Features each tree may split on: a count or a fraction of the columns."),
  ]

  /// A tree has fewer than two nodes a row, and counts them in 32 bits.
  private static let maximumSample = 1 << 30

  private let treeCount: Int
  private let maxSamples: Setting.Value
  private let maxFeatures: Setting.Value

  package init(_ settings: Settings) throws {
    self.treeCount = settings.integer("n_estimators")
    self.maxSamples = settings["max_samples"]
    self.maxFeatures = settings["max_features"]
  }

  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    let sampleSize = try sampleSize(of: X.rows, on: execution)
    let featureCount = try featureCount(of: X.columns)
    let trees = try TreeArrays(growing: treeCount, on: execution) { tree in
      var stream = RandomStream(seed: seed, purpose: .isolationTree, index: tree)
      let sample = try stream.sample(sampleSize, below: X.rows)
      var grower = try IsolationTreeGrower(
        X, sample: sample, featureCount: featureCount, stream: stream)
      return try grower.grow()
    }
    return FittedIsolationForest(
      forest: ThresholdForest(trees, columns: X.columns), sampleSize: sampleSize)
  }

  private func sampleSize(of rows: Int, on execution: Execution) throws -> Int {
    switch maxSamples {
    case .integer(let count):
      if count > rows {
        execution.log(
          .warning, "iforest max_samples is \(count) of \(rows) rows: each tree takes all rows")
      }
      return min(count, rows)
    case .real(let fraction):
      let count = max(1, Int(fraction * Double(rows)))
      guard count <= Self.maximumSample else {
        throw DASError(
          .outOfRange,
          "iforest max_samples \(fraction) of \(rows) rows exceeds \(Self.maximumSample) rows a "
            + "tree"
        )
      }
      return count
    case .text, .matrix:
      return min(256, rows)
    }
  }

  /// A tree of two rows ends after one split and scores every row alike.
  func whyBlind(_ X: MatrixView) -> String? {
    guard let size = try? sampleSize(of: X.rows, on: Execution()), size < 3 else { return nil }
    return X.rows < 3
      ? "a tree needs 3 rows, and X has \(X.rows)"
      : "max_samples is \(maxSamples): of \(X.rows) rows a tree sees \(size), and it needs 3"
  }

  private func featureCount(of columns: Int) throws -> Int {
    guard columns <= Int32.max else {
      throw DASError(.outOfRange, "iforest takes at most \(Int32.max) columns; X has \(columns)")
    }
    switch maxFeatures {
    case .integer(let count):
      guard count <= columns else {
        throw DASError(
          .outOfRange, "iforest max_features is \(count), but X has \(columns) columns")
      }
      return count
    case .real(let fraction):
      return max(1, Int(fraction * Double(columns)))
    case .text, .matrix:
      preconditionFailure("max_features takes no text")
    }
  }
}

extension IsolationForest {
  /// The mean path length of an unsuccessful search in a binary tree of `count` rows, c(m): the
  /// unit of path lengths. The harmonic number is ln(m - 1) plus Euler's constant, as published.
  static func averagePathLength(of count: Int) -> Double {
    if count <= 1 { return 0 }
    if count == 2 { return 1 }
    let others = Double(count - 1)
    return 2 * (log(others) + 0.577_215_664_901_532_9) - 2 * others / Double(count)
  }
}
