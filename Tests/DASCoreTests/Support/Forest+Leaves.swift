@testable import DASCore

extension Forest {
  /// The values of all leaves, in the order of the nodes.
  var leafValues: [Double] { nodes.array.filter(\.isLeaf).map(\.leafValue) }
}
