/// A fitted classifier with its scores of all training rows of a fit, some of which it may not have
/// been fitted to.
package struct ScoredBooster {
  package let booster: any FittedBooster
  let inSample: Buffer<Double>
  /// nil where the classifier has no such scores.
  let heldOut: Buffer<Double>?

  /// - Parameters:
  ///   - subset: the rows that the booster was fitted to.
  ///   - X: all rows.
  package init(
    _ booster: any FittedBooster, fittedTo subset: RowSubset, of X: MatrixView,
    on execution: Execution
  ) throws {
    let own = try booster.trainingScores(subset.table, on: execution)
    self.booster = booster
    guard subset.count < X.rows else {
      (inSample, heldOut) = (own, booster.outOfBagScores)
      return
    }
    let fresh = try booster.scores(X, on: execution)
    inSample = try subset.replacing(fresh, by: own)
    heldOut = try booster.outOfBagScores.map { try subset.replacing(fresh, by: $0) }
  }
}

extension AveragedBooster {
  /// The quadratic mean of at least one classifier.
  package init(_ parts: [ScoredBooster]) throws {
    let heldOut = parts.compactMap(\.heldOut)
    self.init(
      parts.map(\.booster), inSampleScores: try Self.mean(parts.map(\.inSample)),
      outOfBagScores: heldOut.count == parts.count ? try Self.mean(heldOut) : nil)
  }

  /// The quadratic mean of the finite scores of each row; NaN where none is finite.
  private static func mean(_ scores: [Buffer<Double>]) throws -> Buffer<Double> {
    let mean = try Buffer<Double>(uninitialized: scores[0].count)
    for row in 0..<mean.count {
      var (sum, count) = (0.0, 0.0)
      for own in scores where own[row].isFinite {
        sum += own[row] * own[row]
        count += 1
      }
      mean[row] = (sum / count).squareRoot()
    }
    return mean
  }
}
