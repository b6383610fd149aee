/// A detector or booster as it comes into the pipeline: still to be fitted, or fitted already.
package enum Estimator<Unfitted: Sendable, Fitted: Sendable>: Sendable {
  case unfitted(Unfitted)
  case fitted(Fitted)
}
