/// Principal component analysis as a detector (Shyu, Chen, Sarinnapakorn and Chang, "A novel
/// anomaly detection scheme based on principal component classifier", 2003).
///
/// With axes v_i and their fractions w_i of the variance, a row x scores
///
///     method "eigen":           sum over the selected i of |x - v_i| / w_i   (as PyOD scores it)
///     method "reconstruction":  |x - sum over the kept i of (x . v_i) v_i|^2
///
/// in the standardised space, by default. Axes with a fraction below 1e-10 are dropped: their
/// direction is rounding, and PyOD's division by such fractions gives scores that are not finite.
/// Without standardisation `eigen` measures raw rows, as PyOD does, and `reconstruction` centred
/// ones.
///
/// - Complexity: fit O(n d^2 + d^3), score O(d k) a row for k axes.
package struct PCA: Detector {
  package static let name = "pca"
  package static let settings: [Setting] = [
    Setting(
      "method", texts: Method.allCases.map(\.rawValue), default: .text("eigen"),
      help: "eigen: distances to the axes over their variance; reconstruction: squared error"),
    Setting(
      "n_components", integers: 1...1_000_000, reals: 1e-9...0.999_999_999,
      texts: ["auto", "all"], default: .text("auto"),
      help: "axes kept: a count or fraction of the variance; auto: all, or .95 for reconstruction"),
    Setting(
      "n_selected_components", integers: 1...1_000_000, texts: ["all"], default: .text("all"),
      help: "axes that score under eigen, of those kept, lowest variance first"),
    Setting(
      "weighted", integers: 0...1, default: .integer(1),
      help: "1: eigen divides each distance by the axis's fraction of the variance"),
    Setting(
      "standardization", integers: 0...1, default: .integer(1),
      help: "1 scales columns to mean 0 and variance 1"),
  ]

  package enum Method: String, CaseIterable, Sendable {
    case eigen
    case reconstruction
  }

  /// The fraction of the variance below which an axis is dropped.
  static let minVarianceRatio = 1e-10

  let method: Method
  let kept: Setting.Value
  let selected: Setting.Value
  let isWeighted: Bool
  let standardizes: Bool

  package init(_ settings: Settings) throws {
    method = Method(rawValue: settings.text("method")) ?? .eigen
    kept = settings["n_components"]
    selected = settings["n_selected_components"]
    isWeighted = settings.integer("weighted") == 1
    standardizes = settings.integer("standardization") == 1
    if method == .reconstruction, selected != .text("all") {
      throw DASError(
        .invalidArgument, "pca setting 'n_selected_components' applies to method 'eigen' only")
    }
  }
}
