/// Carries scores of one model over to the scale of another that was fitted to nearly the same rows.
///
/// A score of the first is expressed by its place among the training scores of the first, and read
/// off at the same place among those of the second: both maps are increasing, linear between training
/// scores and beyond them. Training scores of normal rows are what the two have in common, whatever
/// units the detector counts in and however far the extremes lie that a min-max scale hangs on.
struct ScoreAlignment: Sendable {
  private let source: ScoreScaler
  private let target: ECDF

  /// - Parameters:
  ///   - source: training scores of the model whose scores are to be carried over.
  ///   - target: training scores of the model whose scale they are to have; at least one is finite.
  init(from source: Buffer<Double>, to target: Buffer<Double>) throws {
    self.source = try ScoreScaler(.rank, fittedTo: source)
    self.target = try ECDF(target)
    guard self.target.count > 0 else {
      throw DASError(.invalidData, "there is no finite training score to align to")
    }
  }

  func align(_ score: Double) -> Double { target.value(at: source.scale(score)) }
}
