/// A trained network of the ensemble, with its input.
struct PerceptronMember: Sendable {
  let input: PerceptronInput
  let forward: PerceptronForward

  init(_ input: PerceptronInput, _ network: Perceptron) throws {
    self.input = input
    forward = try PerceptronForward(network)
  }

  var network: Perceptron { forward.network }
}
