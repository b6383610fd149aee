/// The conditions that candidates must meet to be kept. `candidates` times as many rows are made as
/// wanted; if too few meet the conditions, those that miss them by the least follow, so that the
/// number of rows is always exact.
///
/// Conditions are quantiles of the training rows' own values, so they mean the same on any data.
package struct KeepFilter: Parameterized {
  /// Candidates made for each row kept.
  package var candidates = 1.0
  /// Keeps rows that the detector scores below this quantile of the training scores.
  package var scoreBelow: Double?
  /// Keeps rows whose nearest training row is farther than this quantile of the training rows'
  /// distances to their nearest neighbours.
  package var distanceAbove: Double?
  /// Keeps rows that are no exact copies of a training row.
  package var rejectsCopies = false

  package init() {}

  package init(
    candidates: Double, scoreBelow: Double? = nil, distanceAbove: Double? = nil,
    rejectsCopies: Bool = false
  ) {
    self.candidates = candidates
    self.scoreBelow = scoreBelow
    self.distanceAbove = distanceAbove
    self.rejectsCopies = rejectsCopies
  }

  package static var parameters: [Parameter<Self>] {
    [
      .real("candidates", \.candidates, in: 1...16, "candidates made for each row kept"),
      .real(
        "score_below", \.scoreBelow, in: 0...1,
        "keep what scores below this quantile of the training scores"),
      .real(
        "distance_above", \.distanceAbove, in: 0...1,
        "keep what is farther from the nearest training row than this quantile of their own "
          + "distances"
      ),
      .flag("reject_copies", \.rejectsCopies, "keep no copies of training rows"),
    ]
  }

  /// Whether there is anything to choose by.
  var isActive: Bool {
    candidates > 1 && (scoreBelow != nil || distanceAbove != nil || rejectsCopies)
  }
}
