@testable import DASCore

extension Matrix {
  /// The bits of every element, for comparisons that distinguish 0 from -0.
  var bits: [UInt64] { storage.array.map(\.bitPattern) }

  func rowArray(_ row: Int) -> [Double] { (0..<columns).map { self[row, $0] } }

  func columnArray(_ column: Int) -> [Double] { (0..<rows).map { self[$0, column] } }
}
