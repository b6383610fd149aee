import DASHeader
import Testing

/// The C interface as a C program sees it: through das.h alone.
@Suite struct VersionTests {
  @Test func headerAndLibraryAreOfOneVersion() {
    #expect(das_version() == DAS_VERSION)
  }
}
