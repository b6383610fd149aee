/// Maps scores of one model to the scale of another that was fitted to nearly the same rows.
///
/// A score becomes its quantile among the first model's training scores, and then that quantile of
/// the second model's training scores. Both maps are increasing, and linear between training scores
/// and beyond them. They depend neither on the units of a detector nor on its extreme scores, which
/// decide a min-max scale.
struct ScoreAlignment: Sendable {
  private let source: ScoreScaler
  private let target: ECDF

  /// - Parameters:
  ///   - source: training scores of the model whose scores are mapped.
  ///   - target: training scores of the model whose scale they get; at least one is finite.
  init(from source: Buffer<Double>, to target: Buffer<Double>) throws {
    self.source = try ScoreScaler(.rank, fittedTo: source)
    self.target = try ECDF(target)
    guard self.target.count > 0 else {
      throw DASError(.invalidData, "there is no finite training score to align to")
    }
  }

  func align(_ score: Double) -> Double { target.value(at: source.scale(score)) }
}
