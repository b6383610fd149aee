/// A few small multilayer perceptrons, whose probabilities are averaged.
///
/// Trees split one column at a time; a network sees all at once, and errs elsewhere. Networks on
/// standardised columns and on normal scores of ranks alternate: the first see how far a row is
/// outside, the others see all columns on one scale, which depends on no units and no tails.
///
/// Trained by Adam on cross-entropy, in batches of as many normal rows as hard anomalies. Each
/// network holds out a fold of the normal rows, for which its probabilities are out of bag, and a
/// tenth of the hard anomalies; the weights after the pass that they fit best are kept.
///
/// - Complexity: O(networks x epochs x rows x hidden (columns + hidden)) time, with rows of at most
///   `max_samples`; 4 bytes a row beside the input.
package struct MLP: Booster {
  package static let name = "mlp"
  static let maxNetworks = 1000
  /// Neurons of the first hidden layer. Fewer would be mostly padding, in the memory of a model.
  static let minWidth = 8, maxWidth = 4096

  package static let settings = [
    Setting(
      "n_estimators", integers: 1...maxNetworks, default: .integer(4),
      help: "Networks, each trained from its own start and without a fold of the normal rows; the "
        + "score is their mean."),
    Setting(
      "hidden", integers: minWidth...maxWidth, default: .integer(96),
      help: "Neurons of the first hidden layer; the second has half as many."),
    Setting(
      "epochs", integers: 1...100_000, default: .integer(10),
      help: "Most passes over the larger class; fewer where held-out rows show no progress."),
    Setting(
      "batch_size", integers: 2...65536, default: .integer(256),
      help: "Rows of a batch, half of them of each class."),
    Setting(
      "learning_rate", reals: 1e-9...1, default: .real(0.002),
      help: "Of Adam in the first pass."),
    Setting(
      "decay", reals: 1e-3...1, default: .real(1),
      help: "Factor of the learning rate after each pass."),
    Setting(
      "weight_decay", reals: 0...10, default: .real(1e-5), help: "Of Adam."),
    Setting(
      "max_samples", integers: 1...1_000_000_000, default: .integer(10_000),
      help: "Most rows of a pass; each pass goes on where the last one stopped."),
    Setting(
      "scale", texts: PerceptronInputs.allCases.map(\.rawValue), default: .text("mixed"),
      help: "Inputs: columns over their deviation (standard), normal scores of ranks, or both, "
        + "alternating (mixed)."),
  ]

  let networks: Int
  let hidden: Int
  let options: PerceptronTrainer.Options
  let inputs: PerceptronInputs

  package init(_ settings: Settings) throws {
    networks = settings.integer("n_estimators")
    hidden = settings.integer("hidden")
    inputs = PerceptronInputs(rawValue: settings.text("scale")) ?? .mixed
    options = PerceptronTrainer.Options(
      epochs: settings.integer("epochs"), batchSize: settings.integer("batch_size"),
      maxSamples: settings.integer("max_samples"),
      learningRate: settings.real("learning_rate"), decay: settings.real("decay"),
      weightDecay: settings.real("weight_decay"))
  }
}
