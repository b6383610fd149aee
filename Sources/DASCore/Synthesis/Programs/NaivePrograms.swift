/// The three strategies that the paper compares with (Fig. 4a), which know neither of the detector
/// nor of the shape of the data.
extension Programs {
  /// Training rows with gaussian noise of about a tenth, a third or one standard deviation.
  package static let gaussian = MixtureProgram(
    name: "gaussian",
    policy: "Naive: anomalies are normal rows with noise in every feature.",
    explanation: "A seed row plus gaussian noise of one of three scales of each feature's spread.",
    components: [MixtureComponent(Noise(.spread, factor: .oneOf([0.1, 0.3, 1])))])

  /// Uniform in the range of the training rows.
  package static let uniform = MixtureProgram(
    name: "uniform",
    policy: "Naive: anomalies are anywhere in the range of the data.",
    explanation: "Every feature is drawn uniformly between its least and its greatest value.",
    components: [MixtureComponent(UniformBox(margin: 0))])

  /// Rows between neighbours (Chawla et al. 2002).
  package static let smote = MixtureProgram(
    name: "smote",
    policy: "Naive: anomalies are between neighbouring rows, as SMOTE makes them.",
    explanation: "A seed row moved by a random part of the way to one of its five neighbours.",
    components: [MixtureComponent(Interpolate(toward: .neighbor, neighbors: 5))])
}
