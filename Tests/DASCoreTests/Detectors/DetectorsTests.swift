import Testing

@testable import DASCore

@Suite struct DetectorsTests {
  /// Names are unique, and each leads to its detector.
  @Test func namesLeadToDetectors() throws {
    #expect(Set(Detectors.all.map { $0.name }).count == Detectors.all.count)
    for detector in Detectors.all {
      #expect(try Detectors.named(detector.name) == detector)
    }
  }

  /// The error for an unknown name lists the known ones.
  @Test func unknownNameListsTheKnown() {
    let error = #expect(throws: DASError.self) { try Detectors.named("iForest") }
    #expect(error?.code == .unknownName)
    #expect(error?.message.contains("'iForest'") == true)
    #expect(error?.message.contains(IsolationForest.name) == true)
  }
}
