/// The unfitted form of the binary classifier f~ that tells normal rows (class 0) from hard anomalies (class 1).
package protocol Booster: Stage {
  /// Whether what it fits has out-of-bag scores, so that nobody needs the hard anomalies after a fit.
  var votesOutOfBag: Bool { get }

  /// Fits the classifier on D_aug = normals with anomalies (Eq. 6), without a copy of either.
  ///
  /// Both tables are finite, have the same columns and at least one row. Hard anomalies that nobody
  /// else holds are to be let go as soon as they are known.
  /// The same seed gives the same bits for any number of threads.
  func fit(
    normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster
}

extension Booster {
  package var votesOutOfBag: Bool { false }
}

/// A fitted classifier. Its score is the probability of class 1, in [0, 1]. Its training scores are those
/// of the class-0 rows.
package protocol FittedBooster: RowScorer {
  var name: String { get }

  /// For each class-0 training row, the probability of class 1 voted by the trees that did not see it.
  ///
  /// NaN where every tree saw the row; nil where the classifier has no such scores.
  var outOfBagScores: Buffer<Double>? { get }

  /// How well the trees that did not see a row tell normal rows from hard anomalies: the area under the
  /// ROC curve of their votes. NaN where the classifier has no such votes.
  var outOfBagAUC: Double { get }

  /// Whether scores of its own training rows say how well it tells the classes apart. They do where a
  /// row's score rests on its neighbours too; a tree grown to purity gives each row its own label back.
  var inSampleScoresTell: Bool { get }
}

extension FittedBooster {
  package var outOfBagAUC: Double { .nan }
  package var inSampleScoresTell: Bool { false }
}
