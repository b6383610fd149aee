import Testing

@testable import DASCore

@Suite struct WhiteningTests {
  /// After whitening by their own covariance, rows have mean 0 and the identity as covariance.
  @Test(arguments: [1, 2, 5, 13]) func whitensItsOwnRows(columns: Int) throws {
    let X = try TestTables.clusters(rows: 400, columns: columns)
    let whitening = try Whitening(of: X.view, .training, on: Execution())
    let Z = try whitening.apply(to: X.view, on: Execution())
    for first in 0..<columns {
      #expect((0..<400).reduce(0.0) { $0 + Z[$1, first] }.magnitude < 1e-9)
      for second in 0..<columns {
        let sum = (0..<400).reduce(0.0) { $0 + Z[$1, first] * Z[$1, second] }
        #expect((sum / 399 - (first == second ? 1 : 0)).magnitude < 1e-9)
      }
    }
  }

  /// L L^T is the given covariance.
  @Test func factorsWhatItIsGiven() throws {
    let V = try Setting.SquareMatrix([[4, 2, -1], [2, 9, 0.5], [-1, 0.5, 1]])
    let X = try TestTables.clusters(rows: 5, columns: 3)
    let root = try Whitening(of: X.view, .given(V), on: Execution()).root
    for row in 0..<3 {
      for column in 0..<3 {
        let product = (0..<3).reduce(0.0) { $0 + root[row, $1] * root[column, $1] }
        #expect((product - V[row, column]).magnitude < 1e-12)
      }
    }
  }

  static let variants: [[String: Setting.Value]] = [
    ["metric": .text("mahalanobis")],
    [
      "metric": .text("mahalanobis"),
      "covariance": .matrix(try! Setting.SquareMatrix([[2, 1], [1, 3]])),
    ],
  ]

  /// Training rows get the scores of the fit; those of another table do not.
  @Test func ownRowsAreKnown() throws {
    let X = try TestTables.clusters(rows: 300, columns: 4)
    let fitted = try KNN(Self.variants[0]).fit(X)
    let own = try fitted.trainingScores(of: X)
    let fresh = try fitted.scores(of: X)
    #expect(zip(own, fresh).allSatisfy { $0 > $1 })
  }

  @Test func whatHasNoRootIsRefused() throws {
    let X = try Matrix([[1, 2, 1], [2, 1, 1], [0, 5, 1], [4, 4, 1], [7, 1, 1]])
    let (same, negative) = (
      try Setting.SquareMatrix([[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
      try Setting.SquareMatrix([[1, 0, 0], [0, -1, 0], [0, 0, 1]])
    )
    let cases: [(MatrixView, Whitening.Covariance, String)] = [
      (X.view, .training, "column 2 is constant"), (X.view.rows(0..<3), .training, "at least 4"),
      (X.view, .given(same), "column 1 is constant"), (X.view, .given(negative), "a variance is"),
    ]
    for (rows, covariance, words) in cases {
      let error = #expect(throws: DASError.self) {
        try Whitening(of: rows, covariance, on: Execution())
      }
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }
}
