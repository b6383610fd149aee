extension Pipeline {
  /// Folds of the cross-fit that stands in for out-of-bag votes.
  static let folds = 5

  /// The booster's scores of training rows by trees, or folds, that did not see them; nil where there
  /// is no way to have them. Folds cost fits of their own: only a recipe that asks for them has them.
  static func heldOutScores(
    of booster: any FittedBooster, recipe: Recipe, X: MatrixView, anomalies: MatrixView,
    seed: UInt64, on execution: Execution
  ) throws -> Buffer<Double>? {
    if let scores = booster.outOfBagScores { return scores }
    guard scaleIsHeldOut(recipe.fusion, booster) else { return nil }
    guard case .recipe(let booster) = recipe.booster, X.rows >= 2 * folds else {
      warnInSample(booster, execution)
      return nil
    }
    return try crossFit(booster, X: X, anomalies: anomalies, seed: seed, on: execution)
  }

  static func scaleIsHeldOut(_ recipe: FusionRecipe, _ booster: any FittedBooster) -> Bool {
    switch recipe.boosterScores {
    case .outOfBag: true
    case .inSample: false
    case .automatic: !booster.inSampleScoresTell
    }
  }

  /// Fits the booster `folds` times, each time without every fifth normal row, and scores those rows.
  /// Each fit copies the rows that it keeps.
  private static func crossFit(
    _ booster: any Booster, X: MatrixView, anomalies: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> Buffer<Double> {
    let scores = try Buffer<Double>(uninitialized: X.rows)
    for fold in 0..<folds {
      try execution.report(Double(fold) / Double(folds))
      let kept = try rows(of: X, outside: fold)
      let fitted = try booster.fit(
        normals: kept.view, anomalies: anomalies, seed: seed, on: execution)
      let heldOut = X.everyRow(from: fold, step: folds)
      let votes = try fitted.scores(heldOut, on: execution)
      for place in 0..<heldOut.rows { scores[fold + place * folds] = votes[place] }
    }
    return scores
  }

  private static func rows(of X: MatrixView, outside fold: Int) throws -> Matrix {
    let left = X.everyRow(from: fold, step: folds).rows
    let kept = try Matrix(rows: X.rows - left, columns: X.columns)
    var place = 0
    for row in 0..<X.rows where row % folds != fold {
      X.copyRow(row, into: kept.row(place))
      place += 1
    }
    return kept
  }
}

extension MatrixView {
  /// The rows first, first + step, first + 2 step ..., without a copy.
  func everyRow(from first: Int, step: Int) -> MatrixView {
    let start = rows(first..<rows)
    return MatrixView(
      base: start.base, rows: (rows - first + step - 1) / step, columns: columns,
      rowStride: rowStride * step, columnStride: columnStride, type: type, owner: owner)
  }
}
