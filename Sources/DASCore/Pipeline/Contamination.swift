/// What the caller knows of anomalies among the training rows.
public enum Contamination: Sendable, Equatable {
  /// Nothing: some rows may be anomalies.
  case unknown
  /// All rows are normal.
  case clean
  /// This fraction of the rows, in (0, 0.5], is anomalous.
  case fraction(Double)
}
