import Testing

@testable import DASCore

@Suite struct MahalanobisModelTests {
  /// Shrunk residuals of training rows have the same mean square along each axis, and whitened
  /// weights the same variance.
  @Test(arguments: DRLNetwork.WeightActivation.allCases)
  func usualDirectionsCountAlike(weightActivation: DRLNetwork.WeightActivation) throws {
    let table = try TestTables.correlated(rows: 90, columns: 4)
    let detector = try DRL([
      "n_estimators": .integer(2), "hidden": .integer(48), "epochs": .integer(6),
      "weights": .text(weightActivation.rawValue),
    ])
    let fitted = try #require(try detector.fit(table) as? FittedDRL)
    for member in fitted.members {
      let parts = try ReferenceLoss(member, table)
        .parts(ReferenceLoss.Weights(member.network.weights))
      let model = ReferenceMahalanobisModel(member)
      let along = squares(parts.map { model.shrunk($0.residual) }, along: model.axes)
      #expect(along.count > 1)
      #expect(along.allSatisfy { relativeDifference([$0], [along[0]]) < 1e-3 })
      let unit = (0..<5).map { axis in (0..<5).map { axis == $0 ? 1.0 : 0 } }
      let variances = squares(parts.map { model.whitened($0.w) }, along: unit)
      #expect(relativeDifference([variances.reduce(0, +)], [1]) < 1e-3)
      #expect(relativeDifference([variances[3]], [variances[4]]) < 0.05)
    }
  }

  /// Mean squares along the axes that are not negligible.
  private func squares(_ rows: [[Double]], along axes: [[Double]]) -> [Double] {
    axes.compactMap { axis in
      let length = ReferenceMahalanobisModel.dot(axis, axis)
      guard length > 0.1 else { return nil }
      let sum = rows.reduce(0) {
        let part = ReferenceMahalanobisModel.dot($1, axis)
        return $0 + part * part
      }
      return sum / length / Double(rows.count)
    }
  }
}
