import Glibc
import Testing

@testable import DASCore

@Suite struct PerceptronGradientTests {
  private static let shape = Perceptron.Shape(inputs: 7, hidden1: 20, hidden2: 10)
  private static var matrices: [(KeyPath<Perceptron, FloatMatrix>, rows: Int, columns: Int)] {
    [
      (\.layer1, 7, 20), (\.layer2, 20, 10), (\.bias1, 1, 20), (\.bias2, 1, 10),
      (\.output, 1, 10), (\.outputBias, 1, 1),
    ]
  }

  private func make(rows: Int) throws -> (Perceptron, PerceptronGradient) {
    var stream = RandomStream(seed: 3, purpose: .test)
    let network = try Perceptron(Self.shape, isUsed: { _ in true }, from: &stream)
    let gradient = try PerceptronGradient(network, batch: rows + 1)
    for row in 0..<rows {
      for column in 0..<Self.shape.inputs {
        gradient.layers.x.row(row)[column] = Float(stream.normal())
      }
    }
    return (network, gradient)
  }

  /// The definition in double precision: the mean cross-entropy of both classes, each half.
  private func loss(_ network: Perceptron, _ x: FloatMatrix, rows: Int, normals: Int) -> Double {
    func layer(_ input: [Double], _ matrix: FloatMatrix, _ bias: FloatMatrix) -> [Double] {
      (0..<matrix.width).map { column in
        let sum = input.indices.reduce(Double(bias.base[column])) {
          $0 + input[$1] * Double(matrix.row($1)[column])
        }
        return max(sum, 0)
      }
    }
    return (0..<rows).reduce(0) { sum, row in
      let inputs = (0..<Self.shape.inputs).map { Double(x.row(row)[$0]) }
      let first = layer(inputs, network.layer1, network.bias1)
      let second = layer(Array(first[..<20]), network.layer2, network.bias2)
      let logit = second.indices.reduce(Double(network.outputBias.base[0])) {
        $0 + second[$1] * Double(network.output.base[$1])
      }
      let probability = 1 / (1 + exp(-logit))
      return row < normals
        ? sum - log(1 - probability) / 2 / Double(normals)
        : sum - log(probability) / 2 / Double(rows - normals)
    }
  }

  /// Backpropagation in single precision against differences of the definition in double.
  @Test func equalsFiniteDifferences() throws {
    let (rows, normals) = (11, 4)
    let (network, gradient) = try make(rows: rows)
    let found = gradient.run(rows: rows, normals: normals)
    let x = gradient.layers.x
    #expect(abs(found - loss(network, x, rows: rows, normals: normals)) < 1e-5 * abs(found))
    var stream = RandomStream(seed: 4, purpose: .test)
    for (path, count, columns) in Self.matrices {
      var (differences, gradients): ([Double], [Double]) = ([], [])
      for _ in 0..<8 {
        let (row, column) = (stream.below(count), stream.below(columns))
        let weight = network[keyPath: path].row(row) + column
        let value = weight.pointee
        let (low, high) = (value - 0x1p-17, value + 0x1p-17)
        let losses = [low, high].map {
          weight.pointee = $0
          return loss(network, x, rows: rows, normals: normals)
        }
        weight.pointee = value
        differences.append((losses[1] - losses[0]) / Double(high - low))
        gradients.append(Double(gradient.gradient[keyPath: path].row(row)[column]))
      }
      #expect(relativeDifference(gradients, differences) < 2e-3)
    }
  }

  /// Padding beyond the shape stays 0, since its gradients are 0.
  @Test func paddingHasNoGradient() throws {
    let (_, gradient) = try make(rows: 9)
    gradient.run(rows: 9, normals: 5)
    for (path, rows, columns) in Self.matrices {
      let matrix = gradient.gradient[keyPath: path]
      for row in 0..<matrix.rows {
        for column in 0..<matrix.width where row >= rows || column >= columns {
          #expect(matrix.row(row)[column] == 0)
        }
      }
    }
  }

  /// A row's probability is the same alone and among others.
  @Test func aRowDependsOnItselfAlone() throws {
    let (network, gradient) = try make(rows: 9)
    let forward = try PerceptronForward(network)
    forward.run(gradient.layers, rows: 9)
    let logits = (0..<9).map { forward.logit(gradient.layers, $0) }
    let alone = try PerceptronActivations(Self.shape, rows: 1)
    for row in 0..<9 {
      alone.x.base.update(from: gradient.layers.x.row(row), count: alone.x.width)
      forward.run(alone, rows: 1)
      #expect(forward.logit(alone, 0) == logits[row])
    }
  }
}
