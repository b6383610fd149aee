import Glibc

/// Decomposed representation learning (Ye, Zhao, Fan, Zhou, Guo and Chang, "DRL: Decomposed
/// representation learning for tabular anomaly detection", ICLR 2025).
///
/// An encoder maps a row x to h in a latent space. A few orthonormal vectors beta_k, drawn at
/// random and never trained, are the basis in which normal rows are decomposed; a second network,
/// the weight network, gives their weights w:
///
///     |h(x) - sum_k w_k(x) beta_k|^2
///
/// Both are trained on normal rows to minimise this, and h such that a linear decoder recovers the
/// direction of x (`DRLLoss`), by Adam on batches. An anomaly fits neither its decomposition nor
/// its decoded direction; the score (`FittedDRL`) combines both with Mahalanobis distances of the
/// residual and of the weights.
package struct DRL: Detector {
  package static let name = "drl"
  static let maxNetworks = 1000
  /// The maximum number of neurons of a layer.
  static let maxWidth = 4096

  package static let settings = [
    Setting(
      "n_estimators", integers: 1...maxNetworks, default: .integer(8),
      help: "networks, each trained from its own start; the score is their geometric mean"),
    Setting(
      "hidden", integers: 1...maxWidth, default: .integer(128),
      help: "neurons of each hidden layer, and coordinates of the latent space"),
    Setting(
      "n_basis", integers: 1...maxWidth, default: .integer(5),
      help: "orthonormal basis vectors of the decomposition; at most hidden"),
    Setting(
      "weights", texts: WeightActivations.allCases.map(\.rawValue),
      default: .text("both"),
      help: "weights of the basis: softmax (positive, sum 1), linear (any numbers), "
        + "or both, alternating"),
    Setting(
      "epochs", integers: 1...100_000, default: .integer(120),
      help: "passes over the training rows"),
    Setting(
      "batch_size", integers: 1...65536, default: .integer(256),
      help: "maximum rows of a batch; the batches of a pass are about equal in size"),
    Setting(
      "learning_rate", reals: 1e-9...10, default: .real(0.002), help: "of Adam in the first pass"),
    Setting(
      "decay", reals: 1e-3...1, default: .real(0.98),
      help: "factor of the learning rate after each pass"),
    Setting(
      "weight_decay", reals: 0...10, default: .real(1e-5), help: "of Adam"),
    Setting(
      "alignment", reals: 1e-9...1e6, default: .real(0.1),
      help: "weight of the reconstruction loss: 1 - cosine of decoded and given row"),
    Setting(
      "separation", reals: 0...1e6, default: .real(0.06),
      help: "weight of the separation loss: mean cosine of two rows' weights"),
    Setting(
      "max_samples", integers: 1...1_000_000_000, default: .integer(4096),
      help: "maximum training rows of a network, drawn at random for each"),
    Setting(
      "intercept", integers: 0...1, default: .integer(1),
      help: "1 appends a constant 1 to the input, since layers have no biases"),
    Setting(
      "scale", texts: InputScalings.allCases.map(\.rawValue), default: .text("mixed"),
      help: "columns over their deviation (standard), its root (pareto) or one number (none); "
        + "mixed: two of eight networks none, the others pareto"),
  ]

  let networks: Int
  let hidden: Int
  let basis: Int
  let weights: WeightActivations
  let options: DRLTrainer.Options
  let hasIntercept: Bool
  let scalings: InputScalings

  package init(_ settings: Settings) throws {
    networks = settings.integer("n_estimators")
    hidden = settings.integer("hidden")
    basis = settings.integer("n_basis")
    weights = WeightActivations(rawValue: settings.text("weights")) ?? .both
    hasIntercept = settings.integer("intercept") == 1
    scalings = InputScalings(rawValue: settings.text("scale")) ?? .mixed
    options = DRLTrainer.Options(
      epochs: settings.integer("epochs"), batchSize: settings.integer("batch_size"),
      maxSamples: settings.integer("max_samples"),
      learningRate: settings.real("learning_rate"), decay: settings.real("decay"),
      weightDecay: settings.real("weight_decay"),
      loss: DRLLoss(
        alignment: Float(settings.real("alignment")),
        separation: Float(settings.real("separation"))))
    if basis > hidden {
      throw DASError(
        .outOfRange,
        "drl setting 'n_basis' is \(basis), but a space of 'hidden' = \(hidden) dimensions has no "
          + "more than \(hidden) orthonormal vectors")
    }
  }
}
