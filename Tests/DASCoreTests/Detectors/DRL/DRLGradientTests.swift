import Glibc
import Testing

@testable import DASCore

@Suite struct DRLGradientTests {
  private static let shape = DRLShape(inputs: 7, hidden: 20, basis: 3)

  /// Backpropagation in single precision against central differences of the definition in double.
  @Test(
    arguments: DRLNetwork.WeightActivation.allCases,
    [(0.0, 0.0, 1.0), (0.7, 0.0, 1.0), (0.0, 2.0, 1.0), (0.3, 0.5, 1.0), (0.3, 0.5, 0.05)])
  func equalsFiniteDifferences(
    weightActivation: DRLNetwork.WeightActivation, case settings: (Double, Double, Double)
  ) throws {
    let (alignment, separation, scale) = settings
    var stream = RandomStream(seed: 3, purpose: .test)
    let network = try DRLNetwork(Self.shape, weightActivation: weightActivation, from: &stream)
    let loss = DRLLoss(alignment: Float(alignment), separation: Float(separation))
    let gradient = try DRLGradient(network, loss: loss, batch: 12)
    let rows = 11
    for row in 0..<rows {
      for column in 0..<Self.shape.inputs {
        gradient.layers.x.row(row)[column] = Float(scale * stream.normal())
      }
    }
    var reference = ReferenceLoss(
      network,
      rows: (0..<rows).map { row in
        (0..<Self.shape.inputs).map { Double(gradient.layers.x.row(row)[$0]) }
      })
    (reference.alignment, reference.separation) = (alignment, separation)
    let found = Double(gradient.run(network.weights, rows: rows))
    var weights = ReferenceLoss.Weights(network.weights)
    #expect(abs(found - reference(weights)) < 1e-5 * abs(found))
    for matrix in 0..<5 {
      var (differences, gradients): ([Double], [Double]) = ([], [])
      for _ in 0..<8 {
        let row = stream.below(weights[matrix].count)
        let column = stream.below(weights[matrix][row].count)
        let value = weights[matrix][row][column]
        let values = [value - 1e-6, value + 1e-6].map { moved in
          weights[matrix][row][column] = moved
          return reference(weights)
        }
        weights[matrix][row][column] = value
        differences.append((values[1] - values[0]) / 2e-6)
        gradients.append(Double(gradient.gradient.matrices[matrix].row(row)[column]))
      }
      #expect(relativeDifference(gradients, differences) < 2e-4, "matrix \(matrix)")
    }
  }

  /// Padding beyond the shape stays 0, since its gradients are 0.
  @Test func fillingHasNoGradient() throws {
    var stream = RandomStream(seed: 3, purpose: .test)
    let network = try DRLNetwork(Self.shape, weightActivation: .softmax, from: &stream)
    let gradient = try DRLGradient(
      network, loss: DRLLoss(alignment: 1, separation: 1), batch: 9)
    for index in 0..<9 * 16 where index % 16 < 7 {
      gradient.layers.x.base[index] = Float(stream.normal())
    }
    _ = gradient.run(network.weights, rows: 9)
    let sizes = [(7, 20), (20, 20), (7, 20), (20, 3), (20, 7)]
    for (matrix, (rows, columns)) in zip(gradient.gradient.matrices, sizes) {
      for row in 0..<matrix.rows {
        for column in 0..<matrix.width where row >= rows || column >= columns {
          #expect(matrix.row(row)[column] == 0)
        }
      }
    }
  }

  /// Rows of zeros, which have neither direction nor norm, leave every gradient finite.
  @Test(arguments: DRLNetwork.WeightActivation.allCases)
  func rowsOfZerosDoNoHarm(weightActivation: DRLNetwork.WeightActivation) throws {
    var stream = RandomStream(seed: 3, purpose: .test)
    let network = try DRLNetwork(Self.shape, weightActivation: weightActivation, from: &stream)
    let gradient = try DRLGradient(
      network, loss: DRLLoss(alignment: 1, separation: 1), batch: 4)
    let value = gradient.run(network.weights, rows: 4)
    #expect(value.isFinite)
    #expect(gradient.gradient.storage.array.allSatisfy { $0.isFinite })
  }
}
