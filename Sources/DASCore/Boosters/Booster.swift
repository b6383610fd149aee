/// The unfitted form of the binary classifier f~ that tells normal rows (class 0) from hard
/// anomalies (class 1).
package protocol Booster: Stage {
  /// Whether the fitted booster has out-of-bag scores; then the hard anomalies are not needed after
  /// the fit.
  var votesOutOfBag: Bool { get }

  /// The booster with 1 / `count` of the trees, to be one of a mean of `count`, but with no fewer
  /// than it needs for out-of-bag scores.
  func divided(by count: Int) -> Self

  /// Fits the classifier on D_aug = normals with anomalies (Eq. 6), without a copy of either.
  ///
  /// Both tables have the same columns and at least one row; their cells are what their schema
  /// allows, and finite without one. The anomalies are consumed, so that the implementation can
  /// free them early. The same seed gives the same bits for any number of threads.
  func fit(
    normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster

  /// Whether `fit` takes tables with a schema: categories and missing cells.
  var takesSchema: Bool { get }

  /// Whether it may be fitted to the encoded tables instead. The host's own code is not.
  var takesEncoding: Bool { get }
}

extension Booster {
  package var votesOutOfBag: Bool { false }
  package func divided(by count: Int) -> Self { self }
  package var takesSchema: Bool { false }
  package var takesEncoding: Bool { true }

  /// Fits to any tables, or refuses them: the one way in.
  package func fit(
    any normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> any FittedBooster {
    if let schema = normals.schema, !takesSchema {
      guard takesEncoding else { throw schema.refusal(by: name) }
      return try EncodedBooster(booster: self).fit(
        normals: normals, anomalies: anomalies, schema, seed: seed, on: execution)
    }
    return try fit(normals: normals, anomalies: anomalies, seed: seed, on: execution)
  }
}

/// A fitted classifier. Its score is the probability of class 1, in [0, 1]. Its training scores are
/// those of the class-0 rows.
package protocol FittedBooster: RowScorer {
  var name: String { get }

  /// For each class-0 training row, the mean vote of the trees whose sample lacks it.
  ///
  /// NaN for a row in the sample of every tree; nil if the classifier has no such scores.
  var outOfBagScores: Buffer<Double>? { get }

  /// The area under the ROC curve of the out-of-bag votes on normal rows and hard anomalies. NaN if
  /// the classifier has no such votes.
  var outOfBagAUC: Double { get }

  /// Whether scores of its own training rows show how well it separates the classes. They do if a
  /// row's score depends on other rows too; a tree grown to purity returns each row's own label.
  var inSampleScoresAreInformative: Bool { get }
}

extension FittedBooster {
  package var outOfBagAUC: Double { .nan }
  package var inSampleScoresAreInformative: Bool { false }
}
